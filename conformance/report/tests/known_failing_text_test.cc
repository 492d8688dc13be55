// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/known_failing_text.hpp"

#include "conformance/report/tests/outcomes.hpp"

#include <gtest/gtest.h>

namespace tsrpc::conformance {
namespace {

TEST(KnownFailingText, NamesTheBrokenRequirement) {
    EXPECT_EQ(known_failing_line(broken("call.success", {finding("memory.retrieve_tag", Evidence::spmc, "the tag")})),
              "call.success memory.retrieve_tag (MUST): the tag\n");
}

TEST(KnownFailingText, SaysHowTheTargetWasLost) {
    Outcome lost = outcome("call.success", Verdict::crashed, "signal 11");
    lost.findings = {finding("memory.retrieve_tag", Evidence::spmc, "the tag")};
    EXPECT_EQ(known_failing_line(lost), "call.success CRASHED: signal 11\n");
    EXPECT_EQ(known_failing_line(outcome("call.success", Verdict::not_run, "others\nhung\xff")),
              "call.success NOT RUN: others?hung?\n");
}

TEST(KnownFailingText, KeepsTheReasonThatThereIs) {
    Outcome known = broken("call.success", {finding("memory.retrieve_tag", Evidence::spmc, "the tag")});
    known.unlisted = Verdict::fail;
    known.verdict = Verdict::known_fail;
    known.known_failing = "ticket 12";
    EXPECT_TRUE(belongs_in_list(known));
    EXPECT_EQ(known_failing_line(known), "call.success ticket 12\n");
}

TEST(KnownFailingText, HasNoUnexpectedPass) {
    Outcome passed = outcome("call.success", Verdict::fail, "unexpectedly passes");
    EXPECT_TRUE(belongs_in_list(passed));
    passed.unlisted = Verdict::pass;
    EXPECT_FALSE(belongs_in_list(passed));
    for (const Verdict verdict : {Verdict::pass, Verdict::warn, Verdict::skip, Verdict::unreachable}) {
        EXPECT_FALSE(belongs_in_list(outcome("call.success", verdict)));
    }
}

} // namespace
} // namespace tsrpc::conformance
