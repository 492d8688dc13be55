// SPDX-License-Identifier: BSD-3-Clause
//
// How much is tried: all on a fast target, what fits on a slow one, always the same by the seed.
#include "conformance/engine/tests/fake_target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <thread>

namespace tsrpc::conformance {
namespace {

constexpr double fast = 0.00001; // seconds an exchange
constexpr double slow = 0.001;
constexpr size_t many = 1'000'000;

SuiteRun run_at(FakeTarget& target, double pace, SuiteOptions options = {}) {
    SuiteRun run = target.run(std::move(options));
    run.pace = Pace{pace, 0};
    return run;
}

/// Those of 10,000 numbers that are tried on a slow target with that seed.
std::vector<int> sample(uint64_t seed) {
    FakeTarget target;
    SuiteRun run = run_at(target, slow, with(&SuiteOptions::seed, seed));
    conformance::Test test(requirement(own_must), run);
    std::vector<int> cases(10'000);
    std::iota(cases.begin(), cases.end(), 0);
    return test.sample(cases, 2);
}

TEST(Effort, AFastTargetIsNeverSampled) {
    FakeTarget target;
    SuiteRun run = run_at(target, fast);
    conformance::Test test(requirement(own_must), run);
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(test.affordable(many, 1000), many);
    }
    EXPECT_THAT(test.notes(), testing::IsEmpty());
}

TEST(Effort, OnASlowTargetWhatFitsIsTriedAndSaid) {
    FakeTarget target;
    SuiteRun run = run_at(target, slow);
    conformance::Test test(requirement(own_must), run);
    const size_t tried = test.affordable(many, 2);
    EXPECT_GT(tried, 100u);
    EXPECT_LT(static_cast<double>(tried) * 2 * slow, 1.0) << "of 120 tests, two minutes in all";
    EXPECT_THAT(test.notes(),
                testing::ElementsAre(std::to_string(tried) + " of 1000000 cases were tried; --effort full tries all"));
}

TEST(Effort, WhatFitsIsTriedWholeAndNothingIsSaid) {
    FakeTarget target;
    SuiteRun run = run_at(target, slow);
    conformance::Test test(requirement(own_must), run);
    EXPECT_EQ(test.affordable(10, 1), 10u);
    EXPECT_THAT(test.notes(), testing::IsEmpty());
}

TEST(Effort, TheTimeOfATestIsSpentOnce) {
    FakeTarget target;
    SuiteRun run = run_at(target, slow);
    conformance::Test test(requirement(own_must), run);
    const size_t first = test.affordable(many, 1);
    EXPECT_EQ(test.affordable(many, 1), 1u) << "but one is always tried";
    conformance::Test other(requirement(own_should), run);
    EXPECT_EQ(other.affordable(many, 1), first) << "each test has its own time";
}

TEST(Effort, FullTriesAllOnAnyTarget) {
    FakeTarget target;
    SuiteRun run = run_at(target, slow, with(&SuiteOptions::effort, Effort::full));
    conformance::Test test(requirement(own_must), run);
    EXPECT_EQ(test.affordable(many, 1000), many);
    EXPECT_THAT(test.notes(), testing::IsEmpty());
}

TEST(Effort, QuickTriesAFewEvenOnAFastTarget) {
    FakeTarget target;
    SuiteRun run = run_at(target, fast, with(&SuiteOptions::effort, Effort::quick));
    conformance::Test test(requirement(own_must), run);
    const size_t tried = test.affordable(many, 1);
    EXPECT_LT(tried, 10'000u);
    EXPECT_EQ(test.notes().size(), 1u);
}

TEST(Effort, ASampleIsInOrderAndTheSameForTheSameSeed) {
    const std::vector<int> tried = sample(1);
    EXPECT_GT(tried.size(), 10u);
    EXPECT_LT(tried.size(), 1000u);
    EXPECT_TRUE(std::ranges::is_sorted(tried));
    EXPECT_EQ(std::ranges::adjacent_find(tried), tried.end());
    EXPECT_EQ(tried, sample(1));
    EXPECT_NE(tried, sample(2));
}

TEST(Effort, ThePaceIsMeasuredOnceAndLeavesNoTrace) {
    FakeTarget target;
    target.answer = [](const Command&, const Grant&) {
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
        return Reply{{}, Response{}};
    };
    SuiteRun run = target.run();
    run.pace.reset();
    {
        conformance::Test test(requirement(own_must), run);
        EXPECT_LT(test.affordable(many, 1), many);
        EXPECT_EQ(test.trace().size(), 1u);
    }
    ASSERT_TRUE(run.pace);
    EXPECT_GE(run.pace->exchange, 0.001);
    const size_t said = target.heard.size();
    conformance::Test test(requirement(own_must), run);
    test.affordable(many, 1);
    EXPECT_EQ(target.heard.size(), said + 1) << "hello alone";
}

} // namespace
} // namespace tsrpc::conformance
