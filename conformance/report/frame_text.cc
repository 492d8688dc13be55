// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/frame_text.hpp"

#include "conformance/report/field_value.hpp"
#include "conformance/report/row_text.hpp"
#include "tsrpc/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

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

/// One row of `explain`, what comes after the rule left out.
std::string row_text(const Inspection& inspection, const Row& row, const Registers& words, bool broken) {
    const Layout& layout = naming_layout(inspection);
    return fmt::format("{} {:<9} {:<24} {:<16} {}", broken ? '!' : ' ', bits_name(row.reg, row.lsb, row.width).c_str(),
                       row_label(layout, row).c_str(), row_value(layout, row, words).c_str(),
                       is_unknown_opcode(inspection, row) ? name(row.rule) : rule_text(row).c_str());
}

/// One of an unknown message, which has no table.
std::string unknown_row_text(Register reg, const Registers& words, bool broken) {
    return fmt::format("{} {:<9} {:<24} 0x{:08x}", broken ? '!' : ' ', name(reg), "not known", words[reg]);
}

} // namespace

std::string to_hex(const Registers& words) {
    return fmt::format("{:08x} {:08x} {:08x} {:08x} {:08x}", words[W3], words[W4], words[W5], words[W6], words[W7]);
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
    std::string text = fmt::format("{} {}", name(inspection.message), name(inspection.direction));
    if (inspection.layout == nullptr) {
        return text;
    }
    for (const Field field : carried_fields(*inspection.layout)) {
        const unsigned width = width_of(*inspection.layout, field);
        fmt::format_to(std::back_inserter(text), " {}={}", name(field),
                       value_text(field, read_field(*inspection.layout, field, words), width).c_str());
    }
    return text;
}

std::string explain(const Inspection& inspection, const Registers& words, const Registers& request) {
    std::string text = summary(inspection, words) + '\n';
    for (const Row& row : naming_layout(inspection)) {
        if (!is_known(inspection, row)) {
            text += unknown_row_text(row.reg, words, false) + '\n';
            continue;
        }
        const Violation* violation = find_violation(inspection, row);
        text += row_text(inspection, row, words, violation != nullptr);
        text += violation ? fmt::format(": {}\n", reason(*violation, inspection, words, request).c_str()) : "\n";
    }
    return text;
}

std::string explain_bits(const Inspection& inspection, const Registers& words, const Registers& request,
                         const ExpectedBits& bits) {
    Registers expected = words;
    expected.words[bits.reg] = (words[bits.reg] & ~bits.mask) | (bits.expected & bits.mask);
    if (inspection.layout == nullptr && bits.reg != W3) {
        return fmt::format("{}: expected 0x{:08x}\n", unknown_row_text(bits.reg, words, true), expected[bits.reg]);
    }
    std::string text;
    const Layout& layout = naming_layout(inspection);
    for (const Row& row : layout) {
        const uint32_t wrong = (words[row.reg] ^ expected[row.reg]) & mask(row);
        if (row.reg != bits.reg || wrong == 0) {
            continue;
        }
        const Violation* violation = find_violation(inspection, row);
        text += fmt::format(
            "{}: {}{}\n", row_text(inspection, row, words, true), violation ? "" : "expected ",
            (violation ? reason(*violation, inspection, words, request) : row_value(layout, row, expected)).c_str());
    }
    return text;
}

} // namespace tsrpc::report
