// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/frame_text.hpp"

#include "conformance/report/field_value.hpp"
#include "conformance/report/row_text.hpp"
#include "tsrpc/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tsrpc::report {
namespace {

constexpr std::string_view white_space = " \t\r\n\v\f";

/// One register's word, or nothing.
std::optional<uint32_t> parse_word(std::string_view text) {
    if (text.starts_with("0x") || text.starts_with("0X")) {
        text.remove_prefix(2);
    }
    uint32_t word = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), word, 16);
    if (text.empty() || text.size() > 8 || error != std::errc{} || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return word;
}

// Of a million frames these are most of the work: they append, and leave fmt out.

void append(std::string& out, const Text& text) { out.append(text.c_str(), text.size()); }

void append_column(std::string& out, const Text& text, size_t width) {
    append(out, text);
    out.append(text.size() < width ? width - text.size() + 1 : 1, ' ');
}

constexpr size_t bits_width = 9;
constexpr size_t label_width = 24;
constexpr size_t value_width = 16;

/// One row of `explain`, what comes after the rule left out.
void append_row(std::string& out, const Inspection& inspection, const Row& row, const Registers& words, bool broken) {
    const Layout& layout = naming_layout(inspection);
    out += broken ? "! " : "  ";
    append_column(out, bits_name(row.reg, row.lsb, row.width), bits_width);
    append_column(out, row_label(layout, row), label_width);
    append_column(out, row_value(layout, row, words), value_width);
    append(out, is_unknown_opcode(inspection, row) ? Text(name(row.rule)) : rule_text(row));
}

/// One of an unknown message, which has no table.
void append_unknown_row(std::string& out, Register reg, const Registers& words, bool broken) {
    out += broken ? "! " : "  ";
    append_column(out, name(reg), bits_width);
    append_column(out, "not known", label_width);
    append(out, Text().hex(words[reg], 32));
}

} // namespace

std::string to_hex(const Registers& words) {
    Text text;
    for (const uint32_t& word : words.words) {
        if (&word != words.words) {
            text.add(' ');
        }
        text.digits(word, 32);
    }
    return {text.c_str(), text.size()};
}

std::optional<Registers> parse_registers(std::string_view text) {
    Registers registers = {};
    for (uint32_t& out : registers.words) {
        text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
        const std::string_view token = text.substr(0, text.find_first_of(white_space));
        const std::optional<uint32_t> word = parse_word(token);
        if (!word) {
            return std::nullopt;
        }
        out = *word;
        text.remove_prefix(token.size());
    }
    return text.find_first_not_of(white_space) == text.npos ? std::optional{registers} : std::nullopt;
}

std::string summary(const Inspection& inspection, const Registers& words) {
    std::string text = name(inspection.message);
    text += ' ';
    text += name(inspection.direction);
    if (inspection.layout == nullptr) {
        return text;
    }
    for (const Field field : carried_fields(*inspection.layout)) {
        const unsigned width = width_of(*inspection.layout, field);
        text += ' ';
        text += name(field);
        text += '=';
        append(text, value_text(field, read_field(*inspection.layout, field, words), width));
    }
    return text;
}

std::string explain(const Inspection& inspection, const Registers& words, const Registers& request) {
    std::string text = summary(inspection, words) + '\n';
    for (const Row& row : naming_layout(inspection)) {
        if (!is_known(inspection, row)) {
            append_unknown_row(text, row.reg, words, false);
        } else if (const Violation* violation = find_violation(inspection, row)) {
            append_row(text, inspection, row, words, true);
            text += ": ";
            append(text, reason(*violation, inspection, words, request));
        } else {
            append_row(text, inspection, row, words, false);
        }
        text += '\n';
    }
    return text;
}

std::string explain_bits(const Inspection& inspection, const Registers& words, const Registers& request,
                         const ExpectedBits& bits) {
    Registers expected = words;
    expected.words[bits.reg] = (words[bits.reg] & ~bits.mask) | (bits.expected & bits.mask);
    std::string text;
    if (inspection.layout == nullptr && bits.reg != W3) {
        append_unknown_row(text, bits.reg, words, true);
        return fmt::format("{}: expected 0x{:08x}\n", text, expected[bits.reg]);
    }
    const Layout& layout = naming_layout(inspection);
    for (const Row& row : layout) {
        const uint32_t wrong = (words[row.reg] ^ expected[row.reg]) & mask(row);
        if (row.reg != bits.reg || wrong == 0) {
            continue;
        }
        append_row(text, inspection, row, words, true);
        const Violation* violation = find_violation(inspection, row);
        text += violation ? ": " : ": expected ";
        append(text, violation ? reason(*violation, inspection, words, request) : row_value(layout, row, expected));
        text += '\n';
    }
    return text;
}

} // namespace tsrpc::report
