// SPDX-License-Identifier: BSD-3-Clause
//
// The whole suite passes on the SPs that we give away, in this process: the reference, and the example in C.
#include "conformance/engine/execute.hpp"
#include "conformance/sp/cases.hpp"
#include "conformance/targets/attach.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <string>
#include <tuple>

namespace tsrpc::conformance {

/// For GoogleTest, which finds it by its argument: not in the unnamed namespace. By bytes, padding would be printed.
static void PrintTo(const Case& test, std::ostream* out) { *out << test.requirement->id; }

namespace {

constexpr const char* reference = "reference";
constexpr const char* example = "plugin:conformance/examples/c_sp/example_sp.so";

/// One run for each SP: what a test learns of it the next one knows.
SuiteRun& run_on(const std::string& target) {
    static std::map<std::string, SuiteRun> runs;
    SuiteRun& run = runs[target];
    if (!run.start) {
        AttachOptions options;
        options.in_process = true;
        run.start = attach(target, TargetRole::sp, options);
    }
    return run;
}

class WholeSuite : public testing::TestWithParam<std::tuple<const char*, Case>> {};

TEST_P(WholeSuite, Passes) {
    const auto& [target, test] = GetParam();
    const Outcome outcome = execute(test, run_on(target));
    EXPECT_EQ(outcome.verdict, Verdict::pass) << name(outcome.verdict) << " " << outcome.why;
}

/// "example_version_answer"
std::string name_of(const testing::TestParamInfo<std::tuple<const char*, Case>>& parameter) {
    const auto& [target, test] = parameter.param;
    std::string text = target == std::string_view(reference) ? "reference_" : "example_";
    text += test.requirement->id;
    std::ranges::replace(text, '.', '_');
    return text;
}

INSTANTIATE_TEST_SUITE_P(Our, WholeSuite,
                         testing::Combine(testing::Values(reference, example), testing::ValuesIn(sp_cases())), name_of);

TEST(Suite, IsLarge) { EXPECT_GT(sp_cases().size(), 90u); }

} // namespace
} // namespace tsrpc::conformance
