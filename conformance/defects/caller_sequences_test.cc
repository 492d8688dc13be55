// SPDX-License-Identifier: BSD-3-Clause
//
// The same for callers.
#include "conformance/caller/cases.hpp"
#include "conformance/defects/caller_defect.hpp"
#include "conformance/defects/explorations.hpp"
#include "conformance/engine/execute.hpp"
#include "conformance/targets/attach.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

/// A sequence has dozens of steps: it shows nothing that wears out. It has one caller, and does not know how much
/// memory that has.
bool can_be_shown(const CallerDefect& defect) {
    const Requirement* const requirement = find_requirement(defect.test);
    return area(*requirement) != "wear" && requirement->level != Level::ambiguous &&
           requirement->id != "sharing.allocates" && requirement->id != "session.callers_apart";
}

Outcome explore(const CallerDefect& defect) {
    const auto test = std::ranges::find_if(caller_cases(),
                                           [](const Case& c) { return c.requirement->id == "lies.random_sequences"; });
    SuiteRun run{
        attach([&]() -> const tsrpc_caller_plugin& { return defective_caller_plugin(defect); }, {}), {}, {}, {}, {}};
    run.options.effort = Effort::full; // however slow this machine is
    return execute(*test, run);
}

TEST(RandomSequences, FindNineOfTenDefects) {
    std::vector<Exploration> explorations;
    for (const CallerDefect& defect : all_caller_defects()) {
        if (can_be_shown(defect)) {
            explorations.push_back({defect.name, defect.test, [&defect] { return explore(defect); }});
        }
    }
    EXPECT_GE(count_found(explorations) * 10, explorations.size() * 9);
}

/// What they find is shown by the shortest sequence: few commands, however many led to it.
TEST(RandomSequences, AreShortened) {
    struct Shortest {
        std::string_view name;
        std::string_view requirement;
        size_t commands;
    };
    constexpr Shortest all[] = {
        // hello, of which there are two in each trace, open, alloc, and bye as always
        {"leaves stack garbage in the tag", "request.tag", 5},
        // bye, hello, open
        {"takes any version", "order.version_first", 6},
        // open, close, alloc
        {"does not forget a closed session", "session.closed", 6},
        // open, alloc, free
        {"reclaims though the endpoint refuses to relinquish", "sharing.reclaim_after_relinquish", 6},
        // open, alloc, free, alloc
        {"hands out pages again that the endpoint did not give back", "sharing.refused_stays_out", 7},
    };
    for (const Shortest& shortest : all) {
        SCOPED_TRACE(shortest.name);
        const auto defect = std::ranges::find(all_caller_defects(), shortest.name, &CallerDefect::name);
        ASSERT_NE(defect, all_caller_defects().end());
        const Outcome outcome = explore(*defect);
        ASSERT_NE(outcome.blamed(), nullptr) << name(outcome.verdict) << " " << outcome.why;
        EXPECT_EQ(outcome.blamed()->id, shortest.requirement);
        EXPECT_LE(outcome.trace.size(), shortest.commands) << to_text(outcome.trace);
    }
}

} // namespace
} // namespace tsrpc::conformance
