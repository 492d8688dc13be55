// SPDX-License-Identifier: BSD-3-Clause
//
// What random sequences find is shown by the shortest one: few requests, however many led to it.
#include "conformance/defects/defect.hpp"
#include "conformance/defects/test_names.hpp"
#include "conformance/engine/execute.hpp"
#include "conformance/sp/cases.hpp"
#include "conformance/targets/attach.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string_view>
#include <variant>

namespace tsrpc::conformance {
namespace {

/// A defect, and the fewest direct requests that show it.
struct Shortest {
    std::string_view name; ///< of the defect
    std::string_view requirement;
    std::ptrdiff_t requests;
};

void PrintTo(const Shortest& shortest, std::ostream* out) { *out << shortest.name; }

class ShortestSequence : public testing::TestWithParam<Shortest> {};

TEST_P(ShortestSequence, IsFound) {
    const std::vector<Defect> defects = all_defects();
    const auto defect = std::ranges::find(defects, GetParam().name, &Defect::name);
    ASSERT_NE(defect, defects.end());
    const auto test = std::ranges::find_if(
        sp_cases(), [](const Case& c) { return c.requirement->id == "robustness.random_sequences"; });
    SuiteRun run{attach([&]() -> const tsrpc_sp_plugin& { return defective_sp_plugin(*defect); }, AttachOptions{}),
                 SuiteOptions{},
                 {},
                 {},
                 {}};
    run.options.effort = Effort::full; // however slow this machine is
    const Outcome outcome = execute(*test, run);
    ASSERT_NE(outcome.blamed(), nullptr) << name(outcome.verdict) << " " << outcome.why;
    EXPECT_EQ(outcome.blamed()->id, GetParam().requirement);
    EXPECT_LE(std::ranges::count_if(outcome.trace,
                                    [](const Said& said) { return std::holds_alternative<Call>(said.command); }),
              GetParam().requests);
}

INSTANTIATE_TEST_SUITE_P(
    Planted, ShortestSequence,
    testing::Values(
        // GET_VERSION.
        Shortest{"answers version 2", "version.answer", 1},
        // SERVICE_INFO, RETRIEVE_MEM, the call.
        Shortest{"relinquishes after each call", "memory.held_until_relinquished", 3},
        // RETRIEVE_MEM of memory in whose place more is retrieved, and back; SERVICE_INFO and a call.
        Shortest{"serves the caller that had the handle first", "isolation.foreign_call", 5},
        // The 16 slots, and one more.
        Shortest{"retrieves memory before it finds no slot", "exhaustion.refused_cleanly", 17}),
    test_name<Shortest>);

} // namespace
} // namespace tsrpc::conformance
