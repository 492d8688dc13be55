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
    Console console(false, false);
    EXPECT_NE(console.take(failing("memory.retrieve", "the tag is 0x1"), "again").find("repeat with: again"),
              std::string::npos);
    EXPECT_EQ(console.take(failing("call.success", "the tag is 0x2"), "again"),
              "FAIL        call.success  as in memory.retrieve\n");
    EXPECT_NE(console.take(failing("call.doorbell", "another reason"), "again").find("repeat with: again"),
              std::string::npos);
    EXPECT_EQ(console.take(outcome("version.answer", Verdict::pass), ""), "");
    EXPECT_EQ(console.take(outcome("version.any_sender", Verdict::pass), ""), "");
    EXPECT_EQ(console.summary("SP", 1), "memory          0 PASS, 1 FAIL\n"
                                        "call            0 PASS, 2 FAIL\n"
                                        "version         2 PASS\n"
                                        "start with memory.retrieve_tag (MUST): seen in 3 tests\n"
                                        "SP does not conform: 2 PASS, 3 FAIL in 1.0 s\n");
}

TEST(Console, LeavesToTheSummaryWhatWasNotChecked) {
    Console console(false, false);
    Outcome passed = outcome("version.answer", Verdict::pass);
    passed.notes = {"3 of 4 cases were tried; --effort full tries all"};
    EXPECT_EQ(console.take(passed, ""), "");
    EXPECT_EQ(console.take(outcome("call.success", Verdict::skip, "no service"), ""), "");
    EXPECT_EQ(console.take(outcome("call.doorbell", Verdict::unreachable, "no service"), ""), "");
    EXPECT_EQ(console.summary("SP", 0.04), "version         1 PASS\n"
                                           "call            0 PASS, 1 SKIP, 1 UNREACHABLE\n"
                                           "not checked: 2 tests: no service\n"
                                           "noted: in 1 test, 1 of which did not try all cases; -v shows what\n"
                                           "SP conforms: 1 PASS, 1 SKIP, 1 UNREACHABLE in 0.0 s\n");
}

TEST(Console, FoldsWhatHangsOtherTests) {
    Console console(false, false);
    EXPECT_EQ(console.take(outcome("call.success", Verdict::not_run, "2 tests hung"), ""),
              "NOT RUN     call.success\n    2 tests hung\n");
    EXPECT_EQ(console.take(outcome("call.doorbell", Verdict::not_run, "2 tests hung"), ""),
              "NOT RUN     call.doorbell  as in call.success\n");
}

Outcome known(std::string_view id, Verdict seen) {
    Outcome failed = seen == Verdict::fail ? failing(id, "the tag is 0x1") : outcome(id, seen, "it hung");
    failed.unlisted = seen;
    failed.verdict = Verdict::known_fail;
    failed.known_failing = "ticket 12";
    return failed;
}

TEST(Console, KnownFailuresAreALineEach) {
    Console console(false, false);
    console.take(outcome("version.answer", Verdict::pass), "");
    EXPECT_EQ(console.take(known("call.success", Verdict::fail), ""), "KNOWN FAIL  call.success: ticket 12\n");
    EXPECT_EQ(console.take(known("call.doorbell", Verdict::fail), ""), "KNOWN FAIL  call.doorbell: ticket 12\n");
    EXPECT_EQ(console.take(known("call.unknown_opcode", Verdict::hung), ""),
              "KNOWN FAIL  call.unknown_opcode: ticket 12\n");
    EXPECT_TRUE(console.tally().conforms());
    EXPECT_EQ(console.summary("SP", 1),
              "version         1 PASS\n"
              "call            0 PASS, 3 KNOWN FAIL\n"
              "SP conforms except for what is known to fail: 1 PASS, 3 KNOWN FAIL in 1.0 s\n");
}

