// SPDX-License-Identifier: BSD-3-Clause
//
// Random sequences, and the shortest one that shows what was found.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sequence.hpp"

#include "conformance/engine/explore.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <optional>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// What a sequence ended with: the requirement that was found broken, or how the target was lost.
struct Failure {
    std::string_view requirement; ///< empty: the target was lost
    std::optional<TargetLost> lost;
};

static bool is_must(const Failure& failure) {
    return failure.lost || find_requirement(failure.requirement)->level == Level::must;
}

static bool is_same(const Failure& a, const Failure& b) {
    return a.lost.has_value() == b.lost.has_value() && a.requirement == b.requirement;
}

/// The finding that a sequence is shortened for: a MUST, if there is one, and the nearest to the cause.
static const Finding* worst(const Findings& findings) {
    const Finding* worst = nullptr;
    const auto rank = [](const Finding& finding) {
        return std::pair(find_requirement(finding.requirement)->level, finding.evidence);
    };
    for (const Finding& finding : findings) {
        if (worst == nullptr || rank(finding) < rank(*worst)) {
            worst = &finding;
        }
    }
    return worst;
}

/// What was found broken so far, if anything.
static std::optional<Failure> failure_of(const Test& test) {
    const Finding* const finding = worst(test.findings());
    return finding == nullptr ? std::nullopt : std::optional(Failure{finding->requirement, {}});
}

/// How a sequence is said: at once, which is fast, or step by step until a MUST is broken, since what comes of that
/// later is not of interest.
enum class Saying : uint8_t { at_once, by_step };

/// Performs a sequence on the SP as after boot, from a trace that has nothing but hello in it.
static std::optional<Failure> try_sequence(Sp& sp, const std::vector<Step>& steps, Saying saying) {
    try {
        sp.begin();
        Sequence sequence(sp);
        std::optional<Failure> failure;
        for (auto step = steps.begin(); step != steps.end() && !(failure && is_must(*failure)); ++step) {
            sequence.perform(*step);
            if (saying == Saying::by_step) {
                sp.flush();
                failure = failure_of(sp.test());
            }
        }
        sp.flush();
        return failure_of(sp.test());
    } catch (const TargetLost& lost) {
        return Failure{{}, lost};
    }
}

static std::vector<Step> random_steps(std::mt19937_64& random) {
    std::vector<Step> steps(8 + random() % 56);
    std::ranges::generate(steps, [&random] { return random_step(random); });
    steps.push_back({.kind = static_cast<uint8_t>(Step::Kind::look)});
    return steps;
}

/// Performs the shortest sequence that fails in this way, so that it is the test's trace, and ends the test.
[[noreturn]] static void report(Sp& sp, std::vector<Step> steps, Failure failure) {
    constexpr int most_tries = 2000; // a target that is lost is started anew each time
    int tries = 0;
    const bool is_patient = !failure.lost || failure.lost->how == TargetLost::How::crashed;
    if (is_patient) { // what it breaks first
        failure = try_sequence(sp, steps, Saying::by_step).value_or(failure);
    }
    const StillFails<Step> still_fails = [&](const std::vector<Step>& some) {
        if (!is_patient || ++tries > most_tries) {
            return false;
        }
        const auto seen = try_sequence(sp, some, Saying::by_step);
        return seen && is_same(*seen, failure);
    };
    steps = shrink<Step>(steps, simpler, still_fails);
    const auto seen = is_patient ? try_sequence(sp, steps, Saying::by_step) : failure;
    if (seen && seen->lost) {
        throw TargetLost(*seen->lost);
    }
    if (!seen) {
        sp.test().find(
            {failure.requirement,
             Evidence::other,
             "a random sequence showed it once and, performed again, did not: the answers depend on what was "
             "before a reset",
             {}});
    }
    sp.test().note(fmt::format("found by a random sequence, shortened to {} steps", steps.size()));
    throw Stopped{};
}

/// Calls `body` so many times, or as long, as the options say.
template <class Body>
static void for_each_sequence(Sp& sp, size_t usual, const Body& body) {
    const SuiteOptions& options = sp.test().options();
    if (options.sequence_minutes) {
        const auto end =
            std::chrono::steady_clock::now() + std::chrono::duration<double>(*options.sequence_minutes * 60);
        for (size_t i = 0; std::chrono::steady_clock::now() < end; ++i) {
            body(i);
        }
        return;
    }
    constexpr double steps = 60;
    const size_t count = options.sequences ? *options.sequences : sp.test().affordable(usual, steps, 1);
    // Now and then a slow answer does not show in the pace.
    const auto patience = std::chrono::steady_clock::now() + std::chrono::seconds(30);
    const bool is_patient = options.sequences || options.effort == Effort::full;
    for (size_t i = 0; i < count; ++i) {
        if (!is_patient && std::chrono::steady_clock::now() > patience) {
            sp.test().note(fmt::format("{} of {} sequences were tried in 30 s; --effort full tries all", i, count));
            return;
        }
        body(i);
    }
}

TSRPC_SP_TEST(robustness, random_sequences) {
    sp.test().count_all_levels();
    std::mt19937_64 random(sp.seed());
    std::optional<std::pair<std::vector<Step>, Failure>> should; // reported if no MUST is found
    for_each_sequence(sp, 1500, [&](size_t done) {
        const std::vector<Step> steps = random_steps(random);
        const auto failure = try_sequence(sp, steps, Saying::at_once);
        if (failure && is_must(*failure)) {
            report(sp, steps, *failure);
        }
        if (failure && !should) {
            should = {steps, *failure};
        }
        if (sp.test().options().progress) {
            sp.test().options().progress(done + 1);
        }
    });
    if (should) {
        report(sp, should->first, should->second);
    }
}

TSRPC_SP_TEST(robustness, random_words) {
    std::mt19937_64 random(sp.seed());
    const auto any_of = [&random](std::initializer_list<uint32_t> some) {
        return some.begin()[random() % some.size()];
    };
    const auto word = [&] {
        return random() % 2 == 0 ? static_cast<uint32_t>(random()) : any_of({0, 1, 0xff, 0xffffffff});
    };
    for_each_sequence(sp, 500, [&](size_t i) {
        if (i % 64 == 63) {
            sp.reset();
        }
        for (int n = 0; n < 6; ++n) {
            const uint32_t id = any_of({0xff, 0xff, static_cast<uint32_t>(random()) & 0xff, 0});
            const uint32_t opcode = any_of({static_cast<uint32_t>(random()) & 0xffff, word() % 8});
            const uint32_t flags = random() % 4 == 0 ? static_cast<uint32_t>(random()) & 0xff000000 : 0;
            sp.post_request(
                sp.a(), {{flags | id << TSRPC_CONTROL_INTERFACE_ID_SHIFT | opcode, word(), word(), word(), word()}});
        }
        sp.post_request(sp.a(), pack(GetVersionRequest{}));
    });
}
