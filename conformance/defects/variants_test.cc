// SPDX-License-Identifier: BSD-3-Clause
//
// The suite is silent on every conforming SP: nothing fails, nothing warns, and only what the SP lacks is skipped.
#include "conformance/defects/test_names.hpp"
#include "conformance/defects/variant.hpp"
#include "conformance/engine/execute.hpp"
#include "conformance/sp/cases.hpp"
#include "conformance/targets/attach.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <set>
#include <string>

namespace tsrpc::conformance {

/// For GoogleTest, which finds it by its argument: not in the unnamed namespace.
static void PrintTo(const Variant& variant, std::ostream* out) { *out << variant.name; }

namespace {

/// Whether the set has the test's id, or its area as "area.*".
bool has(const std::set<std::string_view>& set, const Requirement& requirement) {
    return set.contains(requirement.id) || set.contains(fmt::format("{}.*", area(requirement)));
}

/// What the variant lets the suite say of it in that test.
bool is_allowed(const Variant& variant, const Outcome& outcome) {
    switch (outcome.verdict) {
    case Verdict::pass: return true;
    case Verdict::skip: return has(variant.skips, *outcome.requirement);
    case Verdict::warn: return has(variant.warns, *outcome.requirement);
    case Verdict::fail: return has(variant.fails, *outcome.requirement);
    default: return false;
    }
}

class Variants : public testing::TestWithParam<Variant> {};

TEST_P(Variants, AreNotFaulted) {
    SuiteRun run{attach([]() -> const tsrpc_sp_plugin& { return variant_sp_plugin(GetParam()); },
                        AttachOptions{.in_process = true}),
                 SuiteOptions{},
                 {},
                 {},
                 {}};
    std::set<std::string_view> passed;
    for (const Case& test : sp_cases()) {
        const Outcome outcome = execute(test, run);
        EXPECT_TRUE(is_allowed(GetParam(), outcome))
            << test.requirement->id << ": " << name(outcome.verdict) << " " << outcome.why << "\n"
            << (outcome.trace.size() < 200 ? to_text(outcome.trace) : "");
        if (outcome.verdict == Verdict::pass) {
            passed.insert(test.requirement->id);
        }
    }
    for (const std::set<std::string_view>& excused : {GetParam().skips, GetParam().warns, GetParam().fails}) {
        for (const std::string_view id : excused) { // what is excused for nothing
            EXPECT_FALSE(passed.contains(id)) << id << " passes";
        }
    }
}

INSTANTIATE_TEST_SUITE_P(Conforming, Variants, testing::ValuesIn(all_variants()), test_name<Variant>);

} // namespace
} // namespace tsrpc::conformance