TEST(Console, UnexpectedPassesAreNotFolded) {
    Console console(false, false);
    Outcome passed = outcome("call.success", Verdict::fail, "unexpectedly passes: remove line 1 of list.txt");
    passed.unlisted = Verdict::pass;
    EXPECT_EQ(console.take(passed, ""),
              "FAIL        call.success\n    unexpectedly passes: remove line 1 of list.txt\n");
    passed.requirement = find_requirement("call.doorbell");
    passed.why = "unexpectedly passes: remove line 2 of list.txt";
    EXPECT_EQ(console.take(passed, ""),
              "FAIL        call.doorbell\n    unexpectedly passes: remove line 2 of list.txt\n");
    EXPECT_EQ(console.summary("SP", 1),
              "call            0 PASS, 2 FAIL\nSP does not conform: 0 PASS, 2 FAIL in 1.0 s\n");
}

TEST(Console, RepeatsATestInFull) {
    Console console(false, false);
    const std::string first = console.take(failing("memory.retrieve", "the tag is 0x1"), "again");
    EXPECT_EQ(console.take(failing("memory.retrieve", "the tag is 0x1"), "again"), first);
}

TEST(Console, VerboseShowsAllAndFoldsNothing) {
    Console console(true, false);
    console.take(failing("memory.retrieve", "the tag is 0x1"), "again");
    EXPECT_NE(console.take(failing("call.success", "the tag is 0x1"), "again").find("repeat with: again"),
              std::string::npos);
    Outcome passed = outcome("version.answer", Verdict::pass);
    passed.notes = {"seen"};
    EXPECT_EQ(console.take(passed, ""), "PASS        version.answer\n    note: seen\n");
    EXPECT_EQ(console.take(outcome("call.doorbell", Verdict::skip, "no service"), ""),
              "SKIP        call.doorbell\n    no service\n");
    EXPECT_TRUE(console.take(known("call.success", Verdict::fail), "again")
                    .starts_with("KNOWN FAIL  call.success\n    known failing: ticket 12\n    broken: "));
    EXPECT_EQ(console.summary("SP", 1).find("noted"), std::string::npos);
}

TEST(Console, SaysThatNothingWasChecked) {
    Console console(false, false);
    const auto last_line = [&] {
        const std::string text = console.summary("SP", 1);
        return text.substr(text.rfind('\n', text.size() - 2) + 1);
    };
    console.take(outcome("call.success", Verdict::skip, "no service"), "");
    EXPECT_EQ(last_line(), "SP: nothing was checked: 0 PASS, 1 SKIP in 1.0 s\n");
    EXPECT_FALSE(console.tally().conforms());
    console.take(outcome("call.doorbell", Verdict::warn, ""), "");
    EXPECT_EQ(last_line(), "SP: nothing passed: 0 PASS, 1 WARN, 1 SKIP in 1.0 s\n");
    console.take(outcome("version.answer", Verdict::hung, ""), "");
    EXPECT_EQ(last_line(), "SP does not conform: 0 PASS, 1 WARN, 1 SKIP, 1 HUNG in 1.0 s\n");
}

TEST(Console, CountsWhatDidNotRun) {
    Console console(false, false);
    console.take(outcome("version.answer", Verdict::pass), "");
    console.add_not_run(2);
    const std::string above = "version         1 PASS\nnot checked: 2 tests: the run ended before them\n";
    EXPECT_EQ(console.summary("SP", 1), above + "SP does not conform: 1 PASS, 2 NOT RUN in 1.0 s\n");
    EXPECT_EQ(console.summary("SP", 123.4, true), above + "SP: interrupted: 1 PASS, 2 NOT RUN in 123 s\n");
}

TEST(Console, ColoursVerdictsAlone) {
    Console console(true, true);
    EXPECT_EQ(console.take(outcome("version.answer", Verdict::pass), ""),
              "\x1b[32mPASS\x1b[0m        version.answer\n");
    EXPECT_EQ(console.take(outcome("call.success", Verdict::not_run, "why"), ""),
              "\x1b[31mNOT RUN\x1b[0m     call.success\n    why\n");
    EXPECT_EQ(console.summary("SP", 1),
              "version         \x1b[32m1 PASS\x1b[0m\n"
              "call            0 PASS, \x1b[31m1 NOT RUN\x1b[0m\n"
              "not checked: 1 test: why\n"
              "\x1b[31mSP does not conform\x1b[0m: \x1b[32m1 PASS\x1b[0m, \x1b[31m1 NOT RUN\x1b[0m in 1.0 s\n");
}

} // namespace
} // namespace tsrpc::conformance
