// SPDX-License-Identifier: BSD-3-Clause
#include "expressions.hpp"
#include "files.hpp"

#include <fmt/format.h>

#include <iterator>
#include <stdexcept>

namespace tsrpc::generator::c {
namespace {

/// A row as codec/row.h has it, or nothing: no number of its bits breaks a rule.
std::string table_row(const Layout& layout, const Row& row, bool is_unknown) {
    const int64_t never = excluded(row.field);
    std::string allowed = "TSRPC_ANY_NUMBER_";
    int64_t number = 0;
    if (!carries_value(row)) {
        allowed = "TSRPC_THE_NUMBER_";
        number = row.constant;
    } else if (is_unknown) {
        allowed = "TSRPC_NO_NUMBER_";
    } else if (never != any) {
        allowed = "TSRPC_ANOTHER_NUMBER_";
        number = never;
    } else if (is_held_to_doorbell_rule(layout, row)) {
        allowed = "TSRPC_ZERO_IN_DOORBELL_";
    } else if (row.rule != Rule::echo) {
        return "";
    }
    if (number > 0xff) {
        throw std::logic_error{"a constant of more than 8 bits has no place in a row"};
    }
    const std::string text = number == TSRPC_MANAGEMENT_INTERFACE_ID             ? "TSRPC_MANAGEMENT_INTERFACE_ID"
                             : !carries_value(row) && row.field == Field::opcode ? opcode(layout)
                                                                                 : fmt::format("{}", number);
    return fmt::format("{{{}, {}, {}, {}, {}, {}, {}}},\n", value("Field", name(row.field)), value(row.reg), row.lsb,
                       row.width, value("Rule", name(row.rule)), allowed, text);
}

template <class Rows>
int add_table(std::string& text, std::string_view about, const Layout& layout, const Rows& rows, bool is_unknown) {
    int size = 0;
    fmt::format_to(std::back_inserter(text), "{}\n", comment(about));
    for (const Row& row : rows) {
        const std::string line = table_row(layout, row, is_unknown);
        size += !line.empty();
        text += line;
    }
    return size;
}

/// Which message a request is, by the bits that lenient receivers look at.
std::string classify() {
    std::string cases;
    for (const Layout* layout : layouts::all) {
        if (layout->direction == Direction::request && is_named(*layout)) {
            fmt::format_to(std::back_inserter(cases), "case {}: return {};\n", opcode(*layout), value(layout->message));
        }
    }
    return fmt::format("/* The message of a request. */\n"
                       "static inline enum tsrpc_message tsrpc_message_of_(uint32_t control) {{\n"
                       "if (tsrpc_is_call_(control)) {{\nreturn TSRPC_MESSAGE_SERVICE_CALL;\n}}\n"
                       "switch (tsrpc_opcode_(control)) {{\n{}default: return TSRPC_MESSAGE_UNKNOWN;\n}}\n}}\n\n",
                       cases);
}

} // namespace

std::string tables_file() {
    std::string rows, first = "0";
    int count = 0;
    for (const Layout* layout : layouts::all) {
        count += add_table(rows, name_of(*layout), *layout, *layout, false);
        first += fmt::format(", {}", count);
    }
    count += add_table(rows, name(Message::unknown), layouts::get_version_response, rows_of_unknown(), true);
    first += fmt::format(", {}", count);
    return header(
        "tables.h", "abi/include/tsrpc/layout.hpp", "The rows of all messages' tables that a frame can break.",
        {"codec/row.h", "codec/words.h"},
        classify() +
            fmt::format("static inline struct tsrpc_table_ tsrpc_table_of_(enum tsrpc_message message,"
                        "                                                  enum tsrpc_direction direction) {{\n"
                        "static const struct tsrpc_row_ rows[] = {{\n{}}};\n"
                        "/* Of each message the request's and the response's first row. */\n"
                        "static const uint8_t first[] = {{{}}};\n"
                        "const unsigned number = TSRPC_CAST_(unsigned, message);\n"
                        "const unsigned index = message < TSRPC_MESSAGE_UNKNOWN ? "
                        "2 * number + (direction == TSRPC_DIRECTION_REQUEST ? 0 : 1) : {};\n"
                        "const struct tsrpc_table_ table = {{rows + first[index], rows + first[index + 1]}};\n"
                        "return table;\n}}\n",
                        rows, first, std::size(layouts::all)));
}

} // namespace tsrpc::generator::c
