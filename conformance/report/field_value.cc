// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/field_value.hpp"

namespace tsrpc::report {

Uuid to_uuid(const FieldValue& value) {
    Uuid uuid = {};
    for (size_t i = 0; i < Uuid::size; ++i) {
        uuid.bytes[i] = static_cast<uint8_t>((i < 8 ? value.low : value.high) >> 8 * (i % 8));
    }
    return uuid;
}

FieldValue from_uuid(const Uuid& uuid) {
    FieldValue value;
    for (size_t i = 0; i < Uuid::size; ++i) {
        (i < 8 ? value.low : value.high) |= uint64_t{uuid.bytes[i]} << 8 * (i % 8);
    }
    return value;
}

Fields carried_fields(const Layout& layout) {
    Fields fields = {};
    size_t register_start = 0;
    Register reg = W3;
    for (const Row& row : layout) {
        if (row.reg != reg) {
            reg = row.reg;
            register_start = fields.size;
        }
        if (carries_value(row) && row.part == 0) {
            for (size_t i = fields.size++; i > register_start; --i) {
                fields.items[i] = fields.items[i - 1];
            }
            fields.items[register_start] = row.field;
        }
    }
    return fields;
}

unsigned width_of(const Layout& layout, Field field) {
    unsigned width = 0;
    for (const Row& row : layout) {
        width += row.field == field && carries_value(row) ? row.width : 0u;
    }
    return width;
}

FieldValue read_field(const Layout& layout, Field field, const Registers& words) {
    FieldValue value;
    for (const Row& row : layout) {
        if (row.field == field && carries_value(row)) {
            const uint64_t bits = (words[row.reg] & mask(row)) >> row.lsb;
            (row.part < 64 ? value.low : value.high) |= bits << row.part % 64;
        }
    }
    return value;
}

void write_field(const Layout& layout, Field field, const FieldValue& value, Registers& words) {
    for (const Row& row : layout) {
        if (row.field == field && carries_value(row)) {
            const uint64_t bits = (row.part < 64 ? value.low : value.high) >> row.part % 64;
            words.words[row.reg] |= static_cast<uint32_t>(bits << row.lsb) & mask(row);
        }
    }
}

} // namespace tsrpc::report
