// SPDX-License-Identifier: BSD-3-Clause
//
// A field as a number of up to 128 bits, moved to and from five registers by its message's table. It uses no library:
// docs/decode.html runs it in a browser.
#ifndef TSRPC_REPORT_FIELD_VALUE_HPP
#define TSRPC_REPORT_FIELD_VALUE_HPP

#include "tsrpc/codec.hpp"

namespace tsrpc::report {

/// A field's bits 0 to 63 in `low`, 64 to 127 (of a UUID, the only field that has them) in `high`.
struct FieldValue {
    uint64_t low = 0;
    uint64_t high = 0;

    friend bool operator==(const FieldValue&, const FieldValue&) = default;
};

/// The UUID whose bytes 0 to 15 are the value's from the least significant one up (ABI 3), and its inverse.
Uuid to_uuid(const FieldValue& value);
FieldValue from_uuid(const Uuid& uuid);

/// Fields of one message, for range-based `for`.
struct Fields {
    Field items[Layout::max_rows];
    size_t size;

    const Field* begin() const { return items; }
    const Field* end() const { return items + size; }
};

/// The fields whose value a message carries, by register, within a register as its hexadecimal digits show them.
Fields carried_fields(const Layout& layout);

/// The number of bits of a field that the message carries.
unsigned width_of(const Layout& layout, Field field);

/// What the words hold of a carried field, whatever rules they break.
FieldValue read_field(const Layout& layout, Field field, const Registers& words);

/// Puts a carried field's bits, which are 0 so far, into the words. Bits beyond the field's width are dropped.
void write_field(const Layout& layout, Field field, const FieldValue& value, Registers& words);

} // namespace tsrpc::report

#endif // TSRPC_REPORT_FIELD_VALUE_HPP
