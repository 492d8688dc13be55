// SPDX-License-Identifier: BSD-3-Clause
#include "types.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

namespace tsrpc::rust {

std::string file_head(std::string_view source, std::string_view contents) {
    return fmt::format("// SPDX-License-Identifier: BSD-3-Clause\n//\n"
                       "// Generated from {}. After a change there: ./bazelw run //codec/rust:update\n\n//! {}\n\n",
                       source, contents);
}

std::string pascal(std::string_view name) {
    std::string out;
    bool begins = true;
    for (const char c : name) {
        if (c != '_') {
            out += begins ? static_cast<char>(std::toupper(c)) : static_cast<char>(std::tolower(c));
        }
        begins = c == '_';
    }
    return out;
}

std::string upper(std::string_view name) {
    std::string out;
    for (const char c : name) {
        if (std::isalnum(static_cast<unsigned char>(c))) {
            out += static_cast<char>(std::toupper(c));
        } else if (!out.empty() && out.back() != '_') {
            out += '_';
        }
    }
    return out;
}

std::string hex(uint32_t word) { return fmt::format("0x{:04x}_{:04x}", word >> 16, word & 0xffff); }

std::string type_name(const Layout& layout) { return pascal(name(layout.message)) + pascal(name(layout.direction)); }

FieldType field_type(Field field) {
    unsigned width = 0;
    for (const Layout* layout : layouts::all) {
        for (const Row& row : rows_of(*layout, field)) {
            width = std::max(width, unsigned{row.part} + row.width);
        }
    }
    switch (field) {
    case Field::service_uuid: return {field, Kind::uuid, width, "Uuid", ""};
    case Field::rpc_status: return {field, Kind::status, width, "RpcStatus", fmt::format("i{}", width)};
    default: break;
    }
    return {field, excluded(field) == any ? Kind::number : Kind::number_but, width,
            field == Field::version ? "ProtocolVersion" : pascal(name(field)), fmt::format("u{}", width)};
}

std::vector<Row> rows_of(const Layout& layout, Field field) {
    std::vector<Row> rows;
    std::copy_if(layout.begin(), layout.end(), std::back_inserter(rows),
                 [&](const Row& row) { return row.field == field && carries_value(row); });
    return rows;
}

std::vector<FieldType> fields_of(const Layout& layout) {
    std::vector<FieldType> fields;
    for (const Row& row : layout) {
        const bool is_first = carries_value(row) && rows_of(layout, row.field).front().part == row.part;
        if (is_first) {
            fields.push_back(field_type(row.field));
        }
    }
    return fields;
}

} // namespace tsrpc::rust
