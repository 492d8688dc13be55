// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/engine/known_failing.hpp"

#include "conformance/engine/selection.hpp"
#include "conformance/protocol/words.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

/// Whether something is said: "#" or "-" alone is no reason.
bool says_something(std::string_view reason) {
    return std::ranges::any_of(reason, [](char c) {
        const bool is_ascii = static_cast<unsigned char>(c) < 0x80;
        return !is_ascii || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    });
}

bool is_text(std::string_view line) {
    std::string without_tabs(line);
    std::ranges::replace(without_tabs, '\t', ' ');
    return printable(without_tabs) == without_tabs;
}

KnownFailing parse_line(std::string_view line, const std::vector<Case>& cases) {
    if (!is_text(line)) {
        throw SelectionError("the line is not text; expected a pattern of test ids and a reason");
    }
    KnownFailing listed;
    listed.pattern = line.substr(0, line.find_first_of(white_space));
    listed.reason = trimmed(line.substr(listed.pattern.size()));
    std::ranges::replace(listed.reason, '\t', ' ');
    if (!says_something(listed.reason)) {
        throw SelectionError(
            fmt::format("'{}' has no reason; expected one after the pattern", excerpt(listed.pattern)));
    }
    if (std::ranges::none_of(cases, [&](const Case& test) { return matches(listed.pattern, test); })) {
        throw SelectionError(fmt::format("no test matches '{}'; --list shows the ids", excerpt(listed.pattern)));
    }
    listed.is_id = std::ranges::any_of(cases, [&](const Case& test) { return test.requirement->id == listed.pattern; });
    return listed;
}

} // namespace

std::vector<KnownFailing> parse_known_failing(std::string_view text, const std::string& file,
                                              const std::vector<Case>& cases) {
    constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
    text.remove_prefix(text.starts_with(byte_order_mark) ? byte_order_mark.size() : 0);
    std::vector<KnownFailing> list;
    for (size_t number = 1; !text.empty(); ++number) {
        const std::string_view line = trimmed(text.substr(0, text.find('\n')));
        text.remove_prefix(std::min(text.find('\n'), text.size() - 1) + 1);
        if (line.empty() || line.starts_with('#')) {
            continue;
        }
        try {
            list.push_back(parse_line(line, cases));
        } catch (const SelectionError& error) {
            throw SelectionError(fmt::format("{}:{}: {}", file, number, error.what()));
        }
        list.back().place = fmt::format("line {} of {}", number, file);
    }
    return list;
}

const KnownFailing* find_known_failing(const std::vector<KnownFailing>& list, const Case& test) {
    const auto found =
        std::ranges::find_if(list, [&](const KnownFailing& listed) { return matches(listed.pattern, test); });
    return found == list.end() ? nullptr : &*found;
}

void hold_to_list(const KnownFailing& listed, Outcome& outcome) {
    if (is_failure(outcome.verdict)) {
        outcome.unlisted = outcome.verdict;
        outcome.verdict = Verdict::known_fail;
        outcome.known_failing = listed.reason;
    } else if (outcome.verdict == Verdict::pass && outcome.tolerated.empty()) {
        outcome.unlisted = outcome.verdict;
        outcome.verdict = Verdict::fail;
        outcome.why = listed.is_id ? fmt::format("unexpectedly passes: remove {}", listed.place)
                                   : fmt::format("unexpectedly passes: '{}' in {} must not match it", listed.pattern,
                                                 listed.place);
    }
}

} // namespace tsrpc::conformance
