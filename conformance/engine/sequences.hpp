// SPDX-License-Identifier: BSD-3-Clause
//
// A test of random sequences: tries many, and ends with the shortest one that shows what was found. Knows neither what
// a step is nor which role the target has.
#ifndef TSRPC_CONFORMANCE_ENGINE_SEQUENCES_HPP
#define TSRPC_CONFORMANCE_ENGINE_SEQUENCES_HPP

#include "conformance/engine/explore.hpp"
#include "conformance/engine/test.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <functional>
#include <optional>
#include <random>
#include <string_view>
#include <utility>
#include <vector>

namespace tsrpc::conformance {

/// What a sequence ended with: the requirement that was found broken, or how the target was lost.
struct SequenceFailure {
    std::string_view requirement; ///< empty: the target was lost
    std::optional<TargetLost> lost;
};

/// Whether it is of a MUST.
bool is_must(const SequenceFailure& failure);

bool is_same(const SequenceFailure& a, const SequenceFailure& b);

/// What the test has found so far, if anything: a MUST, if there is one, and the nearest to the cause.
std::optional<SequenceFailure> failure_of(const Test& test);

/// Calls `body` with 0, 1, 2... so many times, or as long, as the test's options say: `usual` times, of so many
/// exchanges each.
void for_each_sequence(Test& test, size_t usual, double exchanges, const std::function<void(size_t done)>& body);

/// Ends the test for a failure that does not happen again.
[[noreturn]] void report_unrepeatable(Test& test, const SequenceFailure& failure);

/// What a role's steps are, and how they are performed.
template <class Step>
struct SequenceRole {
    std::function<std::vector<Step>(std::mt19937_64& random)> draw; ///< a sequence
    Simpler<Step> simpler;
    std::function<void()> begin; ///< makes the target as after boot, with a trace that says no more than that
    std::function<void(const Step& step)> perform;
    std::function<void()> flush; ///< says what was held back
};

namespace detail {

/// How a sequence is said: at once, which is fast, or step by step until a MUST is broken, since what comes of that
/// later is not of interest.
enum class Saying : uint8_t { at_once, by_step };

template <class Step>
std::optional<SequenceFailure> try_sequence(Test& test, const SequenceRole<Step>& role, const std::vector<Step>& steps,
                                            Saying saying) {
    try {
        role.begin();
        std::optional<SequenceFailure> failure;
        for (auto step = steps.begin(); step != steps.end() && !(failure && is_must(*failure)); ++step) {
            role.perform(*step);
            if (saying == Saying::by_step) {
                role.flush();
                failure = failure_of(test);
            }
        }
        role.flush();
        return failure_of(test);
    } catch (const TargetLost& lost) {
        return SequenceFailure{{}, lost};
    }
}

/// Performs the shortest sequence that fails in this way, so that it is the test's trace, and ends the test.
template <class Step>
[[noreturn]] void report(Test& test, const SequenceRole<Step>& role, std::vector<Step> steps, SequenceFailure failure) {
    constexpr int most_tries = 2000; // a target that is lost is started anew each time
    int tries = 0;
    const bool is_patient = !failure.lost || failure.lost->how == TargetLost::How::crashed;
    if (is_patient) { // what it breaks first
        failure = try_sequence(test, role, steps, Saying::by_step).value_or(failure);
    }
    const StillFails<Step> still_fails = [&](const std::vector<Step>& some) {
        if (!is_patient || ++tries > most_tries) {
            return false;
        }
        const auto seen = try_sequence(test, role, some, Saying::by_step);
        return seen && is_same(*seen, failure);
    };
    steps = shrink<Step>(steps, role.simpler, still_fails);
    const auto seen = is_patient ? try_sequence(test, role, steps, Saying::by_step) : failure;
    test.note(fmt::format("found by a random sequence, shortened to {} steps", steps.size()));
    if (seen && seen->lost) {
        throw TargetLost(*seen->lost);
    }
    if (!seen) {
        report_unrepeatable(test, failure);
    }
    throw Stopped{};
}

} // namespace detail

/// The body of a test: performs sequences, by the seed, until one breaks a MUST. What breaks a SHOULD is reported if
/// there is no such.
template <class Step>
void try_sequences(Test& test, const SequenceRole<Step>& role, size_t usual, double exchanges) {
    test.count_all_levels();
    std::mt19937_64 random(test.options().seed);
    std::optional<std::pair<std::vector<Step>, SequenceFailure>> should;
    for_each_sequence(test, usual, exchanges, [&](size_t done) {
        const std::vector<Step> steps = role.draw(random);
        const auto failure = detail::try_sequence(test, role, steps, detail::Saying::at_once);
        if (failure && is_must(*failure)) {
            detail::report(test, role, steps, *failure);
        }
        if (failure && !should) {
            should = {steps, *failure};
        }
        if (test.options().progress) {
            test.options().progress(done + 1);
        }
    });
    if (should) {
        detail::report(test, role, should->first, should->second);
    }
}

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_SEQUENCES_HPP
