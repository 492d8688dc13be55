// SPDX-License-Identifier: BSD-3-Clause
//
// The suite on simulated boards: it is silent on conforming SPs, in any order and twice in a row, leaves the SP as it
// found it, and catches nine of ten of the planted defects that can be seen from there.
#include "conformance/defects/boards.hpp"
#include "conformance/defects/test_names.hpp"
#include "conformance/defects/variant.hpp"
#include "conformance/engine/execute.hpp"
#include "conformance/sp/cases.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <ostream>
#include <random>
#include <string>
#include <vector>

namespace tsrpc::conformance {

/// For GoogleTest, which finds it by its argument: not in the unnamed namespace.
static void PrintTo(const BoardUnderTest& board, std::ostream* out) { *out << board.name; }

namespace {

class Boards : public testing::TestWithParam<BoardUnderTest> {
  protected:
    /// Runs the suite in an order, on a board that lives on.
    static void expect_silence(SuiteRun& run, uint64_t order) {
        std::vector<Case> cases = sp_cases();
        std::mt19937_64 random(order);
        std::ranges::shuffle(cases, random);
        size_t passed = 0;
        for (const Case& test : cases) {
            const Outcome outcome = execute(test, run);
            const bool is_quiet = outcome.verdict == Verdict::pass || outcome.verdict == Verdict::skip ||
                                  outcome.verdict == Verdict::unreachable;
            EXPECT_TRUE(is_quiet) << test.requirement->id << ": " << name(outcome.verdict) << " " << outcome.why;
            passed += outcome.verdict == Verdict::pass;
        }
        EXPECT_GE(passed, 10u);
    }
};

TEST_P(Boards, AreNotFaultedInAnyOrderAndTwice) {
    for (const Variant& variant : variants_for_boards()) {
        SCOPED_TRACE(variant.name);
        const Link link = board_in_process(variant_sp_plugin(variant), GetParam().kind);
        SuiteRun run = {[link] { return link; }, SuiteOptions{}, {}, {}, {}};
        expect_silence(run, 1);
        expect_silence(run, 2);
    }
}

TEST_P(Boards, ShowNineOfTenDefectsThatCanBeSeen) {
    size_t visible = 0;
    size_t caught = 0;
    const std::vector<BoardRow> rows = board_table(GetParam().kind);
    for (const BoardRow& row : rows) {
        visible += row.why_not.empty();
        caught += row.is_caught;
        if (row.why_not.empty() && !row.is_caught) {
            fmt::print("missed on the {}: {} ({})\n", GetParam().name, row.defect->name, row.defect->test);
        }
    }
    fmt::print("on the {} {} of {} defects that can be seen are caught\n", GetParam().name, caught, visible);
    EXPECT_GE(caught * 10, visible * 9);
    EXPECT_GT(visible, 40u);

    std::ifstream file("docs/boards.md");
    const std::string page(std::istreambuf_iterator<char>(file), {});
    EXPECT_NE(page.find(board_section(GetParam(), rows)), page.npos)
        << "./bazelw run //conformance/defects:boards_page >docs/boards.md";
}

INSTANTIATE_TEST_SUITE_P(Simulated, Boards, testing::ValuesIn(boards_under_test()), test_name<BoardUnderTest>);

} // namespace
} // namespace tsrpc::conformance
