// SPDX-License-Identifier: BSD-3-Clause
//
// The runner's side of the protocol, against targets that do not keep to it.
#include "conformance/targets/target.hpp"

#include "conformance/targets/sp_target.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>

namespace tsrpc::conformance {
namespace {

constexpr const char* good_hello = "ok 1 8003 memory,spmc fake";
constexpr Registers words = {{0x00ff0000, 0, 0, 0, 0}};

/// Answers every line with `reply`, hello apart.
Target fake(const std::string& reply, const std::string& hello = good_hello) {
    return Target([=](std::string_view line) { return line.starts_with("hello") ? hello : reply; });
}

/// Expects that the function throws TargetLost(garbled), with one line of text.
template <class Function>
void expect_garbled(const std::string& reply, Function use) {
    try {
        Target target = fake(reply);
        use(target);
        FAIL() << "accepted: " << reply;
    } catch (const TargetLost& lost) {
        EXPECT_EQ(lost.how, TargetLost::How::garbled) << reply;
        EXPECT_EQ(std::string_view(lost.what()).find('\n'), std::string_view::npos) << reply;
        EXPECT_LT(std::string_view(lost.what()).size(), 400u) << reply;
    }
}

std::string unreachable_why(const std::string& hello) {
    try {
        fake("", hello);
    } catch (const TargetUnreachable& error) {
        return error.what();
    }
    return "reached";
}

TEST(Target, TakesWhatHelloSays) {
    const Target target = fake("", "ok 1 8004 memory my SP");
    EXPECT_EQ(target.own_id(), 0x8004);
    EXPECT_EQ(target.name(), "my SP");
    EXPECT_TRUE(target.has_memory());
    EXPECT_FALSE(target.has_spmc());
    const Target bare = fake("", "ok 1 8004 -");
    EXPECT_EQ(bare.name(), "");
    EXPECT_FALSE(bare.has_memory());
    EXPECT_FALSE(fake("", "ok 1 8004 memoryless,spmcs x").has_memory());
    EXPECT_TRUE(fake("", "ok 1 8004 later,spmc x").has_spmc());
    EXPECT_EQ(fake("", "ok 1 8004 - a\x1b[31mb").name(), "a?[31mb");
}

TEST(Target, ErrorsInAnswerToHelloSayWhatToDo) {
    EXPECT_EQ(unreachable_why("error load no such file"), "no such file");
    EXPECT_EQ(unreachable_why("error create it failed"), "it failed");
    EXPECT_EQ(unreachable_why("error version 2"),
              "the target speaks version 2 of the target protocol, this tsrpc version 1");
    EXPECT_EQ(unreachable_why("error"), "the target cannot start an SP and does not say why");
    EXPECT_EQ(unreachable_why("error load"), "the target cannot start an SP and does not say why");
    EXPECT_EQ(unreachable_why(good_hello), "reached");
}

TEST(Target, GarbledHellos) {
    for (const char* hello : {"", "ok", "okay 1 8003 memory x", "ok 1", "ok 1 8003", "ok 2 8003 memory x",
                              "ok 1 18003 memory x", "ok 1 SP memory x", "yes", "event\nok 1 8003 memory x",
                              "ok 1 8003 memory x\nok 1 8003 memory x", "\x1b[31m"}) {
        EXPECT_THROW(fake("", hello), TargetLost) << hello;
    }
}

TEST(Target, GarbledCalls) {
    const std::string five = "00ff0000 00000001 00000000 00000000 00000000";
    EXPECT_EQ(fake("ok " + five).direct_request(1, words).response, (Registers{{0x00ff0000, 1, 0, 0, 0}}));
    const std::vector<std::string> replies = {
        "",
        "ok",
        "ok " + five + " 0",
        "ok " + five + " ",
        "ok  " + five,
        "OK " + five,
        five,
        "error line no",
        "error ffa -2",
        "ok 0 0 0 0",
        "ok 0 0 0 0 x",
        "ok 0 0 0 0 100000000",
        "ok " + five + "\nok " + five,
        "events\nok " + five,
        "event\nok " + five,
        "event retrieve\nok " + five,
        "event share 0001 1 1 0\nok " + five,
        "event retrieve 0001 1 1 -2 x\nok " + five,
        "event relinquish 1\nok " + five,
        "event relinquish 1 0",
        "event relinquish 1 0\n\nok " + five,
        std::string(100'000, 'x'),
    };
    for (const std::string& reply : replies) {
        expect_garbled(reply, [](Target& target) { target.direct_request(1, words); });
    }
}

TEST(Target, ReadsEvents) {
    const Target::Outcome outcome =
        fake("event retrieve 0002 10 20 -6\nevent relinquish 30 0\nok 0 0 0 0 0").direct_request(2, words);
    const std::vector<SpmcEvent> expected = {{SpmcOperation::retrieve, 2, 0x10, 0x20, -6},
                                             {SpmcOperation::relinquish, 0, 0x30, 0, 0}};
    EXPECT_EQ(outcome.events, expected);
}

TEST(Target, SeveralCallsNeedAsManyReplies) {
    const std::vector<Registers> requests(3, words);
    EXPECT_EQ(fake("ok 1 0 0 0 0\nevent relinquish 1 0\nok 2 0 0 0 0\nok 3 0 0 0 0")
                  .direct_requests(1, requests)
                  .at(1)
                  .response[W3],
              2u);
    for (const char* reply : {"ok 1 0 0 0 0\nok 2 0 0 0 0", "ok 1 0 0 0 0\nok 2 0 0 0 0\nok 3 0 0 0 0\nok 4 0 0 0 0",
                              "ok 1 0 0 0 0\nerror line no\nok 3 0 0 0 0"}) {
        expect_garbled(reply, [&](Target& target) { target.direct_requests(1, requests); });
    }
}

TEST(Target, FfaResults) {
    EXPECT_EQ(fake("ok").share(1, 4096, 0, 1), 0);
    EXPECT_EQ(fake("error ffa -6").reclaim(1, 1), -6);
    for (const char* reply : {"", "ok?", "error", "error ffa", "error ffa x", "error ffa 0", "error ffa 6",
                              "error ffa -6 -6", "error line no", "ok\nok"}) {
        expect_garbled(reply, [](Target& target) { target.share(1, 4096, 0, 1); });
    }
}

TEST(Target, Memory) {
    EXPECT_EQ(fake("ok 0102").read(1, 0, 2), (std::vector<uint8_t>{1, 2}));
    EXPECT_EQ(fake("ok -").read(1, 0, 0), std::vector<uint8_t>{});
    for (const char* reply : {"ok", "ok 01", "ok 010203", "ok 0102 03", "ok 01 02", "ok 0g02", "error line no"}) {
        expect_garbled(reply, [](Target& target) { target.read(1, 0, 2); });
    }
    expect_garbled("error line no", [](Target& target) { target.write(1, 0, std::vector<uint8_t>{1}); });
    expect_garbled("no", [](Target& target) { target.refuse(SpmcOperation::retrieve, -6, 1); });
    expect_garbled("no", [](Target& target) { target.bye(); });
}

TEST(Target, ResetCanFail) {
    EXPECT_NO_THROW(fake("ok").reset());
    EXPECT_THROW(fake("error create once is enough").reset(), TargetUnreachable);
    expect_garbled("error line no", [](Target& target) { target.reset(); });
}

TEST(Target, SaysWhatTheProtocolSays) {
    std::vector<std::string> lines;
    std::map<std::string_view, std::string> replies = {{"hello 1", good_hello}, {"read 0000000000000002 3 1", "ok ff"}};
    Target target([&](std::string_view line) {
        lines.emplace_back(line);
        const auto found = replies.find(line);
        return found != replies.end() ? found->second : line.starts_with("call") ? "ok 0 0 0 0 0" : "ok";
    });
    target.direct_request(0x12, {{1, 2, 3, 4, 0xffffffff}});
    target.share(1, 0x2000, 5, 2);
    target.read(2, 3, 1);
    target.write(2, 4, std::vector<uint8_t>{0xab, 0xcd});
    target.refuse(SpmcOperation::relinquish, -6, 3);
    target.reclaim(1, 2);
    target.reset();
    target.bye();
    const std::vector<std::string> expected = {"hello 1",
                                               "call 0012 00000001 00000002 00000003 00000004 ffffffff",
                                               "share 0001 2000 0000000000000005 0000000000000002",
                                               "read 0000000000000002 3 1",
                                               "write 0000000000000002 4 abcd",
                                               "refuse relinquish -6 3",
                                               "reclaim 0001 0000000000000002",
                                               "reset",
                                               "bye"};
    EXPECT_EQ(lines, expected);
}

/// Where both sides are ours, they understand each other.
RC_GTEST_PROP(Target, SpeaksWithAHost, (uint16_t sender, uint64_t tag, uint64_t number, std::vector<uint8_t> bytes)) {
    const uint64_t handle = number == UINT64_MAX ? 0 : number;
    Target target(attach("reference", {.in_process = true})());
    RC_ASSERT(target.share(sender, 4096, tag, handle) == 0);
    bytes.resize(std::min<size_t>(bytes.size(), 4096));
    target.write(handle, 4096 - bytes.size(), bytes);
    RC_ASSERT(target.read(handle, 4096 - bytes.size(), bytes.size()) == bytes);
    const auto outcome = target.direct_request(sender, pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{tag}}));
    RC_ASSERT(outcome.events == (std::vector<SpmcEvent>{{SpmcOperation::retrieve, sender, handle, tag, 0}}));
    RC_ASSERT(target.reclaim(sender, handle) == TSRPC_FFA_DENIED);
}

RC_GTEST_PROP(Target, GarbageIsLost, (const std::string& reply)) {
    try {
        fake(reply).direct_request(1, words);
        RC_FAIL("accepted");
    } catch (const TargetLost& lost) {
        RC_ASSERT(lost.how == TargetLost::How::garbled);
    }
}

} // namespace
} // namespace tsrpc::conformance
