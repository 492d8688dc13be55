// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/report_formats.hpp"

#include <fmt/format.h>

#include <string_view>
#include <vector>

namespace tsrpc::conformance {
namespace {

/// GitHub takes 64 KiB of a comment.
constexpr size_t longest = 60000;

/// Text in a table or a line: what Markdown or HTML would read stands for itself.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (c == '<') {
            out += "&lt;";
        } else if (c == '&') {
            out += "&amp;";
        } else if (std::string_view("\\`*_{}[]#|~").find(c) != std::string_view::npos) {
            out += {'\\', c};
        } else {
            out += c == '\n' ? ' ' : c;
        }
    }
    return out;
}

/// Lines as they are. The fence is longer than any in them.
std::string fenced(std::string_view lines) {
    std::string fence = "```";
    while (lines.find(fence) != lines.npos) {
        fence += '`';
    }
    return fmt::format("{}text\n{}{}{}\n", fence, lines, lines.ends_with('\n') ? "" : "\n", fence);
}

std::string headline(const Report& report) {
    const char* const mark = report.conforms() ? "\u2705" : "\u274c";
    const std::string incomplete = incomplete_text(report);
    return fmt::format("### {} {} {}\n\n{}{} in {:.1f} s, seed {}, effort {}{}\n", mark, escaped(report.target),
                       report.conforms() ? "conforms" : "does not conform",
                       incomplete.empty() ? "" : fmt::format("**{}.** ", incomplete), report.tally().text(),
                       report.seconds, report.seed, report.effort, report.strict ? ", strict" : "");
}

std::string areas(const Report& report) {
    std::string text = "\n| area | result |\n| ---- | ------ |\n";
    for (const AreaResults& area : by_area(report)) {
        text += fmt::format("| {} | {} |\n", escaped(area.area), area.tally.text());
    }
    return text;
}

/// What a reader has to look at.
bool is_shown(const ReportedResult& result) {
    return is_failure(result.verdict) || result.verdict == Verdict::warn || result.verdict == Verdict::known_fail;
}

std::string rows(const std::vector<const ReportedResult*>& shown) {
    std::string text =
        "\n| test | verdict | broken requirement | why |\n| ---- | ------- | ------------------ | --- |\n";
    for (const ReportedResult* const result : shown) {
        const bool known = result->verdict == Verdict::known_fail;
        const ReportedRequirement& broken =
            result->findings.empty() ? result->requirement : result->findings.front().requirement;
        text += fmt::format("| {} | {} | {} ({}, {}) | {} |\n", escaped(result->requirement.id), name(result->verdict),
                            escaped(broken.id), broken.level, escaped(broken.section),
                            escaped(known ? result->known_failing : result->why));
    }
    return text;
}

std::string details(const ReportedResult& result) {
    return fmt::format("\n<details><summary>{} {}</summary>\n\n{}\n</details>\n", name(result.verdict),
                       result.requirement.id, fenced(result.text));
}

} // namespace

std::string to_markdown(const Report& report) {
    std::string text = headline(report) + areas(report);
    std::vector<const ReportedResult*> shown;
    for (const ReportedResult& result : report.results) {
        if (is_shown(result)) {
            shown.push_back(&result);
        }
    }
    text += shown.empty() ? "" : rows(shown);
    size_t left_out = 0;
    for (const ReportedResult* const result : shown) {
        const std::string more = details(*result);
        const bool fits = left_out == 0 && text.size() + more.size() <= longest;
        text += fits ? more : "";
        left_out += !fits;
    }
    return text + (left_out == 0 ? "" : fmt::format("\n{} more in the other reports of this run.\n", left_out));
}

} // namespace tsrpc::conformance
