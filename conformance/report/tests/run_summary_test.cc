// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/run_summary.hpp"

#include "conformance/report/tests/outcomes.hpp"

#include <gtest/gtest.h>

namespace tsrpc::conformance {
namespace {

TEST(RunSummary, OfPassesSaysNothing) {
    RunSummary summary;
    summary.add(outcome("version.answer", Verdict::pass));
    summary.add_not_run(0);
    EXPECT_EQ(summary.text(false), "");
}

TEST(RunSummary, BeginsWithWhatIsNearestToTheCause) {
    RunSummary summary;
    const Finding content = finding("memory.contents_kept", Evidence::content, "");
    const Finding tag = finding("memory.retrieve_tag", Evidence::spmc, "");
    summary.add(broken("call.success", {content}));
    summary.add(broken("call.doorbell", {content}));
    summary.add(broken("memory.retrieve", {finding("memory.retrieve", Evidence::other, ""), tag}));
    summary.add(broken("memory.retrieve_tag", {tag}));
    // Bits are nearest; but no SHOULD comes before a MUST.
    summary.add(
        broken("management.status_defined", {finding("management.status_defined", Evidence::bits, "")}, Verdict::warn));
    EXPECT_EQ(summary.text(false), "start with memory.retrieve_tag (MUST): seen in 2 tests\n"
                                   "then memory.retrieve (MUST): seen in 1 test\n"
                                   "then management.status_defined (SHOULD): seen in 1 test\n"
                                   "then memory.contents_kept (SHOULD): seen in 2 tests\n");
}

TEST(RunSummary, TakesTheNearestEvidenceOfEach) {
    RunSummary summary;
    summary.add(broken("version.answer", {finding("control.echo_opcode", Evidence::status, "")}));
    summary.add(broken("version.answer", {finding("version.answer", Evidence::other, "")}));
    summary.add(broken("version.any_sender", {finding("version.answer", Evidence::bits, "")}));
    EXPECT_EQ(summary.text(false), "start with version.answer (MUST): seen in 2 tests\n"
                                   "then control.echo_opcode (MUST): seen in 1 test\n");
}

TEST(RunSummary, PutsMoreTestsFirstWhereTheEvidenceIsTheSame) {
    RunSummary summary;
    summary.add(broken("version.answer", {finding("version.answer", Evidence::bits, "")}));
    for (int i = 0; i < 2; ++i) {
        summary.add(broken("version.answer", {finding("control.echo_opcode", Evidence::bits, "")}));
    }
    EXPECT_EQ(summary.text(false), "start with control.echo_opcode (MUST): seen in 2 tests\n"
                                   "then version.answer (MUST): seen in 1 test\n");
}

TEST(RunSummary, LeavesOutTheEndOfALongList) {
    RunSummary summary;
    size_t count = 0;
    for (const Requirement& requirement : catalogue()) {
        if (requirement.level == Level::must && count < 12) {
            summary.add(broken(requirement.id, {finding(requirement.id, Evidence::bits, "")}));
            ++count;
        }
    }
    EXPECT_TRUE(summary.text(false).ends_with("\nthen 2 more requirements; -v names them\n")) << summary.text(false);
    EXPECT_EQ(summary.text(true).find("more"), std::string::npos);
}

TEST(RunSummary, FoldsWhatWasLost) {
    RunSummary summary;
    summary.add(outcome("version.answer", Verdict::hung, "no answer within 2000 ms"));
    summary.add(outcome("control.echo_opcode", Verdict::crashed, "signal 11 at 0x10"));
    summary.add(outcome("memory.relinquish", Verdict::crashed, "signal 11 at 0x20"));
    summary.add(outcome("call.success", Verdict::error, "no more files"));
    EXPECT_EQ(summary.text(false), "CRASHED: 2 tests, control.echo_opcode first: signal 11 at 0x10\n"
                                   "ERROR: 1 test, call.success first: no more files\n"
                                   "HUNG: 1 test, version.answer first: no answer within 2000 ms\n");
}

TEST(RunSummary, SaysInALineWhatWasNotCheckedAndWhy) {
    RunSummary summary;
    summary.add(outcome("version.answer", Verdict::skip, "the SP has 1 slot"));
    summary.add(outcome("call.success", Verdict::unreachable, "no service"));
    summary.add(outcome("call.doorbell", Verdict::skip, "no service"));
    summary.add(outcome("call.unknown_opcode", Verdict::not_run, "others hung"));
    summary.add_not_run(7);
    EXPECT_EQ(summary.text(false), "not checked: 7 tests: the run ended before them; 2 tests: no service; "
                                   "1 test: others hung; 1 test: the SP has 1 slot\n");
    summary.add(outcome("call.unknown_opcode", Verdict::skip, "something else"));
    EXPECT_EQ(summary.text(false), "not checked: 7 tests: the run ended before them; 2 tests: no service; "
                                   "1 test: others hung; 1 test: something else; and 1 more reasons, which -v names\n");
    EXPECT_EQ(summary.text(true), "not checked: 7 tests: the run ended before them; 2 tests: no service; "
                                  "1 test: others hung; 1 test: something else; 1 test: the SP has 1 slot\n");
}

TEST(RunSummary, DoesNotStartWithKnownFailures) {
    RunSummary summary;
    Outcome known = broken("version.answer", {finding("version.answer", Evidence::bits, "")}, Verdict::known_fail);
    known.unlisted = Verdict::fail;
    summary.add(known);
    known.findings.clear();
    known.unlisted = Verdict::crashed;
    summary.add(known);
    EXPECT_EQ(summary.text(true), "");
}

TEST(RunSummary, CountsNotesOfWhatPassed) {
    RunSummary summary;
    Outcome passed = outcome("version.answer", Verdict::pass);
    passed.notes = {"odd"};
    summary.add(passed);
    summary.add(passed);
    EXPECT_EQ(summary.text(false), "noted: in 1 test; -v shows what\n");
    passed.requirement = find_requirement("call.success");
    passed.notes = {"odd", "3 of 4 cases were tried" + std::string(sampled_note)};
    summary.add(passed);
    passed.verdict = Verdict::warn;
    passed.requirement = find_requirement("call.doorbell");
    summary.add(passed);
    EXPECT_EQ(summary.text(false), "noted: in 2 tests, 1 of which did not try all cases; -v shows what\n");
    EXPECT_EQ(summary.text(true), "");
}

TEST(RunSummary, SaysWhatIsKnown) {
    RunSummary summary;
    for (int i = 0; i < 2; ++i) {
        Outcome passed = outcome("version.answer", Verdict::pass);
        passed.tolerated = {finding("memory.retrieve_tag", Evidence::spmc, "")};
        summary.add(passed);
    }
    EXPECT_EQ(summary.text(false), "known: memory.retrieve_tag (MUST): seen in 2 tests\n");
}

} // namespace
} // namespace tsrpc::conformance
