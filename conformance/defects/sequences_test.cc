// SPDX-License-Identifier: BSD-3-Clause
//
// Random sequences, with the default seed and number, find nine of ten planted defects of SPs that a sequence can show.
#include "conformance/defects/defect.hpp"
#include "conformance/defects/explorations.hpp"
#include "conformance/engine/execute.hpp"
#include "conformance/sp/cases.hpp"
#include "conformance/targets/in_process.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

/// A sequence has dozens of steps: it shows nothing that wears out. Which interface ids no service has is not known,
/// nor which one a service will have before it is asked.
bool can_be_shown(const Defect& defect) {
    const Requirement* const requirement = find_requirement(defect.test);
    return area(*requirement) != "endurance" && requirement->level != Level::ambiguous &&
           requirement->id != "call.unassigned_interface" && requirement->id != "call.unassigned_interface_status" &&
           requirement->id != "call.assigned_at_boot";
}

Outcome explore(const Defect& defect) {
    const auto test = std::ranges::find_if(
        sp_cases(), [](const Case& c) { return c.requirement->id == "robustness.random_sequences"; });
    SuiteOptions options;
    options.effort = Effort::full; // however slow this machine is
    SuiteRun run = {[&defect] { return link_in_process(defective_sp_plugin(defect)); }, options, {}, {}, {}};
    return execute(*test, run);
}

TEST(RandomSequences, FindNineOfTenDefects) {
    std::vector<Exploration> explorations;
    for (const Defect& defect : all_defects()) {
        if (can_be_shown(defect)) {
            explorations.push_back({defect.name, defect.test, [&defect] { return explore(defect); }});
        }
    }
    EXPECT_GE(count_found(explorations) * 10, explorations.size() * 9);
}

} // namespace
} // namespace tsrpc::conformance
