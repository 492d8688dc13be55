// SPDX-License-Identifier: BSD-3-Clause
//
// Frames as people read them. Which bits have which name, rule and value comes from the layout tables.
#ifndef TSRPC_REPORT_FRAME_TEXT_HPP
#define TSRPC_REPORT_FRAME_TEXT_HPP

#include "tsrpc/codec.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace tsrpc::report {

/// W3..W7 as five words of eight hexadecimal digits: "00ff0000 00000000 00000000 00000000 00000000".
std::string to_hex(const Registers& words);

/// Reads exactly five words of one to eight hexadecimal digits in either case, each with or without 0x, with white
/// space between them and, if any, around them. Anything else is nothing.
std::optional<Registers> parse_registers(std::string_view text);

/// The message and its fields in one line: "get_version response version=1".
std::string summary(const Inspection& inspection, const Registers& words);

/// The summary, then one line a row of the message's table: bits, field, value and rule; where the rule is broken, "!"
/// before and the reason after it. Each line ends with a line feed. `inspection` is that of `words`, and `request` what
/// a response answers; requests do not look at it.
std::string explain(const Inspection& inspection, const Registers& words, const Registers& request);

/// What some bits of a register must be.
struct ExpectedBits {
    Register reg;
    uint32_t mask;     ///< the bits that count
    uint32_t expected; ///< within `mask`
};

/// The rows of `explain` whose bits are not as expected, each marked "!": the reason is the rule's where the table has
/// one that is broken, else what was expected. Nothing where all bits are as expected.
std::string explain_bits(const Inspection& inspection, const Registers& words, const Registers& request,
                         const ExpectedBits& bits);

} // namespace tsrpc::report

#endif // TSRPC_REPORT_FRAME_TEXT_HPP
