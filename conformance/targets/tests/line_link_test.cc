// SPDX-License-Identifier: BSD-3-Clause
//
// The runner's side of the protocol, against targets that keep to it and against others.
#include "conformance/targets/line_link.hpp"

#include "conformance/protocol/lines.hpp"
#include "conformance/protocol/tests/arbitrary.hpp"
#include "conformance/targets/tests/stream_pair.hpp"
#include "tsrpc/plugin.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <atomic>
#include <functional>
#include <thread>
#include <vector>

namespace tsrpc::conformance {
namespace {

using namespace std::chrono_literals;

const std::string hello_reply =
    "< ok 2 sp 8003 senders=any words=any handles=runner memory reset events refuse ahead=4 name=fake\n";
const std::string caller_hello_reply = "< ok 2 caller 0001 ahead=4 name=fake\n";
constexpr Registers words = {{0x00ff0000, 0, 0, 0, 0}};
const std::string response = "< ok 00ff0000 00000001 00000000 00000000 00000000\n";

/// A target that answers each line with a text, until it has none.
class Fake {
  public:
    using Answer = std::function<std::optional<std::string>(const std::string& line)>;

    explicit Fake(Answer answer, LinePeer peer = {})
        : Fake(StreamPair::sockets(), std::move(answer), std::move(peer)) {}
    Fake(const Fake&) = delete;
    Fake& operator=(const Fake&) = delete;
    ~Fake() {
        link = nullptr;
        thread_.join();
    }

    std::shared_ptr<LineLink> link;
    std::vector<std::string> heard; ///< to be looked at when the target is silent

  private:
    Fake(StreamPair pair, const Answer& answer, LinePeer peer)
        : link(std::make_shared<LineLink>(std::move(pair.stream), std::move(peer))) {
        thread_ = std::thread([this, answer, side = pair.take_other()] {
            while (const auto line = side->read_line()) {
                heard.emplace_back(*line);
                auto text = answer(heard.back());
                if (!text) {
                    break;
                }
                if (text->ends_with('\n')) {
                    text->pop_back();
                }
                side->put(*text);
            }
        });
    }

