// SPDX-License-Identifier: BSD-3-Clause
//
// The runner's side of the protocol, against targets that keep to it.
#include "conformance/targets/line_link.hpp"

#include "conformance/protocol/lines.hpp"
#include "conformance/protocol/tests/arbitrary.hpp"
#include "conformance/targets/tests/fake_target.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <atomic>
#include <thread>
#include <vector>

namespace tsrpc::conformance {
namespace {

using namespace std::chrono_literals;

// --- conversations ---------------------------------------------------------------------------------------------------

TEST(LineLink, SaysCommandsAndTakesReplies) {
    Fake fake([](const std::string& line) -> std::string {
        return line.starts_with("> hello") ? hello_reply
               : line.starts_with("> call")
                   ? "! retrieve 0002 0000000000000010 0000000000000020 -6\n! relinquish 0000000000000030 0\n" +
                         response
                   : "< ffa -6\n";
    });
    const Reply hello = say_one(*fake.link, Hello{});
    EXPECT_EQ(std::get<Greeting>(hello.result).name, "fake");
    const Reply call = say_one(*fake.link, Call{0x12, words});
    EXPECT_EQ(call.result, Result(Response{{{0x00ff0000, 1, 0, 0, 0}}}));
    EXPECT_EQ(call.events, (std::vector<SpmcEvent>{{SpmcOperation::retrieve, 2, 0x10, 0x20, -6},
                                                   {SpmcOperation::relinquish, 0, 0x30, 0, 0}}));
    EXPECT_EQ(say_one(*fake.link, Reclaim{1, 2}).result, Result(FfaError{-6}));
    EXPECT_EQ(fake.heard,
              (std::vector<std::string>{"> hello 2", "> call 0012 00ff0000 00000000 00000000 00000000 00000000",
                                        "> reclaim 0001 0000000000000002"}));
}

TEST(LineLink, CarriageReturnsEchoesAndNoiseAreLetPass) {
    Fake fake([](const std::string& line) -> std::string {
        return "\r\n" + line + "\r\n[  0.1] U-Boot\r\n= ok\r\n> nonsense\n\x1b[31m\xff\xfe\n" +
               (line.starts_with("> hello") ? hello_reply : response.substr(0, response.size() - 1) + "\r\n");
    });
    say_one(*fake.link, Hello{});
    EXPECT_EQ(say_one(*fake.link, Call{1, words}).result, Result(Response{{{0x00ff0000, 1, 0, 0, 0}}}));
    EXPECT_NE(fake.link->noise().find("[  0.1] U-Boot\n> nonsense\n"), std::string::npos) << fake.link->noise();
}

TEST(LineLink, NoiseIsKeptUpToALimit) {
    std::string noise;
    for (int i = 0; i < 10'000; ++i) {
        noise += "noise " + std::to_string(i) + "\n";
    }
    Fake fake(answers(noise + response));
    say_one(*fake.link, Hello{});
    say_one(*fake.link, Call{1, words});
    EXPECT_LE(fake.link->noise().size(), 65536u);
    EXPECT_GT(fake.link->noise().size(), 65000u);
    EXPECT_TRUE(fake.link->noise().starts_with("noise "));
    EXPECT_TRUE(fake.link->noise().ends_with("noise 9999\n"));
}

TEST(LineLink, ATargetMayBootBeforeItAnswersHello) {
    Fake fake(answers(response, "booting\n! ready\n" + hello_reply));
    EXPECT_FALSE(fake.link->is_greeted());
    say_one(*fake.link, Hello{});
    EXPECT_TRUE(fake.link->is_greeted());
    say_one(*fake.link, Hello{});
}

/// As many are under way as the target takes ahead, and no more.
TEST(LineLink, SpeaksAheadOfReplies) {
    std::atomic<size_t> said = 0;
    size_t taken = 0;
    size_t most = 0;
    Fake fake([&](const std::string& line) -> std::string {
        ++said;
        return line.starts_with("> hello") ? hello_reply : response;
    });
    say_one(*fake.link, Hello{});
    // What the target has read is no more than what was said; how much of that it has read is a matter of time.
    fake.link->say(std::vector<Command>(1000, Call{1, words}), no_grant, [&](Reply&&) {
        ++taken;
        most = std::max(most, said - taken);
    });
    EXPECT_EQ(taken, 1000u);
    EXPECT_LE(most, 4u);
}

TEST(LineLink, NothingIsSaidAheadOfAGreeting) {
    std::string waiting;
    Fake fake(
        [&](const std::string& line) -> std::string { return line.starts_with("> hello") ? hello_reply : response; });
    EXPECT_EQ(say_all(*fake.link, {Hello{}, Call{1, words}, Hello{}, Call{1, words}}).size(), 4u);
}

/// Neither side's buffers hold what is said.
TEST(LineLink, MuchIsSaidBothWays) {
    constexpr uint64_t length = 0x40000;
    const std::string bytes(2 * length, '5');
    Fake fake([&](const std::string& line) -> std::string {
        return line.starts_with("> hello")   ? hello_reply
               : line.starts_with("> write") ? "< ok\n"
                                             : "< ok " + bytes + '\n';
    });
    say_one(*fake.link, Hello{});
    std::vector<Command> commands;
    for (int i = 0; i < 20; ++i) {
        commands.push_back(Write{1, 0, std::vector<uint8_t>(length, 1)});
        commands.push_back(Read{1, 0, length});
    }
    const auto replies = say_all(*fake.link, commands);
    ASSERT_EQ(replies.size(), 40u);
    EXPECT_EQ(std::get<Bytes>(replies[39].result).bytes, std::vector<uint8_t>(length, 0x55));
}

/// A conversation that was broken off: what it left is not taken for the next one's.
TEST(LineLink, ReadsWhatABrokenOffConversationLeft) {
    uint32_t count = 0;
    Fake fake([&](const std::string& line) -> std::string {
        return line.starts_with("> hello") ? hello_reply : to_line(Result(Response{{{++count, 0, 0, 0, 0}}})) + '\n';
    });
    say_one(*fake.link, Hello{});
    struct Enough {};
    EXPECT_THROW(fake.link->say(std::vector<Command>(4, Call{1, words}), no_grant, [](Reply&&) { throw Enough{}; }),
                 Enough);
    const Reply next = say_one(*fake.link, Call{1, words});
    // Two to four had been said: half of what the target takes at least.
    EXPECT_GE(std::get<Response>(next.result).words[W3], 2u);
    const Reply last = say_one(*fake.link, Call{1, words});
    EXPECT_EQ(std::get<Response>(last.result).words[W3], count);
}

// --- asks ------------------------------------------------------------------------------------------------------------

Fake::Answer asking_caller() {
    return [](const std::string& line) -> std::string {
        return line.starts_with("> hello")       ? caller_hello_reply
               : line.starts_with("> alloc")     ? "? share 8001 1000 2000\n"
               : line == "= ok 0000000000000012" ? "? send 8001 00ff0001 00000012 00000000 00000000 00000000\n"
               : line.starts_with("> read")      ? "< ok a5\n"
               : line.starts_with("= ok 00ff")   ? "< ok 1 1000 2000\n"
               : line == "= ffa -8"              ? "< failed 5\n"
                                                 : "< ok\n";
    };
}

TEST(LineLink, AsksAreGrantedWhileACommandIsOpen) {
    Fake fake(asking_caller(), {.role = TargetRole::caller});
    say_one(*fake.link, Hello{});
    std::vector<Ask> asks;
    const Grant grant = [&](const Ask& ask) -> Granted {
        asks.push_back(ask);
        if (std::holds_alternative<FfaShare>(ask)) {
            return Shared{0x12};
        }
        // The memory is looked at while the ask is open.
        EXPECT_EQ(say_one(*fake.link, Read{0x12, 0, 1}).result, Result(Bytes{{0xa5}}));
        return Response{{{0x00ff0001, 0, 0, 0, 0}}};
    };
    EXPECT_EQ(say_one(*fake.link, Alloc{1, 0x2000}, grant).result, Result(Allocated{1, 0x1000, 0x2000}));
    EXPECT_EQ(asks, (std::vector<Ask>{FfaShare{0x8001, 0x1000, 0x2000}, Send{0x8001, {{0x00ff0001, 0x12, 0, 0, 0}}}}));
    EXPECT_EQ(fake.heard, (std::vector<std::string>{"> hello 2", "> alloc 1 2000", "= ok 0000000000000012",
                                                    "> read 0000000000000012 0 1",
                                                    "= ok 00ff0001 00000000 00000000 00000000 00000000"}));
}

TEST(LineLink, AnAskThatIsNotGrantedIsAborted) {
    Fake fake(asking_caller(), {.role = TargetRole::caller});
    say_one(*fake.link, Hello{});
    struct Enough {};
    EXPECT_THROW(say_one(*fake.link, Alloc{1, 0x2000}, [](const Ask&) -> Granted { throw Enough{}; }), Enough);
    EXPECT_EQ(say_one(*fake.link, Close{1}).result, Result(Ok{}));
    EXPECT_EQ(fake.heard, (std::vector<std::string>{"> hello 2", "> alloc 1 2000", "= ffa -8", "> close 1"}));
}

TEST(LineLink, EndlessAsksAreCutOff) {
    Fake fake([](const std::string& line) { return line == "> hello 2" ? caller_hello_reply : "? reclaim 1\n"; },
              {.role = TargetRole::caller});
    say_one(*fake.link, Hello{});
    const auto lost = loss_in([&] { say_one(*fake.link, Close{1}); });
    ASSERT_TRUE(lost);
    EXPECT_EQ(lost->how, TargetLost::How::hung);
    EXPECT_STREQ(lost->what(), "more than 65536 asks for one command");
}

TEST(LineLink, AnAskInAnAskIsGarbled) {
    Fake fake([](const std::string& line) { return line == "> hello 2" ? caller_hello_reply : "? reclaim 1\n"; },
              {.role = TargetRole::caller});
    say_one(*fake.link, Hello{});
    const auto lost = loss_in([&] {
        say_one(*fake.link, Close{1}, [&](const Ask&) -> Granted {
            say_one(*fake.link, Read{1, 0, 1});
            return Ok{};
        });
    });
    ASSERT_TRUE(lost);
    EXPECT_EQ(lost->how, TargetLost::How::garbled);
}
RC_GTEST_PROP(LineLink, EveryReplyArrives, ()) {
    Command command = gen::command();
    const Result result = std::holds_alternative<Hello>(command) ? Result(FfaError{-1}) : gen::result(command);
    StreamPair pair = StreamPair::sockets();
    pair.say(to_line(result) + "\n");
    LineLink link(std::move(pair.stream), {});
    RC_ASSERT(say_one(link, command).result == result);
}

} // namespace
} // namespace tsrpc::conformance
