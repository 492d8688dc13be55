// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/run_summary.hpp"

#include "conformance/report/fold.hpp"
#include "conformance/report/requirement_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

namespace tsrpc::conformance {
namespace {

/// So much of a long list is read.
constexpr size_t enough_broken = 10;
constexpr size_t enough_reasons = 4;

std::string tests_text(size_t tests) { return fmt::format("{} test{}", tests, tests == 1 ? "" : "s"); }

/// The values of a map, the one of most tests first, those of as many in the order of their keys.
template <class Value, class Key>
std::vector<Value> by_tests(const std::map<Key, Value>& map) {
    std::multimap<size_t, Value, std::greater<>> sorted;
    for (const auto& [key, value] : map) {
        sorted.emplace(value.tests, value);
    }
    std::vector<Value> values;
    for (const auto& [tests, value] : sorted) {
        values.push_back(value);
    }
    return values;
}

} // namespace

void RunSummary::add(const Outcome& outcome) {
    add_broken(outcome);
    for (const Finding& finding : outcome.tolerated) {
        ++known_[finding.requirement];
    }
    add_notes(outcome);
    const Reason reason = {outcome.why, std::string(outcome.requirement->id), outcome.verdict, 1};
    switch (outcome.verdict) {
    case Verdict::crashed:
    case Verdict::hung:
    case Verdict::error: add_reason(lost_, fold_key(outcome), reason); break;
    case Verdict::skip:
    case Verdict::unreachable:
    case Verdict::not_run: add_reason(unchecked_, without_numbers(outcome.why), reason); break;
    case Verdict::pass:
    case Verdict::fail:
    case Verdict::warn:
    case Verdict::known_fail: break;
    }
}

/// What a known failure breaks is not what to start with.
void RunSummary::add_broken(const Outcome& outcome) {
    if (outcome.verdict == Verdict::known_fail) {
        return;
    }
    for (const Finding& finding : outcome.findings) {
        if (const Requirement* const requirement = find_requirement(finding.requirement)) {
            Broken& broken =
                broken_.try_emplace(requirement->id, Broken{requirement, finding.evidence, 0}).first->second;
            broken.nearest = std::min(broken.nearest, finding.evidence);
            ++broken.tests;
        }
    }
}

/// Those of other tests are shown with them.
void RunSummary::add_notes(const Outcome& outcome) {
    if (outcome.verdict != Verdict::pass || outcome.notes.empty()) {
        return;
    }
    noted_.insert(outcome.requirement->id);
    if (std::ranges::any_of(outcome.notes, [](const std::string& note) { return note.ends_with(sampled_note); })) {
        sampled_.insert(outcome.requirement->id);
    }
}

void RunSummary::add_not_run(size_t tests) {
    if (tests > 0) {
        const std::string why = "the run ended before them";
        add_reason(unchecked_, why, {why, "", Verdict::not_run, tests});
    }
}

void RunSummary::add_reason(std::map<std::string, Reason>& reasons, const std::string& key, const Reason& reason) {
    const auto [known, is_new] = reasons.try_emplace(key, reason);
    known->second.tests += is_new ? 0 : reason.tests;
}

std::string RunSummary::broken_text(bool all) const {
    std::vector<Broken> order = by_tests(broken_);
    std::ranges::sort(order, [](const Broken& a, const Broken& b) {
        return std::tuple(a.requirement->level, a.nearest, b.tests, a.requirement->id) <
               std::tuple(b.requirement->level, b.nearest, a.tests, b.requirement->id);
    });
    std::string text;
    for (size_t i = 0; i < order.size(); ++i) {
        if (!all && i == enough_broken) {
            return text + fmt::format("then {} more requirements; -v names them\n", order.size() - i);
        }
        text += fmt::format("{} {}: seen in {}\n", i == 0 ? "start with" : "then", id_and_level(*order[i].requirement),
                            tests_text(order[i].tests));
    }
    return text;
}

std::string RunSummary::unchecked_text(bool all) const {
    const std::vector<Reason> order = by_tests(unchecked_);
    std::string text;
    for (size_t i = 0; i < order.size(); ++i) {
        const std::string separator = i == 0 ? "not checked: " : "; ";
        if (!all && i == enough_reasons) {
            return text + fmt::format("{}and {} more reasons, which -v names\n", separator, order.size() - i);
        }
        text += fmt::format("{}{}: {}", separator, tests_text(order[i].tests), order[i].why);
    }
    return text.empty() ? text : text + '\n';
}

std::string RunSummary::noted_text() const {
    if (noted_.empty()) {
        return "";
    }
    const std::string sampled =
        sampled_.empty() ? "" : fmt::format(", {} of which did not try all cases", sampled_.size());
    return fmt::format("noted: in {}{}; -v shows what\n", tests_text(noted_.size()), sampled);
}

std::string RunSummary::text(bool all) const {
    std::string text = broken_text(all);
    for (const Reason& reason : by_tests(lost_)) {
        text += fmt::format("{}: {}, {} first: {}\n", name(reason.verdict), tests_text(reason.tests), reason.id,
                            reason.why);
    }
    for (const auto& [id, tests] : known_) {
        const Requirement* const requirement = find_requirement(id);
        text += fmt::format("known: {}: seen in {}\n", requirement ? id_and_level(*requirement) : std::string(id),
                            tests_text(tests));
    }
    return text + unchecked_text(all) + (all ? "" : noted_text());
}

} // namespace tsrpc::conformance
