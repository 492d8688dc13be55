// SPDX-License-Identifier: BSD-3-Clause
//
// Each known bug has a requirement and a planted defect which names it: defects_test and caller_defects_test see the
// defect caught by that requirement's test.
#include "conformance/defects/caller_defect.hpp"
#include "conformance/defects/defect.hpp"
#include "conformance/defects/known_bugs.hpp"
#include "conformance/requirements/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {
namespace {

/// The tests that catch the defects of that name: one, if the page is right.
template <class Defects>
std::vector<std::string_view> tests_that_catch(const Defects& defects, std::string_view name) {
    std::vector<std::string_view> tests;
    for (const auto& defect : defects) {
        if (defect.name == name) {
            tests.push_back(defect.test);
        }
    }
    return tests;
}

void expect_proved(const Proof& proof) {
    const Requirement* const requirement = find_requirement(proof.requirement);
    ASSERT_NE(requirement, nullptr) << proof.requirement;
    EXPECT_NE(requirement->level, Level::ambiguous) << proof.requirement;
    const std::vector<std::string_view> tests = requirement->role == Role::caller
                                                    ? tests_that_catch(all_caller_defects(), proof.defect)
                                                    : tests_that_catch(all_defects(), proof.defect);
    EXPECT_EQ(tests, std::vector{proof.requirement}) << "planted as '" << proof.defect << "'";
}

TEST(KnownBugs, AreProved) {
    std::set<std::string_view> defects;
    for (const KnownBug& bug : known_bugs()) {
        SCOPED_TRACE(bug.title);
        expect_proved(bug.proof);
        EXPECT_TRUE(defects.insert(bug.proof.defect).second) << "is another bug's proof too: " << bug.proof.defect;
    }
    EXPECT_GT(defects.size(), 10u);
}

TEST(KnownBugs, AreThoseOfCallersThenThoseOfEndpoints) {
    for (const KnownBug& bug : known_bugs()) {
        const bool is_callers = find_requirement(bug.proof.requirement)->role == Role::caller;
        EXPECT_TRUE(bug.title.starts_with(is_callers ? "A caller" : "An endpoint")) << bug.title;
    }
    EXPECT_TRUE(std::ranges::is_partitioned(known_bugs(), [](const KnownBug& bug) {
        return find_requirement(bug.proof.requirement)->role == Role::caller;
    }));
}

TEST(KnownHabits, AreNotedAndWhatComesNextIsProved) {
    for (const Habit& habit : known_habits()) {
        SCOPED_TRACE(habit.title);
        const Requirement* const noted_by = find_requirement(habit.noted_by);
        ASSERT_NE(noted_by, nullptr);
        EXPECT_EQ(noted_by->level, Level::ambiguous);
        expect_proved(habit.proof);
    }
}

} // namespace
} // namespace tsrpc::conformance
