// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/report.hpp"

#include "conformance/report/outcome_text.hpp"
#include "conformance/report/printed_text.hpp"
#include "conformance/report/trace_messages.hpp"
#include "conformance/requirements/catalogue.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>

namespace tsrpc::conformance {
namespace {

/// How much of a trace a report has, so that one of many failures stays small.
constexpr size_t first_messages = 8;
constexpr size_t last_messages = 48;

ReportedRequirement row(const Requirement& requirement) {
    return {std::string(requirement.id), std::string(name(requirement.level)), std::string(requirement.source),
            std::string(requirement.sentence)};
}

std::vector<ReportedFinding> reported(const Findings& findings) {
    std::vector<ReportedFinding> list;
    for (const Finding& finding : findings) {
        list.push_back({row(*find_requirement(finding.requirement)), finding.detail, finding.step});
    }
    return list;
}

/// The exchanges up to the one that shows the failure.
std::span<const Said> shown(const Outcome& outcome) {
    const std::span<const Said> trace = outcome.trace;
    const bool by_finding = rests_on_finding(outcome) && outcome.findings.front().step < trace.size();
    return by_finding ? trace.first(outcome.findings.front().step + 1) : trace;
}

void add_trace(ReportedResult& result, std::span<const Said> trace) {
    for (size_t i = 0; i < trace.size(); ++i) {
        for (TraceMessage& message : messages(trace[i])) {
            result.trace.push_back({i, std::string(name(message.from)), std::string(name(message.to)),
                                    std::move(message.line), std::move(message.says)});
        }
        if (result.trace.size() > 2 * (first_messages + last_messages)) { // the last ones are not known yet
            const auto from = result.trace.begin() + first_messages;
            const auto to = result.trace.end() - last_messages;
            result.left_out += static_cast<size_t>(to - from);
            result.trace.erase(from, to);
        }
    }
}

void add_frame(ReportedResult& result, const Findings& findings, std::span<const Said> trace) {
    const std::optional<TraceFrame> frame = trace.empty() ? std::nullopt : last_frame(trace.back());
    if (!frame) {
        return;
    }
    const size_t step = trace.size() - 1;
    std::vector<report::ExpectedBits> expected;
    for (const Finding& finding : findings) {
        if (finding.wrong && finding.step == step) {
            expected.push_back({finding.wrong->reg, finding.wrong->mask, finding.wrong->expected});
        }
    }
    const Inspection inspection = frame->inspect();
    result.frame = {step, frame->direction, frame->words, report::summary(inspection, frame->words),
                    report::frame_rows(inspection, frame->words, frame->request, expected)};
}

} // namespace

Tally Report::tally() const {
    Tally tally;
    for (const ReportedResult& result : results) {
        tally.add(result.verdict);
    }
    return tally;
}

std::string incomplete_text(const Report& report) {
    return report.complete ? ""
                           : fmt::format("{} of {} tests ran: the run is not complete", report.results.size(),
                                         std::max(report.selected, report.results.size()));
}

std::vector<AreaResults> by_area(const Report& report) {
    std::vector<AreaResults> areas;
    for (const ReportedResult& result : report.results) {
        const std::string_view id = result.requirement.id;
        const std::string_view area = id.substr(0, id.find('.'));
        const auto known = std::ranges::find(areas, area, &AreaResults::area);
        AreaResults& of_area = known != areas.end() ? *known : areas.emplace_back(AreaResults{area, {}, {}});
        of_area.results.push_back(&result);
        of_area.tally.add(result.verdict);
    }
    return areas;
}

ReportedResult reported(const Outcome& outcome, const TestPlace& place) {
    ReportedResult result;
    result.requirement = row(*outcome.requirement);
    result.verdict = outcome.verdict;
    result.why = outcome.why;
    result.known_failing = outcome.known_failing;
    result.findings = reported(outcome.findings);
    result.tolerated = reported(outcome.tolerated);
    result.notes = outcome.notes;
    result.repeat = place.repeat;
    result.file = place.file;
    result.line = place.line;
    result.seconds = outcome.seconds;
    if (outcome.verdict != Verdict::pass || !outcome.notes.empty()) {
        result.text = outcome_text(outcome, place.repeat);
    }
    if (shows_trace(outcome)) {
        add_trace(result, shown(outcome));
        add_frame(result, outcome.findings, shown(outcome));
        result.printed = printed_text(outcome.printed, TraceLength{}.printed);
    }
    return result;
}

std::string catalogue_digest() {
    constexpr uint64_t basis = 0xcbf29ce484222325;
    constexpr uint64_t prime = 0x100000001b3;
    uint64_t digest = basis;
    const auto add = [&](std::string_view text) {
        for (const char c : text) {
            digest = (digest ^ static_cast<uint8_t>(c)) * prime;
        }
        digest *= prime; // between texts: as a byte 0
    };
    for (const Requirement& requirement : catalogue()) {
        for (const std::string_view text : {requirement.id, name(requirement.level), name(requirement.role),
                                            requirement.source, requirement.sentence}) {
            add(text);
        }
    }
    return fmt::format("fnv1a64:{:016x}", digest);
}

} // namespace tsrpc::conformance
