// SPDX-License-Identifier: BSD-3-Clause
//
// Random sequences of what the user does and the other side answers.
#include "conformance/caller/cases.hpp"
#include "conformance/caller/sequence.hpp"

#include "conformance/engine/sequences.hpp"

#include <algorithm>
#include <optional>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// At last the caller is ended, with whatever it has.
static std::vector<CallerStep> random_steps(std::mt19937_64& random) {
    std::vector<CallerStep> steps(8 + random() % 40);
    std::ranges::generate(steps, [&random] { return random_caller_step(random); });
    steps.push_back({.kind = static_cast<uint8_t>(CallerStep::Kind::create)});
    return steps;
}

TSRPC_CALLER_TEST(lies, random_sequences) {
    std::optional<CallerSequence> sequence;
    try_sequences<CallerStep>(user.test(),
                              {random_steps, simpler,
                               [&] {
                                   user.begin();
                                   sequence.emplace(user);
                               },
                               [&](const CallerStep& step) { sequence->perform(step); }, [] {}},
                              800, 100);
}
