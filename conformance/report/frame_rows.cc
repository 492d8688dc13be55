// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/frame_rows.hpp"

#include "conformance/report/row_text.hpp"
#include "tsrpc/names.hpp"

#include <fmt/format.h>

namespace tsrpc::report {
namespace {

/// The words with those bits as they must be.
Registers with_expected(Registers words, std::span<const ExpectedBits> expected) {
    for (const ExpectedBits& bits : expected) {
        words.words[bits.reg] = (words[bits.reg] & ~bits.mask) | (bits.expected & bits.mask);
    }
    return words;
}

} // namespace

std::vector<FrameRow> frame_rows(const Inspection& inspection, const Registers& words, const Registers& request,
                                 std::span<const ExpectedBits> expected) {
    const Registers right = with_expected(words, expected);
    const Layout& layout = naming_layout(inspection);
    std::vector<FrameRow> rows;
    for (const Row& row : layout) {
        const bool known = is_known(inspection, row);
        FrameRow& made = rows.emplace_back(FrameRow{row.reg, row.lsb, row.width, {}, {}, {}, {}, 0, {}});
        made.bits = bits_name(row.reg, row.lsb, row.width).c_str();
        made.label = known ? row_label(layout, row).c_str() : "not known";
        made.value = known ? row_value(layout, row, words).c_str() : fmt::format("0x{:08x}", words[row.reg]);
        made.rule = !known ? "" : is_unknown_opcode(inspection, row) ? name(row.rule) : table_rule_text(row).c_str();
        made.wrong = (words[row.reg] ^ right[row.reg]) & mask(row);
        if (const Violation* const violation = find_violation(inspection, row)) {
            made.wrong |= violation->bits;
            made.reason = reason(*violation, inspection, words, request).c_str();
        } else if (made.wrong != 0) {
            made.reason = known ? fmt::format("expected {}", row_value(layout, row, right).c_str())
                                : fmt::format("expected 0x{:08x}", right[row.reg]);
        }
    }
    return rows;
}

} // namespace tsrpc::report
