// SPDX-License-Identifier: BSD-3-Clause
//
// The suite is silent on every conforming SP: nothing fails, nothing warns, and only what the SP lacks is skipped.
#include "conformance/defects/test_names.hpp"
#include "conformance/defects/variant.hpp"
#include "conformance/sp/execute.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <set>
#include <string>

namespace tsrpc::conformance {

/// For GoogleTest, which finds it by its argument: not in the unnamed namespace.
static void PrintTo(const Variant& variant, std::ostream* out) { *out << variant.name; }

namespace {

class Variants : public testing::TestWithParam<Variant> {
  protected:
    static std::set<std::string_view> skipped() {
        std::set<std::string_view> ids;
        const StartTarget start = attach([]() -> const tsrpc_sp_plugin& { return variant_sp_plugin(GetParam()); },
                                         AttachOptions{.in_process = true});
        for (const Case& test : sp_cases()) {
            const Result result = execute(test, start, SuiteOptions{});
            if (result.verdict == Verdict::skip) {
                ids.insert(test.requirement->id);
            } else {
                EXPECT_EQ(result.verdict, Verdict::pass)
                    << test.requirement->id << ": " << name(result.verdict) << " " << result.text;
            }
        }
        return ids;
    }

    static bool hosts_test_service() {
        return std::ranges::any_of(GetParam().services,
                                   [](const Service& service) { return service.uuid == known_services()[0]; });
    }
};

TEST_P(Variants, AreNotFaulted) {
    const std::set<std::string_view> ids = skipped();
    if (!hosts_test_service()) {
        EXPECT_TRUE(ids.contains("call.success"));
        EXPECT_FALSE(ids.contains("memory.retrieve"));
    } else if (GetParam().slots == 1) {
        EXPECT_EQ(ids, (std::set<std::string_view>{"call.both_handle_halves", "call.own_size", "isolation.foreign_call",
                                                   "isolation.interleaved", "isolation.separate_release"}));
    } else if (GetParam().slots == 2 && !GetParam().slots_for_each_caller) {
        EXPECT_EQ(ids, (std::set<std::string_view>{"isolation.separate_release"}));
    } else if (GetParam().slots >= 256) {
        EXPECT_EQ(ids, (std::set<std::string_view>{"exhaustion.refused_cleanly", "exhaustion.status"}));
    } else if (GetParam().services.size() == 1) {
        EXPECT_EQ(ids, (std::set<std::string_view>{"memory.not_of_a_service"}));
    } else {
        EXPECT_EQ(ids, std::set<std::string_view>{});
    }
}

INSTANTIATE_TEST_SUITE_P(Conforming, Variants, testing::ValuesIn(all_variants()), test_name<Variant>);

} // namespace
} // namespace tsrpc::conformance
