// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/report_formats.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <string_view>

namespace tsrpc::conformance {
namespace {

/// A directive's text: one line, in which "#" begins no other.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += c == '#' || c == '\\' ? std::string("\\") + c : std::string(1, c == '\n' ? ' ' : c);
    }
    return out;
}

std::string directive(const ReportedResult& result) {
    switch (result.verdict) {
    case Verdict::skip: return fmt::format(" # SKIP {}", escaped(result.why));
    case Verdict::unreachable: return fmt::format(" # SKIP {}: {}", name(result.verdict), escaped(result.why));
    case Verdict::warn: return fmt::format(" # TODO WARN: {}", escaped(result.why));
    case Verdict::known_fail: return fmt::format(" # TODO {}", escaped(result.known_failing));
    default: return "";
    }
}

/// A string of YAML, which JSON's strings are.
std::string yaml_string(std::string_view text) {
    return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// The block of YAML below a test that failed.
std::string diagnostic(const ReportedResult& result) {
    std::string text = fmt::format("  ---\n  verdict: {}\n  level: {}\n  section: {}\n  message: {}\n",
                                   yaml_string(name(result.verdict)), yaml_string(result.requirement.level),
                                   yaml_string(result.requirement.section), yaml_string(result.why));
    text += result.findings.empty()
                ? ""
                : fmt::format("  broken: {}\n", yaml_string(result.findings.front().requirement.id));
    return text + fmt::format("  at: {}\n  repeat: {}\n  console: {}\n  ...\n",
                              yaml_string(fmt::format("{}:{}", result.file, result.line)), yaml_string(result.repeat),
                              yaml_string(result.text));
}

} // namespace

std::string to_tap(const Report& report) {
    std::string text =
        fmt::format("TAP version 14\n1..{}\n# {}: {}\n", std::max(report.selected, report.results.size()),
                    escaped(report.tool), escaped(report.target));
    for (size_t number = 0; const ReportedResult& result : report.results) {
        const bool is_ok = result.verdict == Verdict::pass || result.verdict == Verdict::skip ||
                           result.verdict == Verdict::unreachable;
        text +=
            fmt::format("{} {} - {}{}\n", is_ok ? "ok" : "not ok", ++number, result.requirement.id, directive(result));
        text += is_ok ? "" : diagnostic(result);
    }
    return text + (report.complete ? "" : fmt::format("Bail out! {}\n", incomplete_text(report)));
}

} // namespace tsrpc::conformance
