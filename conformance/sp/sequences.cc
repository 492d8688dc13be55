// SPDX-License-Identifier: BSD-3-Clause
//
// Random sequences of steps, and random words.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sequence.hpp"

#include "conformance/engine/sequences.hpp"

#include <algorithm>
#include <optional>

using namespace tsrpc;
using namespace tsrpc::conformance;

static std::vector<Step> random_steps(std::mt19937_64& random) {
    std::vector<Step> steps(8 + random() % 56);
    std::ranges::generate(steps, [&random] { return random_step(random); });
    steps.push_back({.kind = static_cast<uint8_t>(Step::Kind::look)});
    return steps;
}

TSRPC_SP_TEST(robustness, random_sequences) {
    std::optional<Sequence> sequence;
    try_sequences<Step>(sp.test(),
                        {random_steps, simpler,
                         [&] {
                             sp.begin();
                             sequence.emplace(sp);
                         },
                         [&](const Step& step) { sequence->perform(step); }, [&] { sp.flush(); }},
                        1500, 60);
}

TSRPC_SP_TEST(robustness, random_words) {
    std::mt19937_64 random(sp.seed());
    const auto any_of = [&random](std::initializer_list<uint32_t> some) {
        return some.begin()[random() % some.size()];
    };
    const auto word = [&] {
        return random() % 2 == 0 ? static_cast<uint32_t>(random()) : any_of({0, 1, 0xff, 0xffffffff});
    };
    for_each_sequence(sp.test(), 500, 60, [&](size_t i) {
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
