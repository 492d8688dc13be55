// SPDX-License-Identifier: BSD-3-Clause
//
// What one row of a message's table says of a frame. It uses no library: docs/decode.html runs it in a browser.
#ifndef TSRPC_REPORT_ROW_TEXT_HPP
#define TSRPC_REPORT_ROW_TEXT_HPP

#include "conformance/report/field_value.hpp"
#include "conformance/report/text.hpp"
#include "tsrpc/codec.hpp"

namespace tsrpc::report {

/// Where bits are, as the ABI document writes it: "W5[31:8]", "W3[30]", "W4" for a whole register.
Text bits_name(Register reg, uint8_t lsb, uint8_t width);

/// The field that a row holds, and which part of it: "opcode", "memory_handle[63:32]", "service_uuid bytes 4-7".
Text row_label(const Layout& layout, const Row& row);

/// A row's rule and its constant, if it has one of its own: "value", "fixed 0xff", "MBZ".
Text rule_text(const Row& row);

/// The same with all that the table says: "echo 0xff", "value, not 0".
Text table_rule_text(const Row& row);

/// What a rule says of its bits: "those of the request; ...".
const char* rule_meaning(Rule rule);

/// A whole field's value: "0x0102", "-3 (NOT_FOUND)". `width` in bits.
Text value_text(Field field, const FieldValue& value, unsigned width);

/// What a row's bits hold: the field's value, or of a field over several registers their hexadecimal digits.
Text row_value(const Layout& layout, const Row& row, const Registers& words);

/// The table that names the frame's bits. All that is known of an unknown message is W3, that of any management
/// request.
const Layout& naming_layout(const Inspection& inspection);

/// Whether a row of `naming_layout` says something of the frame.
bool is_known(const Inspection& inspection, const Row& row);

/// Whether the row is the opcode of an unknown message, which has no constant of its own to be compared with.
bool is_unknown_opcode(const Inspection& inspection, const Row& row);

/// The violation of a row, or null.
const Violation* find_violation(const Inspection& inspection, const Row& row);

/// The row that a violation breaks.
const Row& row_of(const Violation& violation, const Inspection& inspection);

/// Why a row is broken: "must be 0; bits 2:0 differ". `inspection` is that of `words`, and `request` what a response
/// answers; requests do not look at it.
Text reason(const Violation& violation, const Inspection& inspection, const Registers& words, const Registers& request);

/// A broken rule in one line: the bits, what they hold and what the rule wants. Parameters as for `reason`.
///
///     W5[31:8] reserved is 0x000001; a careful sender sends 0 (SHOULD); bit 8 differs
///     W6 request_length is 16; a doorbell has 0
Text describe(const Violation& violation, const Inspection& inspection, const Registers& words,
              const Registers& request);

} // namespace tsrpc::report

#endif // TSRPC_REPORT_ROW_TEXT_HPP
