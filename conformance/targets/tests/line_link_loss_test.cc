// SPDX-License-Identifier: BSD-3-Clause
//
// The runner's side of the protocol, against targets that go wrong.
#include "conformance/targets/line_link.hpp"

#include "conformance/protocol/tests/arbitrary.hpp"
#include "conformance/targets/tests/fake_target.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {
namespace {

using namespace std::chrono_literals;

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
TEST(LineLinkLoss, ErrorsInAnswerToHelloSayWhatToDo) {
    EXPECT_EQ(unreachable_why("< error no such file\n"), "no such file");
    EXPECT_EQ(unreachable_why("< error version 3\n"),
              "the target speaks version 3 of the target protocol, this tsrpc version 2");
    EXPECT_EQ(unreachable_why("< ok 3 sp 8003\n"),
              "the target speaks version 3 of the target protocol, this tsrpc version 2");
    EXPECT_EQ(unreachable_why("< error\n"), "the target cannot start and does not say why");
    EXPECT_EQ(unreachable_why(caller_hello_reply), "the target is a caller, not an SP");
    EXPECT_EQ(unreachable_why(hello_reply), "reached");
}

TEST(LineLinkLoss, GarbledHellos) {
    for (const char* hello : {"< ok\n", "< ok 2\n", "< ok 2 sp\n", "< ok 2 sp 18003\n", "< ok 2 SP 8003\n",
                              "< ok 00ff0000 00000001 00000000 00000000 00000000\n"}) {
        Fake fake(answers("", hello));
        const auto lost = loss_in([&] { say_one(*fake.link, Hello{}); });
        ASSERT_TRUE(lost) << hello;
        EXPECT_EQ(lost->how, TargetLost::How::garbled) << hello;
        EXPECT_TRUE(fake.link->is_lost());
    }
}

TEST(LineLinkLoss, GarbledReplies) {
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

TEST(LineLinkLoss, EndlessRepliesAreCutOff) {
    std::string events;
    for (size_t i = 0; i <= most_events; ++i) {
        events += "! relinquish 1 0\n";
    }
    EXPECT_STREQ(loss_by(events).value().what(), "a reply of more than 4096 events");
    const auto lost = loss_by(std::string(LineStream::longest_line + 1, 'a'));
    EXPECT_EQ(lost.value().how, TargetLost::How::garbled);
    EXPECT_STREQ(lost.value().what(), "a line of more than 1048576 bytes");
}

TEST(LineLinkLoss, ARestartIsNoticed) {
    auto lost = loss_by("U-Boot\n! ready\n");
    EXPECT_EQ(lost.value().how, TargetLost::How::crashed);
    EXPECT_STREQ(lost.value().what(), "the target restarted; its last line was 'U-Boot'");
    lost = loss_by("< error hello comes first\n");
    EXPECT_EQ(lost.value().how, TargetLost::How::crashed);
    EXPECT_STREQ(lost.value().what(), "the target restarted: it says that hello comes first");
    lost = loss_by("! fault 11 direct_request 10 near null\n! ready\n");
    EXPECT_STREQ(lost.value().what(),
                 "the target restarted after signal 11 in direct_request at address 0x10: near null");
}

TEST(LineLinkLoss, AFaultThatIsSurvivedIsForgotten) {
    int calls = 0;
    Fake fake([&](const std::string& line) -> std::string {
        return line == "> hello 2" ? hello_reply : ++calls == 1 ? "! fault 11 create -\n" + response : "! ready\n";
    });
    say_one(*fake.link, Hello{});
    say_one(*fake.link, Call{1, words});
    EXPECT_STREQ(loss_in([&] { say_one(*fake.link, Call{1, words}); }).value().what(), "the target restarted");
}

TEST(LineLinkLoss, HangingUpIsACrash) {
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
TEST(LineLinkLoss, WhatCameBeforeALossIsTaken) {
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

TEST(LineLinkLoss, HalfALineIsShown) {
    StreamPair pair = StreamPair::sockets();
    pair.say(hello_reply + "< ok 00ff");
    LineLink link(std::move(pair.stream), {.timeout = 50ms});
    say_one(link, Hello{});
    const auto lost = loss_in([&] { say_one(link, Call{1, words}); });
    EXPECT_EQ(lost.value().how, TargetLost::How::hung);
    EXPECT_STREQ(lost.value().what(), "no answer within 0.05 s (--timeout); its last line was '< ok 00ff'");
}

RC_GTEST_PROP(LineLinkLoss, GarbageIsNeverTakenForAReply, ()) {
    std::string garbage = gen::any<std::string>();
    StreamPair pair = StreamPair::sockets();
    pair.say(hello_reply + garbage + "\n");
    LineLink link(std::move(pair.stream), {.timeout = 1ms});
    say_one(link, Hello{});
    pair.hang_up();
    RC_ASSERT(loss_in([&] { say_one(link, Call{1, words}); }).has_value());
}

} // namespace
} // namespace tsrpc::conformance
