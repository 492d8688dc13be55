// SPDX-License-Identifier: BSD-3-Clause
//
// The suite's own test: it catches every planted defect, by the test whose requirement names it, and every test that
// can fail has a defect that makes it fail.
#include "conformance/defects/defect.hpp"
#include "conformance/defects/test_names.hpp"
#include "conformance/engine/execute.hpp"
#include "conformance/sp/cases.hpp"
#include "conformance/targets/attach.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <set>
#include <string>

namespace tsrpc::conformance {

/// For GoogleTest, which finds it by its argument: not in the unnamed namespace.
static void PrintTo(const Defect& defect, std::ostream* out) { *out << defect.name; }

namespace {

const Case* find_case(std::string_view id) {
    const auto found = std::ranges::find_if(sp_cases(), [&](const Case& test) { return test.requirement->id == id; });
    return found == sp_cases().end() ? nullptr : &*found;
}

/// The run of the suite on an SP with that defect.
SuiteRun run_on(const Defect& defect) {
    SuiteOptions options;
    options.effort = Effort::full; // however slow this machine is
    return {attach([&defect]() -> const tsrpc_sp_plugin& { return defective_sp_plugin(defect); }, AttachOptions{}),
            options,
            {},
            {},
            {}};
}

bool is_caught(Verdict verdict) { return is_failure(verdict) || verdict == Verdict::warn; }

/// A requirement of its own, but for tests of whole sequences: they name what was broken on the way.
bool names_the_defect(const Outcome& outcome) {
    const Requirement* const blamed = outcome.blamed();
    return blamed == nullptr || blamed == outcome.requirement || area(*outcome.requirement) == "robustness";
}

class Defects : public testing::TestWithParam<Defect> {};

TEST_P(Defects, AreCaughtByTheirTest) {
    const Case* test = find_case(GetParam().test);
    ASSERT_NE(test, nullptr) << GetParam().test;
    SuiteRun run = run_on(GetParam());
    const Outcome outcome = execute(*test, run);
    EXPECT_TRUE(is_caught(outcome.verdict)) << name(outcome.verdict) << " " << outcome.why;
    EXPECT_TRUE(names_the_defect(outcome)) << "blamed on " << outcome.blamed()->id << ": " << outcome.why;
}

INSTANTIATE_TEST_SUITE_P(Planted, Defects, testing::ValuesIn(all_defects()), test_name<Defect>);

TEST(Suite, HasATestForEveryRequirementOfEndpoints) {
    for (const Requirement& requirement : catalogue()) {
        EXPECT_EQ(find_case(requirement.id) != nullptr, requirement.role == Role::endpoint) << requirement.id;
    }
}

TEST(Suite, HasADefectForEveryTestThatCanFail) {
    std::set<std::string_view> caught;
    for (const Defect& defect : all_defects()) {
        caught.insert(defect.test);
    }
    for (const Case& test : sp_cases()) {
        if (test.requirement->level != Level::ambiguous) {
            EXPECT_TRUE(caught.contains(test.requirement->id)) << test.requirement->id;
        }
    }
}

} // namespace
} // namespace tsrpc::conformance
