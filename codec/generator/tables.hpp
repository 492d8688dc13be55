// SPDX-License-Identifier: BSD-3-Clause
//
// What the generators of all languages ask the layout tables, and how these spell names.
#ifndef TSRPC_CODEC_GENERATOR_TABLES_HPP
#define TSRPC_CODEC_GENERATOR_TABLES_HPP

#include "tsrpc/names.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::generator {

/// "memory_handle" as the name of a type or of an enum's value: "MemoryHandle".
std::string pascal(std::string_view name);

/// "Firmware update" as the name of a constant: "FIRMWARE_UPDATE".
std::string upper(std::string_view name);

/// The types of fields.
enum class Kind {
    number,     ///< every number of the width
    number_but, ///< every one but `excluded`
    status,     ///< signed
    uuid,
};

/// A field that messages carry.
struct FieldType {
    Field field;
    Kind kind;
    unsigned width; ///< bits
};

/// The type of a field that some message carries.
FieldType field_type(Field field);

/// The rows that carry a field of a message, in ascending order.
std::vector<Row> rows_of(const Layout& layout, Field field);

/// The fields that a message carries, in the order of its rows.
std::vector<FieldType> fields_of(const Layout& layout);

/// Whether a row is held to the doorbell rule, the one that spans two fields: the request's length.
bool is_held_to_doorbell_rule(const Layout& layout, const Row& row);

/// The rows of a management opcode that no message has: see `check_unknown` of the C++ codec. The opcode's constant is
/// `any`; no number will do.
std::vector<Row> rows_of_unknown();

} // namespace tsrpc::generator

#endif // TSRPC_CODEC_GENERATOR_TABLES_HPP
