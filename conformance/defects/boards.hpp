// SPDX-License-Identifier: BSD-3-Clause
//
// The planted defects behind simulated boards: which can be seen from there, and which are.
#ifndef TSRPC_CONFORMANCE_DEFECTS_BOARDS_HPP
#define TSRPC_CONFORMANCE_DEFECTS_BOARDS_HPP

#include "conformance/defects/defect.hpp"
#include "conformance/defects/variant.hpp"
#include "conformance/targets/board/board.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

struct BoardUnderTest {
    std::string_view name;
    BoardKind kind;
};

std::vector<BoardUnderTest> boards_under_test();

/// Variants that have a use on a board that lives on: not those that differ from boot to boot.
std::vector<Variant> variants_for_boards();

/// What the suite makes of one defect behind a board.
struct BoardRow {
    const Defect* defect;
    std::string_view why_not; ///< why it cannot be seen there; empty: it can
    bool is_caught;           ///< some test fails or warns; not tried where it cannot be seen
};

/// A row for each planted defect. Each runs in a process of its own: some crash.
std::vector<BoardRow> board_table(BoardKind kind);

/// What docs/boards.md says of a board, in Markdown.
std::string board_section(const BoardUnderTest& board, const std::vector<BoardRow>& rows);

/// docs/boards.md.
std::string boards_page();

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_DEFECTS_BOARDS_HPP
