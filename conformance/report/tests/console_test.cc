// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/console.hpp"

#include "conformance/report/tests/outcomes.hpp"

#include <gtest/gtest.h>

namespace tsrpc::conformance {
namespace {

Outcome failing(std::string_view id, const std::string& detail) {
    return broken(id, {finding("memory.retrieve_tag", Evidence::spmc, detail)});
}

TEST(Console, PrintsEqualFailuresOnce) {
    Console console(false);
    EXPECT_NE(console.take(failing("memory.retrieve", "the tag is 0x1"), "again").find("repeat with: again"),
              std::string::npos);
    EXPECT_EQ(console.take(failing("call.success", "the tag is 0x2"), "again"),
              "FAIL        call.success  as in memory.retrieve\n");
    EXPECT_NE(console.take(failing("call.doorbell", "another reason"), "again").find("repeat with: again"),
              std::string::npos);
    EXPECT_EQ(console.take(outcome("version.answer", Verdict::pass), ""), "PASS        version.answer\n");
    EXPECT_EQ(console.take(outcome("version.any_sender", Verdict::pass), ""), "PASS        version.any_sender\n");
    EXPECT_EQ(console.summary("SP"), "start with memory.retrieve_tag (MUST): seen in 3 tests\n"
                                     "SP does not conform: 2 PASS, 3 FAIL\n");
}

TEST(Console, FoldsWhatWasNotChecked) {
    Console console(false);
    console.take(outcome("version.answer", Verdict::pass), "");
    EXPECT_EQ(console.take(outcome("call.success", Verdict::skip, "no service"), ""),
              "SKIP        call.success\n    no service\n");
    EXPECT_EQ(console.take(outcome("call.doorbell", Verdict::skip, "no service"), ""),
              "SKIP        call.doorbell  as in call.success\n");
    EXPECT_EQ(console.summary("SP"), "not checked: 2 tests: no service\nSP conforms: 1 PASS, 2 SKIP\n");
}

TEST(Console, RepeatsATestInFull) {
    Console console(false);
    const std::string first = console.take(failing("memory.retrieve", "the tag is 0x1"), "again");
    EXPECT_EQ(console.take(failing("memory.retrieve", "the tag is 0x1"), "again"), first);
}

TEST(Console, VerboseFoldsNothing) {
    Console console(true);
    console.take(failing("memory.retrieve", "the tag is 0x1"), "again");
    EXPECT_NE(console.take(failing("call.success", "the tag is 0x1"), "again").find("repeat with: again"),
              std::string::npos);
}

TEST(Console, SaysThatNothingWasChecked) {
    Console console(false);
    console.take(outcome("call.success", Verdict::skip, "no service"), "");
    EXPECT_EQ(console.summary("SP"), "not checked: 1 test: no service\nSP: nothing was checked: 0 PASS, 1 SKIP\n");
    EXPECT_FALSE(console.tally().conforms());
    console.take(outcome("call.doorbell", Verdict::warn, ""), "");
    EXPECT_TRUE(console.summary("SP").ends_with("\nSP: nothing passed: 0 PASS, 1 WARN, 1 SKIP\n"));
    console.take(outcome("version.answer", Verdict::hung, ""), "");
    EXPECT_TRUE(console.summary("SP").ends_with("\nSP does not conform: 0 PASS, 1 WARN, 1 SKIP, 1 HUNG\n"));
}

TEST(Console, CountsWhatDidNotRun) {
    Console console(false);
    console.take(outcome("version.answer", Verdict::pass), "");
    console.add_not_run(2);
    EXPECT_EQ(console.summary("SP"), "not checked: 2 tests: the run ended before them\n"
                                     "SP does not conform: 1 PASS, 2 NOT RUN\n");
}

} // namespace
} // namespace tsrpc::conformance
