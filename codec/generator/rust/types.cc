// SPDX-License-Identifier: BSD-3-Clause
#include "types.hpp"

#include "../texts.hpp"

#include <fmt/format.h>

namespace tsrpc::generator::rust {

std::string file_head(std::string_view source, std::string_view contents) {
    return fmt::format("// SPDX-License-Identifier: BSD-3-Clause\n//\n// {}\n\n//! {}\n\n", origin(source), contents);
}

std::string hex(uint32_t word) { return fmt::format("0x{:04x}_{:04x}", word >> 16, word & 0xffff); }

std::string type_name(const Layout& layout) { return pascal(name(layout.message)) + pascal(name(layout.direction)); }

std::string type_name(const FieldType& field) {
    return field.kind == Kind::uuid        ? "Uuid"
           : field.field == Field::version ? "ProtocolVersion"
                                           : pascal(name(field.field));
}

std::string number_type(const FieldType& field) {
    return fmt::format("{}{}", field.kind == Kind::status ? 'i' : 'u', field.width);
}

} // namespace tsrpc::generator::rust
