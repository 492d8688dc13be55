// SPDX-License-Identifier: BSD-3-Clause
//
// The formats of a report. Each is whole at any time of a run, and says if the run is not complete.
#ifndef TSRPC_CONFORMANCE_REPORT_REPORT_FORMATS_HPP
#define TSRPC_CONFORMANCE_REPORT_REPORT_FORMATS_HPP

#include "conformance/report/report.hpp"

#include <span>
#include <string>
#include <string_view>

namespace tsrpc::conformance {

struct ReportFormat {
    std::string_view name;                     ///< the ending of its files: "xml"
    std::string (*text)(const Report& report); ///< all of the file
};

/// xml (JUnit), json, html, tap and md (Markdown).
std::span<const ReportFormat> report_formats();

/// The format of that name, or null.
const ReportFormat* find_report_format(std::string_view name);

/// JUnit's XML as Jenkins, GitLab and others read it: a suite an area, and a case that fails more if the run is not
/// complete. A case's properties are verdict, level, section, requirement, target, seed, repeat, and blamed,
/// observation and known_failing if there are such.
std::string to_junit(const Report& report);

/// TAP 14. WARN and KNOWN FAIL are "not ok ... # TODO", which fails no run; SKIP and UNREACHABLE are "ok ... # SKIP".
/// The plan counts all tests that were to run, so that a consumer misses those that did not.
std::string to_tap(const Report& report);

/// For a pull request or a job's summary: GitHub's Markdown, at most 60 KiB of it.
std::string to_markdown(const Report& report);

/// One page that needs nothing else: what failed, bit by bit, and all requirements.
std::string to_html(const Report& report);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_REPORT_FORMATS_HPP
