// SPDX-License-Identifier: BSD-3-Clause
#include "tables.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>

namespace tsrpc::generator {

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

FieldType field_type(Field field) {
    unsigned width = 0;
    for (const Layout* layout : layouts::all) {
        for (const Row& row : rows_of(*layout, field)) {
            width = std::max(width, unsigned{row.part} + row.width);
        }
    }
    switch (field) {
    case Field::service_uuid: return {field, Kind::uuid, width};
    case Field::rpc_status: return {field, Kind::status, width};
    default: return {field, excluded(field) == any ? Kind::number : Kind::number_but, width};
    }
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

bool is_held_to_doorbell_rule(const Layout& layout, const Row& row) {
    return row.field == Field::request_length && has_field(layout, Field::memory_handle);
}

std::vector<Row> rows_of_unknown() {
    std::vector<Row> rows;
    for (Row row : layouts::get_version_response) {
        if (row.field == Field::opcode) {
            row.rule = Rule::fixed;
            row.constant = any;
            rows.push_back(row);
        } else if (row.rule == Rule::fixed) {
            rows.push_back(row);
        }
    }
    return rows;
}

} // namespace tsrpc::generator
