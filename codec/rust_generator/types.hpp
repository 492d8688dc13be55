// SPDX-License-Identifier: BSD-3-Clause
//
// How names, numbers and fields of the tables are written in Rust.
#ifndef TSRPC_CODEC_RUST_GENERATOR_TYPES_HPP
#define TSRPC_CODEC_RUST_GENERATOR_TYPES_HPP

#include "tsrpc/names.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::rust {

/// What every generated file begins with.
std::string file_head(std::string_view source, std::string_view contents);

/// "memory_handle" as the name of a type or of an enum's value: "MemoryHandle".
std::string pascal(std::string_view name);

/// "Firmware update" as the name of a constant: "FIRMWARE_UPDATE".
std::string upper(std::string_view name);

/// A word: "0x00ff_0001".
std::string hex(uint32_t word);

/// "RetrieveMemRequest".
std::string type_name(const Layout& layout);

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
    unsigned width;     ///< bits
    std::string name;   ///< of its type
    std::string number; ///< the type of its number: "u32"
};

/// The type of a field that some message carries.
FieldType field_type(Field field);

/// The rows that carry a field of a message, in ascending order.
std::vector<Row> rows_of(const Layout& layout, Field field);

/// The fields that a message carries, in the order of its rows.
std::vector<FieldType> fields_of(const Layout& layout);

} // namespace tsrpc::rust

#endif // TSRPC_CODEC_RUST_GENERATOR_TYPES_HPP
