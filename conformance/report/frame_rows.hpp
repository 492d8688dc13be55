// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_REPORT_FRAME_ROWS_HPP
#define TSRPC_REPORT_FRAME_ROWS_HPP

#include "conformance/report/frame_text.hpp"
#include "tsrpc/codec.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace tsrpc::report {

/// One row of a frame's table, for diagrams.
struct FrameRow {
    Register reg;
    uint8_t lsb;
    uint8_t width;
    std::string bits;  ///< "W5[31:8]"
    std::string label; ///< "memory_handle[63:32]"
    std::string value;
    std::string rule;
    uint32_t wrong = 0; ///< bits of the register: those that break the rule, and those that are not as expected
    std::string reason; ///< why they are wrong, else empty
};

/// All rows, by register and bit. `inspection` is that of `words`, `request` what a response answers, and `expected`
/// what some bits must be that no rule of the table decides.
std::vector<FrameRow> frame_rows(const Inspection& inspection, const Registers& words, const Registers& request,
                                 std::span<const ExpectedBits> expected);

} // namespace tsrpc::report

#endif // TSRPC_REPORT_FRAME_ROWS_HPP