    std::thread thread_;
};

/// Answers hello, and each other line with `reply`.
Fake::Answer answers(const std::string& reply, const std::string& hello = hello_reply) {
    return [=](const std::string& line) { return line.starts_with("> hello") ? hello : reply; };
}

Granted no_grant(const Ask&) { return FfaError{TSRPC_FFA_NOT_SUPPORTED}; }

std::vector<Reply> say_all(LineLink& link, const std::vector<Command>& commands, const Grant& grant = no_grant) {
    std::vector<Reply> replies;
    link.say(commands, grant, [&replies](Reply&& reply) { replies.push_back(std::move(reply)); });
    return replies;
}

Reply say_one(LineLink& link, const Command& command, const Grant& grant = no_grant) {
    return say_all(link, {command}, grant).at(0);
}

template <class Use>
std::optional<TargetLost> loss_in(Use use) {
    try {
        use();
    } catch (const TargetLost& lost) {
        return lost;
    }
    return std::nullopt;
}

/// Of a target that answers `reply` to a call.
std::optional<TargetLost> loss_by(const std::string& reply) {
    Fake fake(answers(reply));
    say_one(*fake.link, Hello{});
    return loss_in([&] { say_one(*fake.link, Call{1, words}); });
}

std::string unreachable_why(const std::string& hello) {
    Fake fake(answers(response, hello));
    try {
        say_one(*fake.link, Hello{});
    } catch (const TargetUnreachable& error) {
        return error.what();
    }
    return "reached";
}

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
    EXPECT_EQ(lost->how, TargetLost::How::garbled);
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

// --- targets that go wrong -------------------------------------------------------------------------------------------

TEST(LineLink, ErrorsInAnswerToHelloSayWhatToDo) {
    EXPECT_EQ(unreachable_why("< error no such file\n"), "no such file");
    EXPECT_EQ(unreachable_why("< error version 3\n"),
              "the target speaks version 3 of the target protocol, this tsrpc version 2");
    EXPECT_EQ(unreachable_why("< ok 3 sp 8003\n"),
              "the target speaks version 3 of the target protocol, this tsrpc version 2");
    EXPECT_EQ(unreachable_why("< error\n"), "the target cannot start and does not say why");
    EXPECT_EQ(unreachable_why(caller_hello_reply), "the target is a caller, not an SP");
    EXPECT_EQ(unreachable_why(hello_reply), "reached");
}

TEST(LineLink, GarbledHellos) {
    for (const char* hello : {"< ok\n", "< ok 2\n", "< ok 2 sp\n", "< ok 2 sp 18003\n", "< ok 2 SP 8003\n",
                              "< ok 00ff0000 00000001 00000000 00000000 00000000\n"}) {
        Fake fake(answers("", hello));
        const auto lost = loss_in([&] { say_one(*fake.link, Hello{}); });
        ASSERT_TRUE(lost) << hello;
        EXPECT_EQ(lost->how, TargetLost::How::garbled) << hello;
        EXPECT_TRUE(fake.link->is_lost());
    }
}

TEST(LineLink, GarbledReplies) {
    for (const char* reply :
         {"< ok\n", "< ok 0 0 0 0\n", "< ok 0 0 0 0 0 0\n", "< ok 0 0 0 0 x\n", "< ffa 0\n", "< error no\n",
          "! retrieve\n", "! relinquish 1\n", "! relinquish 1 1\n", "? reclaim\n", "! relinquish 1 0\n< ok\n"}) {
        const auto lost = loss_by(reply);
        ASSERT_TRUE(lost) << reply;
        EXPECT_EQ(lost->how, TargetLost::How::garbled) << reply;
        const std::string_view why = lost->what();
        EXPECT_TRUE(why.starts_with("'> call 0001 00ff0000 00000000 00000000 00000000 00000000' was answered with '"))
            << why;
        EXPECT_EQ(why.find('\n'), std::string_view::npos) << reply;
        EXPECT_LT(why.size(), 400u) << reply;
    }
}

TEST(LineLink, EndlessRepliesAreCutOff) {
    std::string events;
    for (size_t i = 0; i <= most_events; ++i) {
        events += "! relinquish 1 0\n";
    }
    EXPECT_STREQ(loss_by(events).value().what(), "a reply of more than 4096 events");
    const auto lost = loss_by(std::string(LineStream::longest_line + 1, 'a'));
    EXPECT_EQ(lost.value().how, TargetLost::How::garbled);
    EXPECT_STREQ(lost.value().what(), "a line of more than 1048576 bytes");
}

TEST(LineLink, ARestartIsNoticed) {
    auto lost = loss_by("U-Boot\n! ready\n");
    EXPECT_EQ(lost.value().how, TargetLost::How::crashed);
    EXPECT_STREQ(lost.value().what(), "the target restarted; the last that it printed is 'U-Boot'");
    lost = loss_by("< error hello comes first\n");
    EXPECT_EQ(lost.value().how, TargetLost::How::crashed);
    EXPECT_STREQ(lost.value().what(), "the target restarted: it says that hello comes first");
    lost = loss_by("! fault 11 direct_request 10 near null\n! ready\n");
    EXPECT_STREQ(lost.value().what(),
                 "the target restarted after signal 11 in direct_request at address 0x10: near null");
}

TEST(LineLink, AFaultThatIsSurvivedIsForgotten) {
    int calls = 0;
    Fake fake([&](const std::string& line) -> std::string {
        return line == "> hello 2" ? hello_reply : ++calls == 1 ? "! fault 11 create -\n" + response : "! ready\n";
    });
    say_one(*fake.link, Hello{});
    say_one(*fake.link, Call{1, words});
    EXPECT_STREQ(loss_in([&] { say_one(*fake.link, Call{1, words}); }).value().what(), "the target restarted");
}

TEST(LineLink, HangingUpIsACrash) {
    Fake fake([](const std::string& line) -> std::optional<std::string> {
        return line == "> hello 2" ? std::optional(hello_reply) : std::nullopt;
    });
    say_one(*fake.link, Hello{});
    for (int i = 0; i < 2; ++i) { // for good
        const auto lost = loss_in([&] { say_one(*fake.link, Call{1, words}); });
        EXPECT_EQ(lost.value().how, TargetLost::How::crashed);
        EXPECT_STREQ(lost.value().what(), "the connection was closed");
        EXPECT_TRUE(fake.link->is_lost());
    }
}

/// The command after the last reply is the one that lost the target.
TEST(LineLink, WhatCameBeforeALossIsTaken) {
    for (const char* last : {"", "< ok 00ff", "! relinquish 1 0\n", "booting\n", "! ready\n"}) {
        StreamPair pair = StreamPair::sockets();
        pair.say(hello_reply + response + response + last);
        LineLink link(std::move(pair.stream), {.timeout = 50ms});
        say_one(link, Hello{});
        pair.hang_up();
        std::vector<Reply> replies;
        const auto lost = loss_in([&] {
            link.say(std::vector<Command>(4, Call{1, words}), no_grant,
                     [&](Reply&& reply) { replies.push_back(std::move(reply)); });
        });
        ASSERT_TRUE(lost) << last;
        EXPECT_EQ(replies.size(), 2u) << last;
    }
}

TEST(LineLink, HalfALineIsShown) {
    StreamPair pair = StreamPair::sockets();
    pair.say(hello_reply + "< ok 00ff");
    LineLink link(std::move(pair.stream), {.timeout = 50ms});
    say_one(link, Hello{});
    const auto lost = loss_in([&] { say_one(link, Call{1, words}); });
    EXPECT_EQ(lost.value().how, TargetLost::How::hung);
    EXPECT_STREQ(lost.value().what(), "no answer within 0.05 s (--timeout); the last that it printed is '< ok 00ff'");
}

RC_GTEST_PROP(LineLink, GarbageIsNeverTakenForAReply, ()) {
    std::string garbage = gen::any<std::string>();
    StreamPair pair = StreamPair::sockets();
    pair.say(hello_reply + garbage + "\n");
    LineLink link(std::move(pair.stream), {.timeout = 1ms});
    say_one(link, Hello{});
    pair.hang_up();
    RC_ASSERT(loss_in([&] { say_one(link, Call{1, words}); }).has_value());
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
