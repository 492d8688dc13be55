// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/merge.hpp"

#include "conformance/report/report_diff.hpp"
#include "conformance/report/report_json.hpp"
#include "conformance/report/tests/reports.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <vector>

namespace tsrpc::conformance {
namespace {

Report shard(unsigned index, unsigned total, std::initializer_list<Outcome> outcomes) {
    Report report = report_of(outcomes);
    report.shard = Shard{index, total};
    return report;
}

std::vector<NamedReport> two_shards() {
    return {
        {"a",
         shard(1, 2, {outcome("call.request_payload", Verdict::pass), outcome("version.any_sender", Verdict::skip)})},
        {"b", shard(0, 2, {outcome("version.answer", Verdict::fail)})}};
}

std::string error_of(const std::vector<NamedReport>& parts) {
    try {
        merge(parts);
    } catch (const ReportError& error) {
        return error.what();
    }
    return "no error";
}

TEST(Merge, HasAllTestsInTheOrderOfTheCatalogue) {
    const Report merged = merge(two_shards());
    std::vector<std::string> ids;
    for (const ReportedResult& result : merged.results) {
        ids.push_back(result.requirement.id);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"version.answer", "version.any_sender", "call.request_payload"}));
    EXPECT_EQ(merged.selected, 3u);
    EXPECT_EQ(merged.seconds, 3.0);
    EXPECT_TRUE(merged.complete);
    EXPECT_FALSE(merged.conforms());
    EXPECT_EQ(merged.shard, std::nullopt);
}

TEST(Merge, OfOneIsTheSame) {
    const Report one = report_of({reserved_is_set()});
    EXPECT_EQ(to_json(merge({{"a", one}})), to_json(one));
}

TEST(Merge, IsNotCompleteIfAShardIsMissingOrNotComplete) {
    std::vector<NamedReport> parts = two_shards();
    parts.back().report.complete = false;
    EXPECT_FALSE(merge(parts).complete);
    parts = two_shards();
    EXPECT_EQ(missing_shard_text(parts), "");
    parts.pop_back();
    EXPECT_FALSE(merge(parts).complete);
    EXPECT_EQ(missing_shard_text(parts), "shard 1 of 2 is missing");
}

TEST(Merge, RefusesPartsOfDifferentRuns) {
    std::vector<NamedReport> parts = two_shards();
    parts.back().report.seed = 2;
    EXPECT_EQ(error_of(parts), "b: seed is 2, and 1 in a; expected parts of one run");
    parts = two_shards();
    parts.back().report.target = "yours";
    EXPECT_EQ(error_of(parts), "b: target is yours, and mine in a; expected parts of one run");
    parts = two_shards();
    parts.back().report.shard->total = 3;
    EXPECT_EQ(error_of(parts), "a and b are not of as many shards; expected parts of one run");
    parts = two_shards();
    parts.back().report.shard.reset();
    EXPECT_EQ(error_of(parts), "a and b are not of as many shards; expected parts of one run");
    parts = two_shards();
    parts.back().report.strict = true;
    EXPECT_EQ(error_of(parts), "b: strict is true, and false in a; expected parts of one run");
}

TEST(Merge, RefusesWhatIsThereTwice) {
    std::vector<NamedReport> parts = two_shards();
    parts.back().report.shard->index = 1;
    EXPECT_EQ(error_of(parts), "shard 2 is in a and in b; expected it once");
    const Report one =
        report_of({outcome("call.request_payload", Verdict::pass), outcome("call.request_payload", Verdict::pass)});
    EXPECT_EQ(error_of({{"a", one}}), "no error") << "a run may repeat its tests";
    EXPECT_EQ(error_of({{"a", one}, {"b", one}}), "call.request_payload is in a and in b; expected it once");
}

TEST(Diff, SaysWhatIsWorseBetterAndChanged) {
    const Report before = report_of(
        {outcome("version.answer", Verdict::pass), outcome("call.request_payload", Verdict::fail, "saw 0x12"),
         outcome("version.any_sender", Verdict::fail, "saw 0x12"),
         outcome("version.reserved_zero", Verdict::skip, "none"), outcome("version.always_available", Verdict::pass)});
    const Report after = report_of({outcome("version.answer", Verdict::crashed, "it died"),
                                    outcome("call.request_payload", Verdict::fail, "saw 0x13"),
                                    outcome("version.any_sender", Verdict::pass),
                                    outcome("version.reserved_zero", Verdict::warn, "odd")});
    const ReportDiff difference = diff(before, after);
    EXPECT_EQ(difference.text, "worse    version.always_available: PASS, then no result\n"
                               "worse    version.answer: PASS, then CRASHED: it died\n"
                               "better   version.any_sender: FAIL, then PASS\n"
                               "changed  version.reserved_zero: SKIP, then WARN: odd\n"
                               "2 worse, 1 better, 1 changed, 1 the same\n");
    EXPECT_TRUE(difference.is_worse);
    EXPECT_FALSE(diff(before, before).is_worse);
    EXPECT_EQ(diff(before, before).text, "0 worse, 0 better, 0 changed, 5 the same\n");
}

TEST(Diff, SaysWhatTheRunsDoNotHaveInCommon) {
    const Report before = report_of({});
    Report after = report_of({outcome("call.request_payload", Verdict::fail, "it fails")});
    after.seed = 2;
    after.complete = false;
    after.selected = 4;
    EXPECT_EQ(diff(before, after).text, "seed: 1, then 2\n"
                                        "after: 1 of 4 tests ran: the run is not complete\n"
                                        "worse    call.request_payload: no result, then FAIL: it fails\n"
                                        "1 worse, 0 better, 0 changed, 0 the same\n");
}

TEST(Diff, OfARepeatedTestTheWorstCounts) {
    const Report before = report_of({outcome("call.request_payload", Verdict::pass)});
    const Report after = report_of({outcome("call.request_payload", Verdict::pass),
                                    outcome("call.request_payload", Verdict::hung, "once"),
                                    outcome("call.request_payload", Verdict::pass)});
    EXPECT_TRUE(diff(before, after).is_worse);
}

} // namespace
} // namespace tsrpc::conformance
