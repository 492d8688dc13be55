// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/report_formats.hpp"

#include "conformance/report/tests/reports.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace tsrpc::conformance {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

Outcome known_to_fail() {
    Outcome made = outcome("version.any_sender", Verdict::known_fail, "seen");
    made.unlisted = Verdict::fail;
    made.known_failing = "ticket #1";
    return made;
}

Report mixed() {
    return report_of({reserved_is_set(), known_to_fail(), outcome("call.request_payload", Verdict::pass),
                      outcome("version.always_available", Verdict::skip, "there is none"),
                      outcome("service_info.reserved_w5", Verdict::warn, "W5 | <is> `set`")});
}

Report unfinished() {
    Report report = mixed();
    report.complete = false;
    report.selected = 9;
    return report;
}

TEST(ReportFormats, AreFoundByTheirNames) {
    for (const ReportFormat& format : report_formats()) {
        EXPECT_EQ(find_report_format(format.name), &format);
        EXPECT_THAT(format.text(mixed()), EndsWith("\n"));
    }
    EXPECT_EQ(find_report_format("pdf"), nullptr);
}

TEST(ReportFormats, SayThatTheRunIsNotComplete) {
    for (const ReportFormat& format : report_formats()) {
        const char* const sign = format.name == "json" || format.name == "html"
                                     ? "\"complete\":false"
                                     : "5 of 9 tests ran: the run is not complete";
        EXPECT_THAT(format.text(unfinished()), HasSubstr(sign));
        EXPECT_THAT(format.text(mixed()), Not(HasSubstr(sign)));
    }
}

TEST(Junit, HasASuiteAnAreaAndWhatItsConsumersShow) {
    const std::string text = to_junit(mixed());
    EXPECT_THAT(text, HasSubstr("<testsuites name=\"tsrpc check sp\" timestamp=\"2026-11-26T12:00:00Z\" tests=\"5\" "
                                "failures=\"1\" errors=\"0\" skipped=\"3\" time=\"0.250\">"));
    EXPECT_THAT(text, HasSubstr("<testsuite name=\"version\" tests=\"3\" failures=\"1\" errors=\"0\" skipped=\"2\""));
    EXPECT_THAT(text, HasSubstr("<testcase name=\"answer\" classname=\"version\" file=\"sp/somewhere.cc\" line=\"12\" "
                                "time=\"0.250\">"));
    for (const char* const part :
         {"name=\"verdict\" value=\"FAIL\"", "name=\"level\" value=\"MUST\"", "name=\"section\" value=\"abi.md",
          "name=\"blamed\" value=\"version.reserved_zero\"", "name=\"target\" value=\"mine\"",
          "name=\"seed\" value=\"1\"", "name=\"repeat\" value=\"tsrpc check sp --run it\"",
          "name=\"observation\" value=\"W5 is 00000010, expected 00000000\"", "sp/somewhere.cc:12\nFAIL ",
          "<skipped message=\"KNOWN FAIL: ticket #1\"/>", "<skipped message=\"WARN: W5 | &lt;is&gt; `set`\"/>"}) {
        EXPECT_THAT(text, HasSubstr(part));
    }
}

TEST(Junit, HasNoCharacterThatXmlCannotHave) {
    const std::string text = to_junit(report_of({outcome("version.answer", Verdict::fail, "a\x01\x1b[0m&\"<>\n")}));
    EXPECT_THAT(text, HasSubstr("FAIL: a??[0m&amp;&quot;&lt;&gt;&#10;"));
}

TEST(Junit, FailsWhenTheRunIsNotComplete) {
    EXPECT_THAT(to_junit(unfinished()), HasSubstr("tests=\"6\" failures=\"2\""));
    EXPECT_THAT(to_junit(unfinished()), HasSubstr("<testcase name=\"complete\" classname=\"run\""));
}

