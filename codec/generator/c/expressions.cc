// SPDX-License-Identifier: BSD-3-Clause
#include "expressions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

namespace tsrpc::generator::c {
namespace {

constexpr uint32_t named = TSRPC_CONTROL_INTERFACE_ID_MASK | TSRPC_CONTROL_OPCODE_MASK;
constexpr uint32_t management = TSRPC_MANAGEMENT_INTERFACE_ID << TSRPC_CONTROL_INTERFACE_ID_SHIFT;

/// Ends the generator if the helpers in C do not do what a table says.
void expect(bool holds, const Layout& layout, const char* what) {
    if (!holds) {
        throw std::logic_error{fmt::format("{}: {}", name_of(layout), what)};
    }
}

std::string joined(const std::vector<std::string>& terms, const char* separator) {
    return fmt::format("{}", fmt::join(terms, separator));
}

/// The row's bits of the words, as the low bits of a number.
std::string picked(const Row& row, std::string_view of = "words->") {
    return row.width == 32 ? word(row.reg, of)
           : row.lsb == 0  ? fmt::format("{} & {:#x}", word(row.reg, of), mask(row))
                           : fmt::format("({} & {:#x}) >> {}", word(row.reg, of), mask(row), row.lsb);
}

/// The row's bits of a message's field, in place.
std::string part(const Layout& layout, const FieldType& field, const Row& row) {
    expect(row.width == std::min(32u, field.width - row.part), layout, "a row has less bits than its field");
    const std::string member = fmt::format("message.{}", name(field.field));
    const std::string bits = field.kind == Kind::status ? fmt::format("TSRPC_CAST_(uint32_t, {})", member)
                             : field.width <= 32        ? member
                             : row.part == 0            ? fmt::format("tsrpc_low_({})", member)
                                                        : fmt::format("tsrpc_high_({})", member);
    return row.lsb == 0 ? bits : fmt::format("TSRPC_CAST_(uint32_t, {}) << {}", bits, row.lsb);
}

bool is_management(const Layout& layout) { return !has_field(layout, Field::opcode); }

std::string packed(const Layout& layout, Register reg) {
    std::vector<std::string> terms;
    for (const FieldType& field : fields_of(layout)) {
        for (const Row& row : rows_of(layout, field.field)) {
            if (row.reg == reg) {
                terms.push_back(part(layout, field, row));
            }
        }
    }
    expect(detail::constant_bits(layout, reg) == 0, layout, "constants beside the control word");
    return terms.empty() ? "0" : joined(terms, " | ");
}

/// Whether the message is a UUID alone, in W4..W7.
bool is_uuid(const Layout& layout) {
    const std::vector<Row> rows = rows_of(layout, Field::service_uuid);
    for (const Row& row : rows) {
        expect(fields_of(layout).size() == 1 && row.part == 32 * (row.reg - W4), layout, "a UUID not in W4..W7");
    }
    return !rows.empty();
}

/// What differs in the control word.
void control_terms(const Layout& layout, std::vector<std::string>& terms) {
    const uint32_t held = detail::held_bits(layout, W3, Strictness::strict);
    const uint32_t echoed = detail::echoed_bits(layout, W3, Strictness::strict);
    expect(is_management(layout) ? ~held == 0 : held == ~named, layout, "held to other bits of the control word");
    expect(echoed == 0 || echoed == named, layout, "other bits echoed");
    terms.push_back(is_management(layout) ? fmt::format("tsrpc_not_management_({}, {})", word(W3), opcode(layout))
                                          : fmt::format("tsrpc_not_fixed_({})", word(W3)));
    if (echoed != 0) {
        terms.push_back(fmt::format("tsrpc_not_echoed_({}, {})", word(W3), word(W3, "request->")));
    }
}

} // namespace

std::string word(Register reg, std::string_view of) { return fmt::format("{}words[{}]", of, value(reg)); }

std::string control(const Layout& layout) {
    if (is_management(layout)) {
        const uint32_t constants = detail::constant_bits(layout, W3);
        expect((constants & ~TSRPC_CONTROL_OPCODE_MASK) == management, layout, "other constants in the control word");
        return fmt::format("tsrpc_management_({})", opcode(layout));
    }
    expect(detail::constant_bits(layout, W3) == 0 && has_field(layout, Field::interface_id), layout, "no control word");
    return "tsrpc_control_(message.interface_id, message.opcode)";
}

std::string packed(const Layout& layout) {
    if (is_uuid(layout)) {
        return fmt::format("tsrpc_words_of_uuid_({}, &message.service_uuid)", control(layout));
    }
    std::vector<std::string> words = {control(layout)};
    for (const Register reg : {W4, W5, W6, W7}) {
        words.push_back(packed(layout, reg));
    }
    return fmt::format("tsrpc_words_({})", joined(words, ", "));
}

std::string read(const Layout& layout, const FieldType& field, std::string_view of) {
    const std::vector<Row> rows = rows_of(layout, field.field);
    const std::string bits = picked(rows.front(), of);
    if (is_uuid(layout)) {
        return fmt::format("tsrpc_read_uuid_(&{}, &message->{});\n", word(W4, of), name(field.field));
    }
    const std::string number = rows.size() == 2 ? fmt::format("tsrpc_join_({}, {})", bits, picked(rows[1], of))
                               : field.kind == Kind::status ? fmt::format("tsrpc_status_({})", bits)
                               : rows.front().reg == W3 ? fmt::format("tsrpc_{}_({})", name(field.field), word(W3, of))
                               : field.width == 32      ? bits
                                                        : fmt::format("TSRPC_CAST_({}, {})", type_name(field), bits);
    return fmt::format("message->{} = {};\n", name(field.field), number);
}

std::string differing(const Layout& layout) {
    std::vector<std::string> terms;
    control_terms(layout, terms);
    for (const Register reg : {W4, W5, W6, W7}) {
        expect(detail::echoed_bits(layout, reg, Strictness::strict) == 0, layout, "echoes more than the control word");
        if (const uint32_t held = detail::held_bits(layout, reg, Strictness::strict)) {
            terms.push_back(~held == 0 ? word(reg) : fmt::format("({} & {:#x})", word(reg), held));
        }
    }
    return joined(terms, " | ");
}

bool is_named(const Layout& layout) {
    const uint32_t held = detail::held_bits(layout, W3, Strictness::lenient);
    expect(held == (is_management(layout) && layout.direction == Direction::request ? named : 0), layout,
           "leniently held to other bits of the control word");
    return held != 0;
}

std::string can_hold(const Layout& layout, const FieldType& field, std::string_view of) {
    const Row row = rows_of(layout, field.field).front();
    expect(row.lsb == 0 || row.reg == W3, layout, "a value in the middle of a register");
    return field.field == Field::version ? fmt::format("{} != 0", word(row.reg, of))
           : row.reg == W3               ? fmt::format("tsrpc_is_call_({})", word(W3, of))
                                         : fmt::format("tsrpc_is_service_({})", word(row.reg, of));
}

std::string is_doorbell_with_length(const Layout& layout) {
    const std::vector<Row> handle = rows_of(layout, Field::memory_handle);
    return fmt::format("tsrpc_join_({}, {}) == TSRPC_INVALID_MEMORY_HANDLE && {} != 0", picked(handle[0]),
                       picked(handle[1]), picked(rows_of(layout, Field::request_length).front()));
}

} // namespace tsrpc::generator::c
