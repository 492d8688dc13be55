// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/report_formats.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

namespace tsrpc::conformance {
namespace {

/// As XML 1.0 can hold it, in an attribute or between tags: of control characters only tab and line feed.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        case '\n': out += "&#10;"; break;
        case '\t': out += "&#9;"; break;
        default: out += static_cast<unsigned char>(c) < ' ' ? '?' : c;
        }
    }
    return out;
}

std::string property(std::string_view name, std::string_view value) {
    return value.empty() ? "" : fmt::format("        <property name=\"{}\" value=\"{}\"/>\n", name, escaped(value));
}

std::string properties(const Report& report, const ReportedResult& result) {
    const ReportedRequirement& requirement = result.requirement;
    return property("verdict", name(result.verdict)) + property("level", requirement.level) +
           property("section", requirement.section) + property("requirement", requirement.text) +
           property("blamed", result.findings.empty() ? "" : result.findings.front().requirement.id) +
           property("observation", result.why) + property("known_failing", result.known_failing) +
           property("target", report.target) + property("seed", fmt::format("{}", report.seed)) +
           property("repeat", result.repeat);
}

/// What the case has if it is no pass.
std::string element(const ReportedResult& result) {
    if (result.verdict == Verdict::pass) {
        return "";
    }
    const std::string message = escaped(fmt::format(
        "{}: {}", name(result.verdict), result.verdict == Verdict::known_fail ? result.known_failing : result.why));
    if (!is_failure(result.verdict)) {
        return fmt::format("      <skipped message=\"{}\"/>\n", message);
    }
    return fmt::format("      <failure type=\"{}\" message=\"{}\">{}:{}\n{}</failure>\n", name(result.verdict), message,
                       escaped(result.file), result.line, escaped(result.text));
}

std::string test_case(const Report& report, std::string_view area, const ReportedResult& result) {
    const std::string_view test =
        std::string_view(result.requirement.id).substr(std::min(area.size() + 1, result.requirement.id.size()));
    return fmt::format("    <testcase name=\"{}\" classname=\"{}\" file=\"{}\" line=\"{}\" time=\"{:.3f}\">\n"
                       "      <properties>\n{}      </properties>\n{}    </testcase>\n",
                       escaped(test), escaped(area), escaped(result.file), result.line, result.seconds,
                       properties(report, result), element(result));
}

struct Counts {
    size_t tests = 0;
    size_t failures = 0;
    size_t skipped = 0;
    double seconds = 0;

    void add(const ReportedResult& result) {
        ++tests;
        failures += is_failure(result.verdict);
        skipped += !is_failure(result.verdict) && result.verdict != Verdict::pass;
        seconds += result.seconds;
    }

    std::string attributes() const {
        return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"0\" skipped=\"{}\" time=\"{:.3f}\"", tests, failures,
                           skipped, seconds);
    }
};

std::string test_suite(const Report& report, const AreaResults& area) {
    Counts counts;
    std::string cases;
    for (const ReportedResult* const result : area.results) {
        counts.add(*result);
        cases += test_case(report, area.area, *result);
    }
    return fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n", escaped(area.area), counts.attributes(),
                       cases);
}

/// No consumer may take what ran so far for all.
std::string incomplete_suite(const Report& report) {
    return fmt::format("  <testsuite name=\"run\" tests=\"1\" failures=\"1\" errors=\"0\" skipped=\"0\" time=\"0\">\n"
                       "    <testcase name=\"complete\" classname=\"run\" time=\"0\">\n"
                       "      <failure type=\"NOT RUN\" message=\"{}\"/>\n    </testcase>\n  </testsuite>\n",
                       escaped(incomplete_text(report)));
}

} // namespace

std::string to_junit(const Report& report) {
    Counts all;
    std::string suites;
    for (const AreaResults& area : by_area(report)) {
        suites += test_suite(report, area);
    }
    for (const ReportedResult& result : report.results) {
        all.add(result);
    }
    if (!report.complete) {
        suites += incomplete_suite(report);
        ++all.tests;
        ++all.failures;
    }
    return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"tsrpc check {}\" "
                       "timestamp=\"{}\" {}>\n{}</testsuites>\n",
                       report.role == "caller" ? "caller" : "sp", escaped(report.began), all.attributes(), suites);
}

} // namespace tsrpc::conformance
