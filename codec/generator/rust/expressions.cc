// SPDX-License-Identifier: BSD-3-Clause
#include "expressions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace tsrpc::generator::rust {
namespace {

std::string word(char letter, Register reg) { return fmt::format("{}{}", letter, reg + 3); }

std::string joined(const std::vector<std::string>& terms) { return fmt::format("{}", fmt::join(terms, " | ")); }

/// The row's bits of a message's field, in place.
std::string part(const FieldType& field, const Row& row) {
    if (row.width != std::min(32u, field.width - row.part)) {
        throw std::logic_error{"a row has less bits of its field than would fit: mask the others"};
    }
    const std::string member = fmt::format("self.{}", name(field.field));
    const std::string number = member + (field.kind == Kind::number_but ? ".get()" : ".0");
    const std::string bits = field.kind == Kind::uuid      ? fmt::format("{}.word({})", member, row.part / 32)
                             : row.part != 0               ? fmt::format("({} >> {}) as u32", number, row.part)
                             : number_type(field) == "u32" ? number
                                                           : number + " as u32";
    return row.lsb == 0 ? bits : fmt::format("({}) << {}", bits, row.lsb);
}

/// The row's bits of the words, as the low bits of a number.
std::string picked(const Row& row) {
    const std::string reg = word('w', row.reg);
    return row.width == 32 ? reg
           : row.lsb == 0  ? fmt::format("({} & {})", reg, hex(mask(row)))
                           : fmt::format("(({} & {}) >> {})", reg, hex(mask(row)), row.lsb);
}

} // namespace

std::string packed(const Layout& layout, Register reg) {
    std::vector<std::string> terms;
    if (const uint32_t constants = detail::constant_bits(layout, reg)) {
        terms.push_back(hex(constants));
    }
    for (const FieldType& field : fields_of(layout)) {
        for (const Row& row : rows_of(layout, field.field)) {
            if (row.reg == reg) {
                terms.push_back(part(field, row));
            }
        }
    }
    return terms.empty() ? "0" : joined(terms);
}

std::string number(const Layout& layout, const FieldType& field) {
    const std::vector<Row> rows = rows_of(layout, field.field);
    std::vector<std::string> parts;
    for (const Row& row : rows) {
        parts.push_back(field.kind == Kind::uuid || (rows.size() == 1 && number_type(field) == "u32") ? picked(row)
                        : row.part == 0 ? fmt::format("{} as {}", picked(row), number_type(field))
                                        : fmt::format("({} as {}) << {}", picked(row), number_type(field), row.part));
    }
    return field.kind == Kind::uuid ? fmt::format("[{}]", fmt::join(parts, ", ")) : joined(parts);
}

std::string value(const Layout& layout, const FieldType& field) {
    return fmt::format("{}({})", field.kind == Kind::uuid ? "Uuid::from_words" : type_name(field),
                       number(layout, field));
}

std::string differing(const Layout& layout, detail::Strictness strictness) {
    std::vector<std::string> terms;
    for (size_t index = 0; index < register_count; ++index) {
        const auto reg = static_cast<Register>(index);
        const std::string w = word('w', reg);
        if (const uint32_t held = detail::held_bits(layout, reg, strictness)) {
            const std::string bits = ~held == 0 ? w : fmt::format("{} & {}", w, hex(held));
            const uint32_t constants = detail::constant_bits(layout, reg) & held;
            terms.push_back(constants == 0 ? bits
                            : ~held == 0   ? fmt::format("{} ^ {}", bits, hex(constants))
                                           : fmt::format("({}) ^ {}", bits, hex(constants)));
        }
        if (const uint32_t echoed = detail::echoed_bits(layout, reg, strictness)) {
            terms.push_back(fmt::format("({} ^ {}) & {}", w, word('r', reg), hex(echoed)));
        }
    }
    for (std::string& term : terms) {
        if (terms.size() > 1 && term.find(' ') != std::string::npos) {
            term = fmt::format("({})", term);
        }
    }
    return joined(terms);
}

std::string pattern(char letter, std::string_view code) {
    std::vector<std::string> names;
    for (size_t index = 0; index < register_count; ++index) {
        const std::string name = word(letter, static_cast<Register>(index));
        names.push_back(code.find(name) == std::string_view::npos ? "_" : name);
    }
    return fmt::format("[{}]", fmt::join(names, ", "));
}

} // namespace tsrpc::generator::rust