TEST(Tap, PlansAllTestsAndFailsByRequirementsAlone) {
    const std::string text = to_tap(unfinished());
    EXPECT_THAT(text, StartsWith("TAP version 14\n1..9\n# tsrpc 0.0.0: mine\nnot ok 1 - version.answer\n  ---\n"));
    EXPECT_THAT(text, HasSubstr("  broken: \"version.reserved_zero\"\n"));
    EXPECT_THAT(text, HasSubstr("\nnot ok 2 - version.any_sender # TODO ticket \\#1\n"));
    EXPECT_THAT(text, HasSubstr("\nok 3 - call.request_payload\n"));
    EXPECT_THAT(text, HasSubstr("\nok 4 - version.always_available # SKIP there is none\n"));
    EXPECT_THAT(text, HasSubstr("\nnot ok 5 - service_info.reserved_w5 # TODO WARN: "));
    EXPECT_THAT(text, EndsWith("\nBail out! 5 of 9 tests ran: the run is not complete\n"));
    EXPECT_THAT(to_tap(mixed()), Not(HasSubstr("Bail out!")));
}

TEST(Markdown, SaysAtOnceWhetherTheTargetConforms) {
    EXPECT_THAT(to_markdown(mixed()), StartsWith("### \u274c mine does not conform\n\n1 PASS, 1 FAIL, 1 WARN"));
    EXPECT_THAT(to_markdown(report_of({outcome("call.request_payload", Verdict::pass)})),
                StartsWith("### \u2705 mine conforms\n"));
    EXPECT_THAT(to_markdown(unfinished()), HasSubstr("**5 of 9 tests ran: the run is not complete.**"));
}

TEST(Markdown, HasARowForWhatIsToBeLookedAt) {
    const std::string text = to_markdown(mixed());
    EXPECT_THAT(text, HasSubstr("| FAIL | version.reserved\\_zero (MUST, abi.md §3) | version.answer | W5 is 00000010, "
                                "expected 00000000 |\n"));
    EXPECT_THAT(text, HasSubstr("| W5 \\| &lt;is> \\`set\\` |\n"));
    EXPECT_THAT(text, HasSubstr("<details><summary>FAIL version.answer</summary>\n\n```text\n"));
    EXPECT_THAT(text, Not(HasSubstr("call.request_payload")));
}

TEST(Markdown, IsCutBeforeItIsTooLongForAComment) {
    Report report = mixed();
    report.results.assign(400, report.results.front());
    for (size_t i = 0; i < report.results.size(); ++i) {
        report.results[i].why = std::string(i, '|');
    }
    const std::string text = to_markdown(report);
    EXPECT_LT(text.size(), 61440u);
    EXPECT_THAT(text, HasSubstr(" more: see the other reports of this run.\n"));
    EXPECT_THAT(text, HasSubstr("<details>"));
}

TEST(Markdown, SaysOnceWhatManyTestsSay) {
    Outcome first = outcome("version.answer", Verdict::fail, "saw 0x12");
    Outcome second = outcome("version.answer", Verdict::fail, "saw 0x13");
    const std::string text =
        to_markdown(report_of({outcome("version.any_sender", Verdict::fail, "odd"), first, second}));
    EXPECT_THAT(text,
                HasSubstr("| FAIL | version.answer (MUST, abi.md §0, §3) | 2 tests, version.answer first | saw 0x12 |\n"
                          "| FAIL | version.any\\_sender (MUST, abi.md §3) | version.any\\_sender | odd |\n"));
    EXPECT_THAT(text, Not(HasSubstr("0x13")));
}

TEST(Markdown, FencesMoreThanWhatIsInside) {
    Outcome odd = outcome("version.answer", Verdict::fail, "```");
    EXPECT_THAT(to_markdown(report_of({odd})), HasSubstr("\n````text\n"));
}

TEST(Html, HoldsTheReportAndNoTagOfIt) {
    const std::string text = to_html(report_of({outcome("version.answer", Verdict::fail, "</script><b>")}));
    EXPECT_THAT(text, StartsWith("<!DOCTYPE html>"));
    EXPECT_THAT(text, HasSubstr("\\u003c/script>\\u003cb>"));
    EXPECT_THAT(text, Not(HasSubstr("</script><b>")));
}

} // namespace
} // namespace tsrpc::conformance
