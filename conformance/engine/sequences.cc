// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/engine/sequences.hpp"

#include "conformance/engine/verdict.hpp"

#include <chrono>

namespace tsrpc::conformance {

bool is_must(const SequenceFailure& failure) {
    return failure.lost || find_requirement(failure.requirement)->level == Level::must;
}

bool is_same(const SequenceFailure& a, const SequenceFailure& b) {
    return a.lost.has_value() == b.lost.has_value() && a.requirement == b.requirement;
}

std::optional<SequenceFailure> failure_of(const Test& test) {
    const Finding* worst = nullptr;
    const auto rank = [](const Finding& finding) {
        return std::pair(find_requirement(finding.requirement)->level, finding.evidence);
    };
    for (const Finding& finding : test.findings()) {
        if (worst == nullptr || rank(finding) < rank(*worst)) {
            worst = &finding;
        }
    }
    return worst == nullptr ? std::nullopt : std::optional(SequenceFailure{worst->requirement, {}});
}

void for_each_sequence(Test& test, size_t usual, double exchanges, const std::function<void(size_t done)>& body) {
    using Clock = std::chrono::steady_clock;
    const SuiteOptions& options = test.options();
    if (options.sequence_minutes) {
        const auto end = Clock::now() + std::chrono::duration<double>(*options.sequence_minutes * 60);
        for (size_t i = 0; Clock::now() < end; ++i) {
            body(i);
        }
        return;
    }
    const size_t count = options.sequences ? *options.sequences : test.affordable(usual, exchanges, 1);
    // Now and then a slow answer does not show in the pace.
    const auto patience = Clock::now() + std::chrono::seconds(30);
    const bool is_patient = options.sequences || options.effort == Effort::full;
    for (size_t i = 0; i < count; ++i) {
        if (!is_patient && Clock::now() > patience) {
            test.note(fmt::format("{} of {} sequences were tried in 30 s{}", i, count, sampled_note));
            return;
        }
        body(i);
    }
}

void report_unrepeatable(Test& test, const SequenceFailure& failure) {
    test.find({failure.requirement,
               Evidence::other,
               "a random sequence broke it once, but not when it was repeated: the answers depend on what was before a "
               "reset",
               {}});
    throw Stopped{};
}

} // namespace tsrpc::conformance
