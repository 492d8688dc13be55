// SPDX-License-Identifier: BSD-3-Clause
//
// Steps: any bytes are one, shrinking them comes to an end, and on the reference SP nothing is ever found, however
// little the target can do.
#include "conformance/sp/sequence.hpp"

#include "conformance/reference/sp_plugin.hpp"
#include "conformance/targets/in_process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <memory>
#include <ostream>
#include <set>

namespace tsrpc::conformance {

/// For GoogleTest, which finds it by its argument: not in the unnamed namespace.
static void PrintTo(const Finding& finding, std::ostream* out) {
    *out << finding.requirement << ": " << finding.detail;
}

namespace {

Step any_step() {
    return {*rc::gen::arbitrary<uint8_t>(), *rc::gen::arbitrary<uint8_t>(), *rc::gen::arbitrary<uint8_t>(),
            *rc::gen::arbitrary<uint8_t>(), *rc::gen::arbitrary<uint8_t>(), *rc::gen::arbitrary<uint16_t>()};
}

RC_GTEST_PROP(Steps, GetSimplerUntilTheyCannot, ()) {
    constexpr size_t most = 1000;
    std::vector<Step> left = {any_step()};
    size_t count = 0;
    while (!left.empty()) { // any choice leads to an end
        RC_ASSERT(++count < most);
        const std::vector<std::vector<Step>> choices = simpler(left.back());
        left.pop_back();
        if (!choices.empty()) {
            const std::vector<Step>& chosen = choices[*rc::gen::inRange<size_t>(0, choices.size())];
            RC_ASSERT(!chosen.empty());
            left.insert(left.end(), chosen.begin(), chosen.end());
        }
    }
}

RC_GTEST_PROP(Steps, AreNotSimplerThanThemselves, ()) {
    const Step step = any_step();
    for (const std::vector<Step>& some : simpler(step)) {
        RC_ASSERT(std::ranges::find(some, step) == some.end());
    }
}

TEST(Steps, AreDrawnOfEveryKindAndOfTheSeedAlone) {
    std::set<uint8_t> kinds;
    std::mt19937_64 random(1);
    std::mt19937_64 same(1);
    for (int i = 0; i < 10'000; ++i) {
        const Step step = random_step(random);
        EXPECT_EQ(step, random_step(same));
        kinds.insert(step.kind);
    }
    EXPECT_EQ(kinds.size(), Step::kinds);
}

TEST(Steps, AreDescribedByTheirMembers) {
    EXPECT_EQ(describe({static_cast<uint8_t>(Step::Kind::retrieve), 1, 2, 3, 4, 0x0506}),
              "retrieve sender=1 region=2 detail=3 change=4 number=0x0506");
    EXPECT_EQ(describe({static_cast<uint8_t>(Step::kinds + 3), 0, 0, 0, 0, 0}),
              "share sender=0 region=0 detail=0 change=0 number=0x0000");
}

// --- on the reference

/// The reference SP, as a target that can do what is left of its greeting.
StartTarget reference(const std::function<void(Greeting& greeting)>& limit) {
    return [limit]() -> Link {
        return [limit, link = link_in_process(reference_sp_plugin())](std::span<const Command> commands,
                                                                      const Grant& grant, const TakeReply& take) {
            link(commands, grant, [&](Reply&& reply) {
                if (auto* const greeting = std::get_if<Greeting>(&reply.result)) {
                    limit(*greeting);
                } else if (!commands.empty()) {
                    reply.events.clear();
                }
                take(std::move(reply));
            });
        };
    };
}

struct Limited {
    const char* name;
    StartTarget start;
};

void PrintTo(const Limited& limited, std::ostream* out) { *out << limited.name; }

class SequencesOnTheReference : public testing::TestWithParam<Limited> {};

TEST_P(SequencesOnTheReference, FindNothing) {
    constexpr int seeds = 20;
    constexpr int sequences = 10;
    constexpr int steps = 40;
    SuiteRun run{GetParam().start, SuiteOptions{}, {}, {}, {}};
    conformance::Test test(*find_requirement("robustness.random_sequences"), run);
    Sp sp(test);
    for (uint64_t seed = 1; seed <= seeds; ++seed) {
        std::mt19937_64 random(seed);
        for (int i = 0; i < sequences; ++i) {
            sp.begin();
            Sequence sequence(sp);
            for (int n = 0; n < steps; ++n) {
                sequence.perform(random_step(random));
                sp.flush();
            }
            sp.look_at_all();
            sp.flush();
            ASSERT_THAT(test.findings(), testing::IsEmpty()) << "seed " << seed << "\n" << to_text(test.trace());
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Targets, SequencesOnTheReference,
                         testing::Values(Limited{"in process", [] { return link_in_process(reference_sp_plugin()); }},
                                         Limited{"shows nothing",
                                                 reference([](Greeting& greeting) { greeting.shows_events = false; })},
                                         Limited{"as a board", reference([](Greeting& greeting) {
                                                     greeting.senders = {0x8001};
                                                     greeting.takes_handles = greeting.can_reset =
                                                         greeting.shows_events = greeting.can_refuse = false;
                                                 })}));

/// A fresh reference SP and a sequence on it.
class WordsOfASequence : public testing::Test {
  protected:
    Registers last_request() const { return std::get<Call>(test.trace().back().command).request; }

    SuiteRun run{[] { return link_in_process(reference_sp_plugin()); }, SuiteOptions{}, {}, {}, {}};
    conformance::Test test{*find_requirement("robustness.random_sequences"), run};
    Sp sp{test};
    Sequence sequence{sp};
};

TEST_F(WordsOfASequence, AreSentAsTheyAre) {
    const Registers words = {{0xc0ff0007, 1, 2, 3, 4}};
    sequence.perform(0x1234, words, Step::places);
    sp.flush();
    EXPECT_EQ(test.trace().back().command, Command(Call{0x1234, words}));
}

TEST_F(WordsOfASequence, CanHaveTheHandleOfAPlace) {
    sequence.perform({.kind = static_cast<uint8_t>(Step::Kind::share), .region = 3});
    sp.flush();
    const uint64_t handle = std::get<Shared>(test.trace().back().reply->result).handle;
    sequence.perform(1, {{0x00ff0001, 9, 9, 0, 0}}, 3);
    sp.flush();
    EXPECT_EQ(last_request(), pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{0}}));
}

TEST_F(WordsOfASequence, AreNotSentInTheNameOfTheSp) {
    sequence.perform(test.target().own_id, {}, Step::places);
    sp.flush();
    EXPECT_EQ(std::get<Call>(test.trace().back().command).sender, sp.a());
}

} // namespace
} // namespace tsrpc::conformance
