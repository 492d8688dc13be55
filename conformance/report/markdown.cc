// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/report_formats.hpp"

#include "conformance/report/fold.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string_view>
#include <tuple>
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

/// Results that say the same.
struct Group {
    const ReportedResult* first;
    size_t tests;
    bool fails;
    bool is_must;
};

const ReportedRequirement& broken(const ReportedResult& result) {
    return result.findings.empty() ? result.requirement : result.findings.front().requirement;
}

/// What a reader has to look at, the worst first.
std::vector<Group> groups(const Report& report) {
    std::vector<Group> list;
    std::map<std::string, size_t> known;
    for (const ReportedResult& result : report.results) {
        if (!is_failure(result.verdict) && result.verdict != Verdict::warn && result.verdict != Verdict::known_fail) {
            continue;
        }
        const std::string key = fmt::format("{} {} {} {}", name(result.verdict), broken(result).id,
                                            without_numbers(result.why), result.known_failing);
        const auto [group, is_new] = known.try_emplace(key, list.size());
        if (is_new) {
            list.push_back({&result, 0, is_failure(result.verdict), broken(result).level == "MUST"});
        }
        ++list[group->second].tests;
    }
    // Of equals the first one comes first: results stand in a row.
    std::ranges::sort(list, [](const Group& a, const Group& b) {
        return std::tuple(b.fails, b.is_must, b.tests, a.first) < std::tuple(a.fails, a.is_must, a.tests, b.first);
    });
    return list;
}

std::string row(const Group& group) {
    const ReportedResult& first = *group.first;
    const std::string id = escaped(first.requirement.id);
    return fmt::format("| {} | {} ({}, {}) | {} | {} |\n", name(first.verdict), escaped(broken(first).id),
                       broken(first).level, escaped(broken(first).section),
                       group.tests == 1 ? id : fmt::format("{} tests, {} first", group.tests, id),
                       escaped(first.verdict == Verdict::known_fail ? first.known_failing : first.why));
}

std::string details(const Group& group) {
    const ReportedResult& first = *group.first;
    return fmt::format("\n<details><summary>{} {}</summary>\n\n{}\n</details>\n", name(first.verdict),
                       first.requirement.id, fenced(first.text));
}

/// Texts of groups, as many as fit in so many bytes; then how many do not.
std::string fitting(const std::vector<Group>& list, std::string (*text_of)(const Group& group), size_t most) {
    std::string text;
    for (size_t i = 0; i < list.size(); ++i) {
        const std::string more = text_of(list[i]);
        if (text.size() + more.size() > most) {
            return text + fmt::format("\n{} more: see the other reports of this run.\n", list.size() - i);
        }
        text += more;
    }
    return text;
}

} // namespace

std::string to_markdown(const Report& report) {
    const std::string head = headline(report) + areas(report);
    const std::vector<Group> list = groups(report);
    if (list.empty()) {
        return head;
    }
    return head +
           "\n| verdict | broken requirement | seen in | why |\n| ------- | ------------------ | ------- | --- |\n" +
           fitting(list, row, longest / 3) + fitting(list, details, longest / 2);
}

} // namespace tsrpc::conformance
