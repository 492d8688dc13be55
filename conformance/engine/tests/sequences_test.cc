// SPDX-License-Identifier: BSD-3-Clause
//
// Which of the sequences tried is reported, and how short. A step is a number here, which is sent in W3.
#include "conformance/engine/sequences.hpp"
#include "conformance/engine/tests/fake_target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace tsrpc::conformance {
namespace {

using testing::ElementsAre;

/// Sequences of 1 to 8 on a target that a test watches.
class RandomSequences : public testing::Test {
  protected:
    /// Tries them; `see` is called after each step. What ends the test by its name.
    std::string try_all(const std::function<void(conformance::Test& test, uint32_t step)>& see, size_t count = 10) {
        test.emplace(requirement(own_must), run);
        const SequenceRole<uint32_t> role = {
            [](std::mt19937_64&) { return std::vector<uint32_t>{1, 2, 3, 4, 5, 6, 7, 8}; },
            [](const uint32_t&) { return std::vector<std::vector<uint32_t>>{}; },
            [this] {
                if (!test->trace().back().reply) {
                    test->restart();
                }
                test->forget();
                ++begun;
            },
            [&](uint32_t step) {
                say(*test, some_call(step));
                see(*test, step);
            },
            [] {}};
        try {
            try_sequences(*test, role, count, 1);
        } catch (const Stopped&) {
            return "stopped";
        } catch (const TargetLost& lost) {
            return lost.what();
        }
        return "";
    }

    /// The steps in the test's trace.
    std::vector<uint32_t> steps() const {
        std::vector<uint32_t> steps;
        for (const Said& said : test->trace()) {
            if (const auto* const call = std::get_if<Call>(&said.command)) {
                steps.push_back(call->request[W3]);
            }
        }
        return steps;
    }

    std::string_view blamed() const { return test->findings().empty() ? "" : test->findings().front().requirement; }

    FakeTarget target;
    SuiteRun run = target.run(with(&SuiteOptions::effort, Effort::full));
    std::optional<conformance::Test> test;
    size_t begun = 0;
};

TEST_F(RandomSequences, AreAllTriedIfNothingIsFound) {
    EXPECT_EQ(try_all([](conformance::Test&, uint32_t) {}), "");
    EXPECT_EQ(begun, 10u);
    run.options.sequences = 3;
    begun = 0;
    EXPECT_EQ(try_all([](conformance::Test&, uint32_t) {}), "");
    EXPECT_EQ(begun, 3u);
}

TEST_F(RandomSequences, EndWithTheShortest) {
    const auto see = [this](conformance::Test& now, uint32_t step) {
        const std::vector<uint32_t> so_far = steps();
        if (step == 6 && std::ranges::find(so_far, 3u) != so_far.end()) {
            now.find(finding(other_must));
        }
    };
    EXPECT_EQ(try_all(see), "stopped");
    EXPECT_THAT(steps(), ElementsAre(3, 6));
    EXPECT_EQ(blamed(), other_must);
    EXPECT_THAT(test->notes(), ElementsAre("found by a random sequence, shortened to 2 steps"));
}

TEST_F(RandomSequences, ReportAShouldOnlyIfNoMustIsFound) {
    const auto should = [](conformance::Test& now, uint32_t step) {
        if (step == 5) {
            now.find(finding(other_should));
        }
    };
    EXPECT_EQ(try_all(should), "stopped");
    EXPECT_THAT(steps(), ElementsAre(5));
    EXPECT_EQ(blamed(), other_should);
    EXPECT_EQ(try_all([&](conformance::Test& now, uint32_t step) {
                  should(now, step);
                  if (step == 7) {
                      now.find(finding(other_must));
                  }
              }),
              "stopped");
    EXPECT_THAT(steps(), ElementsAre(7));
    EXPECT_EQ(blamed(), other_must);
}

TEST_F(RandomSequences, EndWithTheShortestThatLosesTheTarget) {
    target.answer = [](const Command& command, const Grant&) -> Reply {
        if (command == some_call(4)) {
            throw TargetLost(TargetLost::How::crashed, "gone");
        }
        return {{}, Ok{}};
    };
    EXPECT_EQ(try_all([](conformance::Test&, uint32_t) {}), "gone");
    EXPECT_THAT(steps(), ElementsAre(4));
}

TEST_F(RandomSequences, SayIfItDoesNotHappenAgain) {
    bool happened = false;
    EXPECT_EQ(try_all([&](conformance::Test& now, uint32_t step) {
                  if (step == 2 && !std::exchange(happened, true)) {
                      now.find(finding(other_must));
                  }
              }),
              "stopped");
    ASSERT_EQ(blamed(), other_must);
    EXPECT_NE(test->findings().front().detail.find("not when it was repeated"), std::string::npos);
}

} // namespace
} // namespace tsrpc::conformance
