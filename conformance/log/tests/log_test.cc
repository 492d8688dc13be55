// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/log/log_judge.hpp"

#include <gtest/gtest.h>

#include <initializer_list>
#include <set>
#include <string>

namespace tsrpc::conformance {
namespace {

using Ids = std::set<std::string>;

struct Log {
    Ids broken;
    LogCounts counts;
};

Log judge(std::initializer_list<std::string> lines, const LogJudgeOptions& options = {}) {
    report::LineReader reader;
    LogJudge judge(options);
    Log log;
    for (const std::string& text : lines) {
        for (const Finding& finding : judge.take(text, reader.take(text.data(), text.size())).findings) {
            log.broken.emplace(finding.requirement);
        }
    }
    judge.end();
    log.counts = judge.counts();
    return log;
}

Ids broken(std::initializer_list<std::string> lines, const LogJudgeOptions& options = {}) {
    return judge(lines, options).broken;
}

constexpr LogJudgeOptions complete = {Judged::both, true};
constexpr LogJudgeOptions complete_caller = {Judged::caller, true};
constexpr LogJudgeOptions complete_endpoint = {Judged::endpoint, true};

const std::string get_version = "> 00ff0000 0 0 0 0";
const std::string version_1 = "< 00ff0000 1 0 0 0";
const std::string retrieve = "> 00ff0001 12 0 0 0";
const std::string retrieved = "< 00ff0001 0 0 0 0";
const std::string relinquish = "> 00ff0002 12 0 0 0";
const std::string relinquished = "< 00ff0002 0 0 0 0";
const std::string call = "> 00030102 12 0 10 0";
const std::string served = "< 00030102 0 0 8 0";
const std::string not_found = "< 00030102 fffffffd 0 0 0";

/// "x0=... x7=...": a message with ids.
std::string with_ids(bool is_request, const std::string& ids, const std::string& words) {
    return std::string("smc ") + (is_request ? "8400006f " : "84000070 ") + ids + " 00000000 " + words + ";";
}

TEST(Log, OfBareFramesCountsThem) {
    const Log log = judge({"boot", get_version, version_1, "", call, served, relinquished, call});
    EXPECT_EQ(log.broken, Ids{});
    EXPECT_EQ(log.counts.frames, 6u);
    EXPECT_EQ(log.counts.exchanges, 2u);
    EXPECT_EQ(log.counts.orphans, 1u);
    EXPECT_EQ(log.counts.unanswered, 1u);
    EXPECT_EQ(log.counts.bare, 6u);
}

TEST(Log, FindsWrongBits) {
    EXPECT_EQ(broken({get_version, "< 00ff0000 2 0 0 0"}), Ids{"version.answer"});
    EXPECT_EQ(broken({call, "< 00030103 0 0 8 0"}), Ids{"control.echo_opcode"});
    EXPECT_EQ(broken({call, "< 00040102 0 0 8 0"}), Ids{"control.echo_interface_id"});
    EXPECT_EQ(broken({call, "< 01030102 0 0 8 0"}), Ids{"control.flags_zero"});
    EXPECT_EQ(broken({retrieve, "< 00ff0001 0 0 1 0"}), Ids{"memory.retrieve_reserved_zero"});
    EXPECT_EQ(broken({call, "< 00030102 0 0 8 1"}), Ids{"call.reserved_w7"});
    EXPECT_EQ(broken({call, "< 00030102 fffffff0 0 0 0"}), Ids{"management.status_defined"});
    EXPECT_EQ(broken({call, "< 00030102 fffffffd 0 8 0"}), Ids{"call.error_registers_zero"});
    EXPECT_EQ(broken({"< 00ff0001 0 0 1 0"}), Ids{"memory.retrieve_reserved_zero"}) << "without its request";
    EXPECT_EQ(broken({"> 01030102 12 0 10 0"}), Ids{"request.flags_zero"});
    EXPECT_EQ(broken({"> 00ff0002 12 0 0 1"}), Ids{"request.reserved_zero"});
    EXPECT_EQ(broken({"> 00ff0004 0 0 0 0"}), Ids{"request.management_interface"});
    EXPECT_EQ(broken({"> 00030102 ffffffff ffffffff 0 0", "< 00030102 0 0 1 0"}), Ids{"call.response_length"});
}

TEST(Log, FindsMemoryThatWasRelinquished) {
    const Ids both = {"order.share_then_retrieve", "call.relinquished_handle"};
    EXPECT_EQ(broken({retrieve, retrieved, relinquish, relinquished, call, served}), both);
    EXPECT_EQ(broken({retrieve, retrieved, relinquish, relinquished, call, not_found}),
              Ids{"order.share_then_retrieve"});
    EXPECT_EQ(broken({retrieve, retrieved, relinquish, relinquished, relinquish, relinquished}),
              (Ids{"order.relinquish_what_is_retrieved", "memory.relinquish_unknown"}));
    EXPECT_EQ(broken({retrieve, retrieved, retrieve, retrieved}), Ids{"order.retrieve_once"});
    EXPECT_EQ(broken({retrieve, retrieved, call, served, relinquish, relinquished, retrieve, retrieved, call, served}),
              Ids{});
}

TEST(Log, DoesNotBlameWhatMayHaveBeenBefore) {
    EXPECT_EQ(broken({call, served, relinquish, relinquished, call, served}), Ids{});
    EXPECT_EQ(broken({relinquish, relinquished, call, served}), Ids{});
    EXPECT_EQ(broken({"> 00ff0003 1 2 3 4", "< 00ff0003 fffffffd 0 0 0", "> 00ff0003 1 2 3 4", "< 00ff0003 0 3 0 0"}),
              Ids{})
        << "of another endpoint";
    EXPECT_EQ(broken({retrieve, "< 00ff0001 fffffffb 0 0 0", call, served}), Ids{});
    EXPECT_EQ(broken({retrieve, retrieved, retrieve, retrieved, relinquish, relinquished, call, served},
                     {Judged::endpoint, false}),
              Ids{})
        << "an endpoint that counts";
    EXPECT_EQ(broken({retrieve, retrieved, "> 01ff0002 12 0 0 0", "< 01ff0002 0 0 0 0", call, not_found},
                     {Judged::endpoint, false}),
              Ids{})
        << "what flags do is open";
}

TEST(Log, MayHaveABootInIt) {
    EXPECT_EQ(broken({retrieve, retrieved, get_version, version_1, retrieve, retrieved}), Ids{});
    EXPECT_EQ(broken({retrieve, retrieved, get_version, version_1, retrieve, retrieved}, complete_caller),
              (Ids{"order.version_first", "order.retrieve_once"}));
    const std::string service = "00ff0003 00000001 00000002 00000003 00000004";
    EXPECT_EQ(broken({with_ids(true, "00018003", service),
                      with_ids(false, "80030001", "00ff0003 00000000 00000003 00000000 00000000"),
                      with_ids(true, "00018003", service),
                      with_ids(false, "80030001", "00ff0003 00000000 00000004 00000000 00000000")}),
              Ids{});
}

TEST(Log, ThatIsCompleteShowsMore) {
    EXPECT_EQ(broken({get_version, version_1, call, served}, complete),
              (Ids{"order.share_then_retrieve", "call.unknown_handle"}));
    EXPECT_EQ(broken({get_version, version_1, relinquish, relinquished}, complete),
              (Ids{"order.relinquish_what_is_retrieved", "memory.relinquish_unknown"}));
    EXPECT_EQ(broken({retrieve, retrieved}, complete_caller), Ids{"order.version_first"});
    EXPECT_EQ(broken({"> 00ff0003 1 2 3 4", "< 00ff0003 0 3 0 0", "> 00ff0003 1 2 3 4", "< 00ff0003 0 4 0 0"},
                     complete_endpoint),
              Ids{"service_info.stable"});
    EXPECT_EQ(broken({"> 00ff0003 1 2 3 4", "< 00ff0003 0 3 0 0", "> 00ff0003 1 2 3 5", "< 00ff0003 0 3 0 0"},
                     complete_endpoint),
              Ids{"service_info.distinct"});
    EXPECT_EQ(broken({"> 00ff0003 1 2 3 4", "< 00ff0003 0 3 0 0", "> 00ff0003 1 2 3 4", "< 00ff0003 fffffffd 0 0 0"},
                     complete_endpoint),
              Ids{"service_info.hosted"});
    EXPECT_EQ(broken({get_version, version_1, retrieve, retrieved, call, served, relinquish, relinquished}, complete),
              Ids{});
}

TEST(Log, KnowsWhoSendsWhatToWhom) {
    const std::string words = "00ff0001 00000012 00000000 00000000 00000000";
    const std::string answer = "00ff0001 00000000 00000000 00000000 00000000";
    const auto exchange = [&](const std::string& to, const std::string& back, Judged role) {
        return judge({with_ids(true, "00018003", words), with_ids(false, "80030001", answer), with_ids(true, to, words),
                      with_ids(false, back, answer)},
                     {role, false})
            .broken;
    };
    EXPECT_EQ(exchange("00028003", "80030002", Judged::endpoint), Ids{"isolation.foreign_retrieve"});
    EXPECT_EQ(exchange("00028003", "80030002", Judged::caller), Ids{"request.handle_halves"});
    EXPECT_EQ(exchange("00028004", "80040002", Judged::both), Ids{}) << "another endpoint";
    EXPECT_EQ(exchange("00018003", "80030001", Judged::both), Ids{"order.retrieve_once"});
    EXPECT_EQ(broken({with_ids(true, "00018003", "00ff0000 00000000 00000000 00000000 00000000"),
                      with_ids(false, "80030001", "00ff0000 00000002 00000000 00000000 00000000"),
                      with_ids(true, "00018003", words)}),
              (Ids{"version.answer", "order.version_first"}));
}

TEST(Log, PairsWhatIsInterleaved) {
    const std::string other = "> 00040001 13 0 0 0";
    const std::string other_served = "< 00040001 0 0 0 0";
    for (const auto& [first, second] : {std::pair(served, other_served), std::pair(other_served, served)}) {
        const Log log = judge({call, other, first, second});
        EXPECT_EQ(log.broken, Ids{});
        EXPECT_EQ(log.counts.exchanges, 2u);
    }
    EXPECT_EQ(broken({retrieve, retrieved, "> 00ff0001 13 0 0 0", retrieved, relinquish, "> 00ff0002 13 0 0 0",
                      "< 00ff0002 0 0 0 0", "< 00ff0002 fffffffd 0 0 0", call, served}),
              Ids{})
        << "which was relinquished is not known";
    const std::string a = "00030102 00000012 00000000 00000000 00000000";
    const Log log = judge({with_ids(true, "00018003", a), with_ids(true, "00028003", a),
                           with_ids(false, "80030002", "00030102 00000000 00000000 00000008 00000001"),
                           with_ids(false, "80030001", "00030102 00000000 00000000 00000008 00000000")});
    EXPECT_EQ(log.broken, Ids{"call.reserved_w7"});
    EXPECT_EQ(log.counts.exchanges, 2u);
}

TEST(Log, DoesNotKnowWhichOfTwoWasAnswered) {
    const std::string retrieve_13 = "> 00ff0001 13 0 0 0";
    const std::string refused = "< 00ff0001 fffffffb 0 0 0";
    EXPECT_EQ(broken({retrieve, retrieve_13, refused, retrieved, retrieve_13, refused}), Ids{});
    EXPECT_EQ(broken({retrieve, retrieve_13, retrieved, refused, retrieve, refused}), Ids{});
    EXPECT_EQ(broken({retrieve, retrieve, retrieved, retrieved, retrieve, refused}), Ids{"order.retrieve_once"});
}

TEST(Log, WithoutMarksTakesWhatCanBeAnAnswerForOne) {
    const Log log = judge({"00ff0001 12 0 0 0", "00ff0001 0 0 0 0", "00030102 12 0 10 0", "00030102 0 0 8 0",
                           "00030102 12 0 10 0", "00030102 0 0 8 1"});
    EXPECT_EQ(log.broken, Ids{"call.reserved_w7"});
    EXPECT_EQ(log.counts.exchanges, 3u);
    EXPECT_EQ(judge({"00030102 0 0 8 0", "00030102 12 0 10 0", "00030102 0 0 8 0"}).counts.exchanges, 1u)
        << "it begins with a response";
    EXPECT_EQ(judge({"00030102 ffffffff ffffffff 0 0", "00030102 ffffffff ffffffff 0 0"}).counts.exchanges, 0u);
}

TEST(Log, OfATraceIsJudgedByAllItSays) {
    const std::string hello = "> hello 2";
    const std::string greeting = "< ok 2 sp 8003 senders=any words=any handles=runner memory reset events name=it";
    EXPECT_EQ(broken({hello, greeting, "> call 0001 00030102 12 0 0 0", "< ok 00030102 0 0 0 0"}),
              Ids{"call.unknown_handle"});
    EXPECT_EQ(broken({hello, greeting, "> share 0001 1000 0 12", "< ok 12", "> call 0001 00ff0001 12 0 0 0",
                      "! retrieve 0001 12 1 0", "< ok 00ff0001 0 0 0 0"}),
              Ids{"memory.retrieve_tag"});
    EXPECT_EQ(broken({hello, greeting, "> call 0001 01ff0000 0 0 0 0", "< ok 01ff0000 1 0 0 0"}), Ids{})
        << "the runner's requests are not judged";
    EXPECT_EQ(broken({"# test: a", hello, greeting, "# 12 exchanges left out: 12 call", "> call 0001 00030102 12 0 0 0",
                      "< ok 00030102 0 0 0 0"}),
              Ids{});
    EXPECT_EQ(
        broken({hello, greeting, "NOTICE:  noise", "> call 0001 00030102 12 0 0 0", "noise", "< ok 00030102 0 0 0 0"}),
        Ids{"call.unknown_handle"});
    EXPECT_EQ(broken({"> call 0001 00ff0003 1 2 3 4", "< ok 00ff0003 0 3 0 0", "> call 0002 00ff0003 1 2 3 4",
                      "< ok 00ff0003 0 4 0 0"}),
              Ids{"service_info.stable"})
        << "in a piece of a trace there is one endpoint";
    EXPECT_EQ(broken({"> call 0001 01ff0000 0 0 0 0", "< ok 01ff0000 1 0 0 0"}), Ids{}) << "nor in a piece of one";
    EXPECT_EQ(broken({"> call 0001 00ff0003 1 2 3 4", "< ok 00ff0003 0 3 0 0", "> reset", "< ok",
                      "> call 0002 00ff0003 1 2 3 4", "< ok 00ff0003 0 4 0 0"}),
              Ids{});
}

TEST(Log, OfATraceDemandsRoomForMemoryOnlyAfterThereWasSome) {
    const std::string hello = "> hello 2";
    const std::string greeting = "< ok 2 sp 8003 senders=any words=any handles=runner memory reset events name=it";
    const std::string refused = "< ok 00ff0001 fffffffb 0 0 0";
    EXPECT_EQ(broken({hello, greeting, "> share 0001 1000 0 12", "< ok 12", "> call 0001 00ff0001 12 0 0 0", refused}),
              Ids{})
        << "it may take no memory at all";
    EXPECT_EQ(broken({hello, greeting, "> share 0001 1000 0 12", "< ok 12", "> call 0001 00ff0001 12 0 0 0",
                      "! retrieve 0001 12 0 0", "< ok 00ff0001 0 0 0 0", "> call 0001 00ff0002 12 0 0 0",
                      "! relinquish 12 0", "< ok 00ff0002 0 0 0 0", "> call 0001 00ff0001 12 0 0 0", refused}),
              Ids{"memory.retrieve"});
}

TEST(Log, OfACallersTraceIsJudgedByAllItSays) {
    const std::string hello = "> hello 2";
    const std::string greeting = "< ok 2 caller 0001 senders=any words=services handles=target memory reset name=it";
    EXPECT_EQ(broken({hello, greeting, "> close 1", "? send 8003 00ff0000 0 0 0 0", "= ok 00ff0000 3 0 0 7", "< ok"}),
              (Ids{"order.known_endpoint", "session.closed"}));
    EXPECT_EQ(broken({"? send 8003 00ff0000 0 0 0 1", "= ok 00ff0000 3 0 0 7"}), Ids{"request.reserved_zero"})
        << "the runner's answers are not judged";
}

TEST(Log, SaysWhyALineCannotStandInATrace) {
    report::LineReader reader;
    LogJudge judge({});
    const auto take = [&](const std::string& text) { return judge.take(text, reader.take(text.data(), text.size())); };
    EXPECT_EQ(take("> hello 2").problem, "");
    EXPECT_EQ(take("< ok 2 sp 8003 name=it").problem, "");
    EXPECT_NE(take("> share 1").problem, "");
    EXPECT_EQ(take("> share 1").problem, "") << "what follows is no trace any more";
}

} // namespace
} // namespace tsrpc::conformance
