// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/outcome_text.hpp"

#include "conformance/report/tests/outcomes.hpp"

#include <gtest/gtest.h>

namespace tsrpc::conformance {
namespace {

std::string requirement(std::string_view id) {
    const Requirement& row = *find_requirement(id);
    return std::string(id) + " (MUST, " + std::string(row.source) + "): " + std::string(row.sentence) + "\n";
}

TEST(OutcomeText, APassIsALine) {
    Outcome passed = outcome("version.answer", Verdict::pass);
    EXPECT_EQ(outcome_text(passed, "again"), "PASS        version.answer\n");
    passed.notes = {"3 of 4 cases were tried"};
    EXPECT_EQ(outcome_text(passed, "again"), "PASS        version.answer\n    note: 3 of 4 cases were tried\n");
}

TEST(OutcomeText, WhatWasNotCheckedSaysWhy) {
    EXPECT_EQ(outcome_text(outcome("version.answer", Verdict::skip, "the SP has none"), "again"),
              "SKIP        version.answer\n    the SP has none\n");
    EXPECT_EQ(outcome_text(outcome("version.answer", Verdict::unreachable, "no way"), "again"),
              "UNREACHABLE version.answer\n    no way\n");
    EXPECT_EQ(outcome_text(outcome("version.answer", Verdict::not_run, "others hung"), "again"),
              "NOT RUN     version.answer\n    others hung\n");
}

TEST(OutcomeText, AFailureSaysWhatIsBrokenAndShowsTheTrace) {
    for (const Verdict verdict : {Verdict::fail, Verdict::warn}) {
        Outcome failed = broken("version.answer",
                                {finding("control.echo_opcode", Evidence::bits, "the first"),
                                 finding("version.reserved_zero", Evidence::bits, "the second", 1)},
                                verdict);
        failed.trace = {answered(version_request, version_response), unanswered(version_request)};
        failed.tolerated = {finding("memory.retrieve_tag", Evidence::spmc, "the third")};
        failed.notes = {"odd"};
        EXPECT_EQ(outcome_text(failed, "again"),
                  std::string(name(verdict)) +
                      "        version.answer\n"
                      "    broken: " +
                      requirement("control.echo_opcode") +
                      "    the first\n"
                      "    also broken: version.reserved_zero (MUST): the second\n"
                      "    known: memory.retrieve_tag (MUST): the third\n"
                      "    note: odd\n"
                      "    > call 0001 00ff0000 00000000 00000000 00000000 00000000  # get_version request\n"
                      "    < ok 00ff0000 00000001 00000000 00000000 00000000  # get_version response version=1\n"
                      "    repeat with: again\n");
    }
}

TEST(OutcomeText, ALostTargetNamesWhatWasCheckedAndShowsAll) {
    Outcome lost = outcome("version.answer", Verdict::crashed, "killed by a signal");
    lost.findings = {finding("control.echo_opcode", Evidence::bits, "the first")};
    lost.trace = {answered(version_request, version_response), unanswered(version_request)};
    EXPECT_EQ(outcome_text(lost, "again"),
              "CRASHED     version.answer\n"
              "    checking: " +
                  requirement("version.answer") +
                  "    killed by a signal\n"
                  "    also broken: control.echo_opcode (MUST): the first\n"
                  "    > call 0001 00ff0000 00000000 00000000 00000000 00000000  # get_version request\n"
                  "    < ok 00ff0000 00000001 00000000 00000000 00000000  # get_version response version=1\n"
                  "    > call 0001 00ff0000 00000000 00000000 00000000 00000000  # get_version request\n"
                  "    # no reply: the target was lost here\n"
                  "    repeat with: again\n");
}

TEST(OutcomeText, WhatTheTargetPrintedIsShownWithTheFailure) {
    Outcome failed = broken("version.answer", {finding("version.answer", Evidence::bits, "odd")});
    failed.printed = "one\ntwo\n";
    EXPECT_TRUE(
        outcome_text(failed, "again").ends_with("\n    printed:\n    | one\n    | two\n    repeat with: again\n"));
    EXPECT_TRUE(outcome_text(failed, "again", {1, 2, 1})
                    .ends_with("\n    printed, 1 line left out:\n    | two\n    repeat with: again\n"));
    failed.verdict = Verdict::pass;
    EXPECT_EQ(outcome_text(failed, "again").find("one"), std::string::npos);
}

TEST(OutcomeText, AKnownFailureIsShownAsWhatItIsAndWhy) {
    Outcome known = broken("version.answer", {finding("version.answer", Evidence::bits, "odd")}, Verdict::known_fail);
    known.unlisted = Verdict::fail;
    known.known_failing = "ticket 12";
    EXPECT_EQ(outcome_text(known, "again"), "KNOWN FAIL  version.answer\n"
                                            "    known failing: ticket 12\n"
                                            "    broken: " +
                                                requirement("version.answer") +
                                                "    odd\n"
                                                "    repeat with: again\n");
    EXPECT_EQ(known_failure_text(known), "KNOWN FAIL  version.answer: ticket 12\n");
}

TEST(OutcomeText, AnUnexpectedPassHasNoTrace) {
    Outcome passed = outcome("version.answer", Verdict::fail, "unexpectedly passes");
    passed.unlisted = Verdict::pass;
    passed.trace = {answered(version_request, version_response)};
    EXPECT_EQ(outcome_text(passed, "again"), "FAIL        version.answer\n    unexpectedly passes\n");
}

TEST(OutcomeText, ShortensLongTraces) {
    Outcome failed = broken("version.answer", {finding("version.answer", Evidence::bits, "late", 99)});
    failed.trace.assign(100, answered(version_request, version_response));
    EXPECT_NE(outcome_text(failed, "", {1, 2}).find("\n    # 97 exchanges left out: 97 call\n"), std::string::npos);
}

} // namespace
} // namespace tsrpc::conformance
