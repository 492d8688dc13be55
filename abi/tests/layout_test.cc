// SPDX-License-Identifier: BSD-3-Clause
//
// The tables against the ABI document, read by hand a second time, and against what every table must be.

#include "tsrpc/layout.hpp"

#include "tsrpc/names.hpp"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <sstream>
#include <string>

namespace tsrpc {
namespace {

/// One line a row: register, most and least significant bit, rule, field[its lowest bit here], = constant.
std::string to_text(const Layout& layout) {
    std::ostringstream out;
    for (const Row& row : layout) {
        out << name(row.reg) << ' ' << row.lsb + row.width - 1 << ':' << int{row.lsb} << ' ' << name(row.rule) << ' '
            << name(row.field);
        if (row.part != 0) {
            out << '+' << int{row.part};
        }
        if (row.constant != any) {
            out << " = " << row.constant;
        }
        out << '\n';
    }
    return out.str();
}

/// ABI 2. Opcode and interface id are rows of `rule`; their constants may be empty.
std::string control_word(const std::string& rule, const std::string& opcode, const std::string& interface_id) {
    return "W3 15:0 " + rule + " opcode" + opcode +                //
           "\nW3 23:16 " + rule + " interface_id" + interface_id + //
           "\nW3 29:24 fixed flags = 0" +                          //
           "\nW3 30:30 fixed sap_rc = 0" +                         //
           "\nW3 31:31 fixed sap_err = 0\n";
}

std::string request(int opcode) { return control_word("fixed", " = " + std::to_string(opcode), " = 255"); }
std::string response(int opcode) { return control_word("echo", " = " + std::to_string(opcode), " = 255"); }

// ABI 3, in the order of its table.

TEST(Layout, GetVersion) {
    EXPECT_EQ(to_text(layouts::get_version_request), request(0) + "W4 31:0 MBZ reserved = 0\n"
                                                                  "W5 31:0 MBZ reserved = 0\n"
                                                                  "W6 31:0 MBZ reserved = 0\n"
                                                                  "W7 31:0 MBZ reserved = 0\n");
    EXPECT_EQ(to_text(layouts::get_version_response), response(0) + "W4 31:0 value version\n"
                                                                    "W5 31:0 MBZ reserved = 0\n"
                                                                    "W6 31:0 MBZ reserved = 0\n"
                                                                    "W7 31:0 MBZ reserved = 0\n");
}

TEST(Layout, RetrieveMem) {
    EXPECT_EQ(to_text(layouts::retrieve_mem_request), request(1) + "W4 31:0 value memory_handle\n"
                                                                   "W5 31:0 value memory_handle+32\n"
                                                                   "W6 31:0 value memory_tag\n"
                                                                   "W7 31:0 value memory_tag+32\n");
    EXPECT_EQ(to_text(layouts::retrieve_mem_response), response(1) + "W4 31:0 value rpc_status\n"
                                                                     "W5 31:0 MBZ reserved = 0\n"
                                                                     "W6 31:0 MBZ reserved = 0\n"
                                                                     "W7 31:0 MBZ reserved = 0\n");
}

TEST(Layout, RelinquishMem) {
    EXPECT_EQ(to_text(layouts::relinquish_mem_request), request(2) + "W4 31:0 value memory_handle\n"
                                                                     "W5 31:0 value memory_handle+32\n"
                                                                     "W6 31:0 MBZ reserved = 0\n"
                                                                     "W7 31:0 MBZ reserved = 0\n");
    EXPECT_EQ(to_text(layouts::relinquish_mem_response), response(2) + "W4 31:0 value rpc_status\n"
                                                                       "W5 31:0 MBZ reserved = 0\n"
                                                                       "W6 31:0 MBZ reserved = 0\n"
                                                                       "W7 31:0 MBZ reserved = 0\n");
}

TEST(Layout, ServiceInfo) {
    EXPECT_EQ(to_text(layouts::service_info_request), request(3) + "W4 31:0 value service_uuid\n"
                                                                   "W5 31:0 value service_uuid+32\n"
                                                                   "W6 31:0 value service_uuid+64\n"
                                                                   "W7 31:0 value service_uuid+96\n");
    EXPECT_EQ(to_text(layouts::service_info_response), response(3) + "W4 31:0 value rpc_status\n"
                                                                     "W5 7:0 value interface_id\n"
                                                                     "W5 31:8 RES reserved = 0\n"
                                                                     "W6 31:0 MBZ reserved = 0\n"
                                                                     "W7 31:0 MBZ reserved = 0\n");
}

TEST(Layout, ServiceCall) {
    EXPECT_EQ(to_text(layouts::service_call_request), control_word("value", "", "") + "W4 31:0 value memory_handle\n"
                                                                                      "W5 31:0 value memory_handle+32\n"
                                                                                      "W6 31:0 value request_length\n"
                                                                                      "W7 31:0 value client_id\n");
    EXPECT_EQ(to_text(layouts::service_call_response), control_word("echo", "", "") + "W4 31:0 value rpc_status\n"
                                                                                      "W5 31:0 value service_status\n"
                                                                                      "W6 31:0 value response_length\n"
                                                                                      "W7 31:0 RES reserved = 0\n");
}

TEST(Layout, EveryMessageAndDirectionHasItsTable) {
    std::set<const Layout*> seen;
    for (const Message message : {Message::get_version, Message::retrieve_mem, Message::relinquish_mem,
                                  Message::service_info, Message::service_call}) {
        for (const Direction direction : {Direction::request, Direction::response}) {
            const Layout* layout = find_layout(message, direction);
            ASSERT_NE(layout, nullptr);
            EXPECT_EQ(layout->message, message);
            EXPECT_EQ(layout->direction, direction);
            seen.insert(layout);
        }
    }
    EXPECT_EQ(seen.size(), sizeof layouts::all / sizeof *layouts::all);
}

TEST(Layout, AnUnknownMessageHasNone) {
    EXPECT_EQ(find_layout(Message::unknown, Direction::request), nullptr);
    EXPECT_EQ(find_layout(Message::unknown, Direction::response), nullptr);
}

TEST(Layout, FieldsAreWholeInEveryTable) {
    const std::map<Field, unsigned> widths = {
        {Field::opcode, 16},         {Field::interface_id, 8},    {Field::flags, 6},          {Field::sap_rc, 1},
        {Field::sap_err, 1},         {Field::version, 32},        {Field::memory_handle, 64}, {Field::memory_tag, 64},
        {Field::service_uuid, 128},  {Field::request_length, 32}, {Field::client_id, 32},     {Field::rpc_status, 32},
        {Field::service_status, 32}, {Field::response_length, 32}};
    for (const Layout* layout : layouts::all) {
        // The SERVICE_INFO response has an interface id of its own beside the control word's: count by register.
        std::map<std::pair<Field, bool>, unsigned> bits;
        for (const Row& row : *layout) {
            if (row.field != Field::reserved) {
                unsigned& next = bits[{row.field, row.reg == W3}];
                EXPECT_EQ(unsigned{row.part}, next) << name(layout->message) << ' ' << name(row.field);
                next += row.width;
            }
        }
        for (const auto& [field, width] : bits) {
            EXPECT_EQ(width, widths.at(field.first)) << name(layout->message) << ' ' << name(field.first);
        }
    }
}

TEST(Layout, HasFieldOnlyWhereARowSaysSo) {
    EXPECT_TRUE(has_field(layouts::retrieve_mem_request, Field::memory_tag));
    EXPECT_FALSE(has_field(layouts::relinquish_mem_request, Field::memory_tag));
    EXPECT_FALSE(has_field(layouts::get_version_response, Field::rpc_status));
}

TEST(Layout, ConstantsAreNotFields) {
    EXPECT_FALSE(has_field(layouts::service_info_request, Field::interface_id));
    EXPECT_TRUE(has_field(layouts::service_info_response, Field::interface_id)); // in W5
    EXPECT_FALSE(has_field(layouts::service_info_response, Field::opcode));
    EXPECT_TRUE(has_field(layouts::service_call_response, Field::opcode));
    EXPECT_FALSE(has_field(layouts::service_call_response, Field::flags));
}

TEST(Layout, ValuesThatNoFieldHas) {
    for (int f = 0; f <= static_cast<int>(Field::reserved); ++f) {
        const auto field = static_cast<Field>(f);
        const int64_t expected = field == Field::interface_id ? 0xff : field == Field::version ? 0 : any;
        EXPECT_EQ(excluded(field), expected) << name(field);
    }
}

TEST(Layout, MasksOfRows) {
    EXPECT_EQ(mask(Row{Field::reserved, W4, 0, 32, Rule::mbz, 0, 0}), 0xffffffffu);
    EXPECT_EQ(mask(Row{Field::reserved, W4, 0, 1, Rule::mbz, 0, 0}), 0x1u);
    EXPECT_EQ(mask(Row{Field::reserved, W4, 31, 1, Rule::mbz, 0, 0}), 0x80000000u);
    EXPECT_EQ(mask(Row{Field::reserved, W4, 8, 24, Rule::mbz, 0, 0}), 0xffffff00u);
}

// What the headers assert of every table is able to fail.

/// Whether the rows cover all 160 bits, each once, in ascending order.
constexpr bool covers_every_bit_once(const Layout& layout) {
    unsigned bit = 0;
    for (const Row& row : layout) {
        if (row.width == 0 || unsigned{row.reg} * 32 + row.lsb != bit) {
            return false;
        }
        bit += row.width;
    }
    return bit == register_count * 32;
}

constexpr bool all_cover_every_bit_once() {
    for (const Layout* layout : layouts::all) {
        if (!covers_every_bit_once(*layout)) {
            return false;
        }
    }
    return true;
}

// Here and not beside the tables, where every user's compiler would take the time for it.
static_assert(all_cover_every_bit_once(), "a layout table leaves a bit out, or names one twice");

Layout changed(int row, Row replacement) {
    Layout layout = layouts::service_info_response;
    layout.rows[row] = replacement;
    return layout;
}

TEST(LayoutCoverage, AcceptsTheTables) {
    for (const Layout* layout : layouts::all) {
        EXPECT_TRUE(covers_every_bit_once(*layout)) << name(layout->message) << ' ' << name(layout->direction);
    }
}

TEST(LayoutCoverage, RefusesABitLeftOut) {
    EXPECT_FALSE(covers_every_bit_once(changed(6, {Field::interface_id, W5, 0, 7, Rule::value, 0, any})));
    EXPECT_FALSE(covers_every_bit_once(changed(0, {Field::opcode, W3, 1, 15, Rule::echo, 0, any})));
}

TEST(LayoutCoverage, RefusesABitNamedTwice) {
    EXPECT_FALSE(covers_every_bit_once(changed(6, {Field::interface_id, W5, 0, 9, Rule::value, 0, any})));
}

TEST(LayoutCoverage, RefusesRowsOutOfOrder) {
    Layout layout = layouts::service_info_response;
    std::swap(layout.rows[6], layout.rows[7]);
    EXPECT_FALSE(covers_every_bit_once(layout));
}

TEST(LayoutCoverage, RefusesAMissingLastRow) {
    Layout layout = layouts::service_info_response;
    --layout.size;
    EXPECT_FALSE(covers_every_bit_once(layout));
}

TEST(LayoutCoverage, RefusesAnEmptyRow) {
    Layout layout = layouts::get_version_request;
    layout.rows[layout.size++] = {Field::reserved, W7, 32, 0, Rule::mbz, 0, 0};
    EXPECT_FALSE(covers_every_bit_once(layout));
}

TEST(LayoutCoverage, RefusesTheWrongRegister) {
    EXPECT_FALSE(covers_every_bit_once(changed(5, {Field::rpc_status, W5, 0, 32, Rule::value, 0, any})));
}

} // namespace
} // namespace tsrpc
