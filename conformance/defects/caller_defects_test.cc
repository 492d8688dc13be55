// SPDX-License-Identifier: BSD-3-Clause
//
// The caller suite's own test: it catches every planted defect, by the test whose requirement names it, says nothing
// of conforming variants, and every test that can fail has a defect that makes it fail.
#include "conformance/caller/cases.hpp"
#include "conformance/defects/caller_defect.hpp"
#include "conformance/defects/test_names.hpp"
#include "conformance/engine/execute.hpp"
#include "conformance/targets/attach.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <ostream>
#include <set>
#include <string>

namespace tsrpc::conformance {

/// For GoogleTest, which finds it by its argument: not in the unnamed namespace.
static void PrintTo(const CallerDefect& defect, std::ostream* out) { *out << defect.name; }

namespace {

SuiteRun run_on(const std::function<const tsrpc_caller_plugin&()>& get_plugin) {
    return {attach(get_plugin, AttachOptions{}), SuiteOptions{}, {}, {}, {}};
}

const Case* find_case(std::string_view id) {
    const auto found =
        std::ranges::find_if(caller_cases(), [&](const Case& test) { return test.requirement->id == id; });
    return found == caller_cases().end() ? nullptr : &*found;
}

class CallerDefects : public testing::TestWithParam<CallerDefect> {};

TEST_P(CallerDefects, AreCaughtByTheirTest) {
    const Case* test = find_case(GetParam().test);
    ASSERT_NE(test, nullptr) << GetParam().test;
    SuiteRun run = run_on([]() -> const tsrpc_caller_plugin& { return defective_caller_plugin(GetParam()); });
    run.options.effort = Effort::full; // however slow this machine is
    const Outcome outcome = execute(*test, run);
    EXPECT_TRUE(is_failure(outcome.verdict)) << name(outcome.verdict) << " " << outcome.why;
    EXPECT_NE(outcome.verdict, Verdict::error) << outcome.why;
    const Requirement* const blamed = outcome.blamed(); // sequences name what was broken on the way
    EXPECT_TRUE(blamed == nullptr || blamed == outcome.requirement ||
                outcome.requirement->id == "lies.random_sequences")
        << "blamed on " << blamed->id << ": " << outcome.why;
}

INSTANTIATE_TEST_SUITE_P(Planted, CallerDefects, testing::ValuesIn(all_caller_defects()), test_name<CallerDefect>);

class CallerVariants : public testing::TestWithParam<CallerDefect> {};

TEST_P(CallerVariants, AreNotFaulted) {
    size_t passed = 0;
    SuiteRun run = run_on([]() -> const tsrpc_caller_plugin& { return defective_caller_plugin(GetParam()); });
    for (const Case& test : caller_cases()) {
        const Outcome outcome = execute(test, run);
        EXPECT_TRUE(outcome.verdict == Verdict::pass || outcome.verdict == Verdict::skip)
            << test.requirement->id << ": " << name(outcome.verdict) << " " << outcome.why;
        passed += outcome.verdict == Verdict::pass;
    }
    EXPECT_GT(passed, 40u); // those that have little skip some
}

INSTANTIATE_TEST_SUITE_P(Conforming, CallerVariants, testing::ValuesIn(all_caller_variants()), test_name<CallerDefect>);

TEST(CallerSuite, HasATestForEveryRequirementOfCallers) {
    for (const Requirement& requirement : catalogue()) {
        EXPECT_EQ(find_case(requirement.id) != nullptr, requirement.role == Role::caller) << requirement.id;
    }
}

TEST(CallerSuite, HasADefectForEveryTestThatCanFail) {
    std::set<std::string_view> caught;
    for (const CallerDefect& defect : all_caller_defects()) {
        caught.insert(defect.test);
    }
    for (const Case& test : caller_cases()) {
        if (test.requirement->level != Level::ambiguous) {
            EXPECT_TRUE(caught.contains(test.requirement->id)) << test.requirement->id;
        }
    }
}

} // namespace
} // namespace tsrpc::conformance
