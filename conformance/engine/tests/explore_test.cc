// SPDX-License-Identifier: BSD-3-Clause
//
// What is left of a failing sequence when it was shortened. A step is a number here, and a simpler one is smaller.
#include "conformance/engine/explore.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

namespace tsrpc::conformance {
namespace {

using Steps = std::vector<int>;

/// One less, or half.
std::vector<Steps> smaller(const int& step) {
    return step == 0 ? std::vector<Steps>{} : std::vector<Steps>{{step / 2}, {step - 1}};
}

std::vector<Steps> nothing(const int&) { return {}; }

Steps shrunk(Steps steps, const Simpler<int>& simpler, const StillFails<int>& still_fails) {
    return shrink<int>(std::move(steps), simpler, still_fails);
}

/// Whether the numbers are in the steps, in this order.
StillFails<int> contains(const Steps& wanted) {
    return [wanted](const Steps& steps) {
        auto next = wanted.begin();
        for (const int step : steps) {
            next += next != wanted.end() && *next == step;
        }
        return next == wanted.end();
    };
}

Steps count_to(int n) {
    Steps steps(static_cast<size_t>(n));
    std::iota(steps.begin(), steps.end(), 1);
    return steps;
}

TEST(Shrink, LeavesOutAllThatIsNotNeeded) {
    for (const Steps& needed : {Steps{}, Steps{1}, Steps{64}, Steps{1, 64}, Steps{20, 21, 22}, Steps{3, 31, 33, 60}}) {
        EXPECT_EQ(shrunk(count_to(64), nothing, contains(needed)), needed);
    }
}

TEST(Shrink, LeavesWhatIsNeededAsItIs) { EXPECT_EQ(shrunk({5, 5}, nothing, contains({5, 5})), (Steps{5, 5})); }

TEST(Shrink, TakesAnEmptySequence) {
    EXPECT_EQ(shrunk({}, smaller, [](const Steps&) { return true; }), Steps{});
}

TEST(Shrink, MakesEachStepAsSimpleAsItCanBe) {
    const StillFails<int> any_over_99 = [](const Steps& steps) {
        return std::ranges::any_of(steps, [](int step) { return step > 99; });
    };
    EXPECT_EQ(shrunk({7, 12345, 3, 500}, smaller, any_over_99), Steps{100});
}

TEST(Shrink, LeavesOutWhatASimplerStepMadeNeedless) {
    // Beside a zero one step is enough.
    const StillFails<int> fails = [](const Steps& steps) {
        return steps.size() >= (std::ranges::count(steps, 0) > 0 ? 2 : 5);
    };
    EXPECT_EQ(shrunk({9, 9, 9, 9, 9, 9}, smaller, fails).size(), 2u);
}

TEST(Shrink, ReplacesOneStepBySeveral) {
    // A step above 10 does what its two halves do.
    const Simpler<int> halves = [](const int& step) {
        return step > 10 ? std::vector<Steps>{{step / 2, step - step / 2}} : std::vector<Steps>{};
    };
    const StillFails<int> sums_to_40 = [](const Steps& steps) {
        return std::accumulate(steps.begin(), steps.end(), 0) >= 40;
    };
    const Steps steps = shrunk({100}, halves, sums_to_40);
    EXPECT_GE(std::accumulate(steps.begin(), steps.end(), 0), 40);
    EXPECT_TRUE(std::ranges::all_of(steps, [](int step) { return step <= 10; })) << testing::PrintToString(steps);
}

TEST(Shrink, ComesToAnEndWithinReason) {
    size_t tries = 0;
    const StillFails<int> counted = [&](const Steps& steps) {
        ++tries;
        return contains({3, 31, 60})(steps);
    };
    shrunk(count_to(64), nothing, counted);
    EXPECT_LT(tries, 500u);
}

RC_GTEST_PROP(Shrink, WhatIsLeftFailsAndCannotGetSmaller, (const std::vector<uint8_t>& some)) {
    const Steps steps(some.begin(), some.end());
    const int sum = std::accumulate(steps.begin(), steps.end(), 0);
    const int least = *rc::gen::inRange(0, sum + 1);
    const StillFails<int> sums_up = [&](const Steps& left) {
        return std::accumulate(left.begin(), left.end(), 0) >= least;
    };
    const Steps left = shrunk(steps, smaller, sums_up);
    RC_ASSERT(sums_up(left));
    for (size_t i = 0; i < left.size(); ++i) {
        Steps fewer = left;
        fewer.erase(fewer.begin() + static_cast<std::ptrdiff_t>(i));
        RC_ASSERT(!sums_up(fewer));
        for (const Steps& simpler : smaller(left[i])) {
            Steps other = left;
            other[i] = simpler.front();
            RC_ASSERT(!sums_up(other));
        }
    }
}

} // namespace
} // namespace tsrpc::conformance
