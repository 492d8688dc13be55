// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/outcome_text.hpp"

#include "conformance/report/printed_text.hpp"
#include "conformance/report/requirement_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>

namespace tsrpc::conformance {
namespace {

std::string indented(std::string_view lines) {
    std::string text;
    while (!lines.empty()) {
        const size_t end = std::min(lines.find('\n'), lines.size());
        text += fmt::format("    {}\n", lines.substr(0, end));
        lines.remove_prefix(std::min(end + 1, lines.size()));
    }
    return text;
}

/// Why a known failure is one.
std::string known_failing(const Outcome& outcome) {
    return outcome.known_failing.empty() ? "" : fmt::format("known failing: {}\n", outcome.known_failing);
}

/// What is said below the verdict's line, above the trace.
std::string reasons(const Outcome& outcome) {
    std::string text = known_failing(outcome);
    const bool by_finding = rests_on_finding(outcome);
    if (by_finding && outcome.blamed() != nullptr) {
        text += fmt::format("broken: {}\n", requirement_text(*outcome.blamed()));
    } else if (shows_trace(outcome)) {
        text += fmt::format("checking: {}\n", requirement_text(*outcome.requirement));
    }
    text += outcome.why.empty() ? "" : outcome.why + '\n';
    // Of the first finding `why` has said it all.
    for (const Finding& finding : std::span(outcome.findings).subspan(by_finding ? 1 : 0)) {
        text += fmt::format("also broken: {}\n", finding_text(finding));
    }
    for (const Finding& finding : outcome.tolerated) {
        text += fmt::format("known: {}\n", finding_text(finding));
    }
    for (const std::string& note : outcome.notes) {
        text += fmt::format("note: {}\n", note);
    }
    return text;
}

/// Up to what the verdict rests on: the first finding, or how the target was lost.
std::string trace_of(const Outcome& outcome, const TraceLength& length) {
    return rests_on_finding(outcome) ? trace_text(outcome.trace, outcome.findings, length)
                                     : trace_text(outcome.trace, length);
}

} // namespace

bool rests_on_finding(const Outcome& outcome) {
    return !outcome.findings.empty() && (outcome.seen() == Verdict::fail || outcome.seen() == Verdict::warn);
}

bool shows_trace(const Outcome& outcome) {
    return outcome.seen() == Verdict::warn || (is_failure(outcome.seen()) && outcome.seen() != Verdict::not_run);
}

std::string verdict_line(const Outcome& outcome) {
    return fmt::format("{:<11} {}\n", name(outcome.verdict), outcome.requirement->id);
}

std::string outcome_text(const Outcome& outcome, const std::string& repeat_command, const TraceLength& length) {
    std::string text = verdict_line(outcome) + indented(reasons(outcome));
    if (shows_trace(outcome)) {
        text += indented(trace_of(outcome, length)) + indented(printed_text(outcome.printed, length.printed)) +
                indented(fmt::format("repeat with: {}\n", repeat_command));
    }
    return text;
}

std::string known_failure_text(const Outcome& outcome) {
    return fmt::format("{:<11} {}: {}\n", name(outcome.verdict), outcome.requirement->id, outcome.known_failing);
}

} // namespace tsrpc::conformance
