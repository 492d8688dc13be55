// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/frame_text.hpp"

#include "conformance/report/field_value.hpp"
#include "conformance/report/service_name.hpp"
#include "tsrpc/names.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
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

std::string hex(uint64_t value, unsigned width) { return fmt::format("0x{:0{}x}", value, (width + 3) / 4); }

/// "-3 (NOT_FOUND)", or the text alone where there is no name.
std::string with_name(std::string text, const char* name) {
    return name == nullptr ? text : fmt::format("{} ({})", text, name);
}

/// A whole field's value. `width` in bits.
std::string value_text(Field field, const FieldValue& value, unsigned width) {
    switch (field) {
    case Field::version:
    case Field::request_length:
    case Field::response_length:
    case Field::client_id: return fmt::format("{}", value.low);
    case Field::interface_id:
        return with_name(fmt::format("{}", value.low),
                         value.low == TSRPC_MANAGEMENT_INTERFACE_ID ? "management" : nullptr);
    case Field::memory_handle:
        return with_name(hex(value.low, width), value.low == TSRPC_INVALID_MEMORY_HANDLE ? "no memory" : nullptr);
    case Field::rpc_status: {
        const auto status = static_cast<int32_t>(static_cast<uint32_t>(value.low));
        return with_name(fmt::format("{}", status), name(static_cast<RpcStatus>(status)));
    }
    case Field::service_uuid: {
        const Uuid uuid = to_uuid(value);
        return with_name(to_text(uuid).text, service_name(uuid));
    }
    case Field::opcode:
    case Field::flags:
    case Field::sap_rc:
    case Field::sap_err:
    case Field::memory_tag:
    case Field::service_status:
    case Field::reserved: break;
    }
    return hex(value.low, width);
}

bool is_part(const Layout& layout, const Row& row) {
    return carries_value(row) && row.width < width_of(layout, row.field);
}

/// What a row's bits hold.
std::string row_value(const Layout& layout, const Row& row, const Registers& words) {
    const uint32_t bits = (words[row.reg] & mask(row)) >> row.lsb;
    return is_part(layout, row) ? hex(bits, row.width) : value_text(row.field, {bits, 0}, row.width);
}

/// The table that names the frame's bits. All that is known of an unknown message is that of any management request.
const Layout& naming_layout(const Inspection& inspection) {
    return inspection.layout ? *inspection.layout : layouts::get_version_request;
}

const Row& row_of(const Violation& violation, const Layout& layout) {
    return *std::find_if(layout.begin(), layout.end(),
                         [&](const Row& row) { return row.field == violation.field && row.reg == violation.reg; });
}

/// The opcode of an unknown message has no constant of its own to be compared with.
bool is_unknown_opcode(const Inspection& inspection, const Row& row) {
    return inspection.layout == nullptr && row.field == Field::opcode;
}

/// What a row of rule `value` wants.
const char* wanted_value(Field field) {
    switch (field) {
    case Field::version: return "versions start at 1";
    case Field::interface_id: return "255 is the management interface, never a service";
    case Field::request_length: return "a doorbell has 0";
    default: return "not a value that it can have";
    }
}

/// What a row that must have a constant, or echo the request, wants.
std::string wanted_bits(const Layout& layout, const Row& row, const Registers& words, const Registers& request) {
    if (row.rule == Rule::echo && ((words[row.reg] ^ request[row.reg]) & mask(row)) != 0) {
        return fmt::format("the request has {}", row_value(layout, row, request));
    }
    const auto bits = static_cast<uint32_t>(row.constant) << row.lsb;
    return fmt::format("must be {}", row_value(layout, row, {{bits, bits, bits, bits, bits}}));
}

/// The bits by number, ranges from the highest down: "31:28,3".
std::string bit_numbers(uint32_t bits) {
    std::string text;
    while (bits != 0) {
        const int high = 31 - std::countl_zero(bits);
        const int length = std::countl_one(bits << (31 - high));
        const int low = high - length + 1;
        fmt::format_to(std::back_inserter(text), "{}{}", text.empty() ? "" : ",", high);
        if (low != high) {
            fmt::format_to(std::back_inserter(text), ":{}", low);
        }
        bits &= (uint32_t{1} << low) - 1;
    }
    return text;
}

/// "; bits 2:0 differ", or nothing where they are all of the row's.
std::string differing_bits(const Violation& violation, const Row& row) {
    if (violation.bits == mask(row)) {
        return {};
    }
    return std::has_single_bit(violation.bits) ? fmt::format("; bit {} differs", bit_numbers(violation.bits))
                                               : fmt::format("; bits {} differ", bit_numbers(violation.bits));
}

/// Why a row is broken.
std::string reason(const Violation& violation, const Inspection& inspection, const Registers& words,
                   const Registers& request) {
    const Layout& layout = naming_layout(inspection);
    const Row& row = row_of(violation, layout);
    if (is_unknown_opcode(inspection, row)) {
        return "no management call has it";
    }
    switch (violation.rule) {
    case Rule::value: return wanted_value(row.field);
    case Rule::mbz: return "must be 0" + differing_bits(violation, row);
    case Rule::res: return "a careful sender sends 0 (SHOULD)" + differing_bits(violation, row);
    case Rule::fixed:
    case Rule::echo: break;
    }
    return wanted_bits(layout, row, words, request) + differing_bits(violation, row);
}

/// One row of `explain`, what comes after the rule left out.
std::string row_text(const Inspection& inspection, const Row& row, const Registers& words, bool broken) {
    const Layout& layout = naming_layout(inspection);
    return fmt::format("{} {:<9} {:<24} {:<16} {}", broken ? '!' : ' ', bits_name(row.reg, row.lsb, row.width),
                       row_label(layout, row), row_value(layout, row, words),
                       is_unknown_opcode(inspection, row) ? name(row.rule) : rule_text(row));
}

/// One of an unknown message, which has no table.
std::string unknown_row_text(Register reg, const Registers& words, bool broken) {
    return fmt::format("{} {:<9} {:<24} 0x{:08x}", broken ? '!' : ' ', name(reg), "not known", words[reg]);
}

/// The violation of a row, or null.
const Violation* find_violation(const Inspection& inspection, const Row& row) {
    for (const Violation& violation : inspection.violations) {
        if (violation.field == row.field && violation.reg == row.reg) {
            return &violation;
        }
    }
    return nullptr;
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

std::string bits_name(Register reg, uint8_t lsb, uint8_t width) {
    if (width == 32) {
        return name(reg);
    }
    return width == 1 ? fmt::format("{}[{}]", name(reg), lsb)
                      : fmt::format("{}[{}:{}]", name(reg), lsb + width - 1, lsb);
}

std::string row_label(const Layout& layout, const Row& row) {
    if (!is_part(layout, row)) {
        return name(row.field);
    }
    const unsigned last = row.part + row.width - 1u;
    return row.field == Field::service_uuid ? fmt::format("{} bytes {}-{}", name(row.field), row.part / 8, last / 8)
                                            : fmt::format("{}[{}:{}]", name(row.field), last, row.part);
}

std::string rule_text(const Row& row) {
    return row.rule == Rule::fixed
               ? fmt::format("{} {}", name(row.rule), hex(static_cast<uint64_t>(row.constant), row.width))
               : name(row.rule);
}

std::string describe(const Violation& violation, const Inspection& inspection, const Registers& words,
                     const Registers& request) {
    const Layout& layout = naming_layout(inspection);
    const Row& row = row_of(violation, layout);
    return fmt::format("{} {} is {}; {}", bits_name(row.reg, row.lsb, row.width), name(row.field),
                       row_value(layout, row, words), reason(violation, inspection, words, request));
}

std::string summary(const Inspection& inspection, const Registers& words) {
    std::string text = fmt::format("{} {}", name(inspection.message), name(inspection.direction));
    if (inspection.layout == nullptr) {
        return text;
    }
    for (const Field field : carried_fields(*inspection.layout)) {
        const unsigned width = width_of(*inspection.layout, field);
        fmt::format_to(std::back_inserter(text), " {}={}", name(field),
                       value_text(field, read_field(*inspection.layout, field, words), width));
    }
    return text;
}

std::string explain(const Inspection& inspection, const Registers& words, const Registers& request) {
    std::string text = summary(inspection, words) + '\n';
    for (const Row& row : naming_layout(inspection)) {
        if (inspection.layout == nullptr && row.reg != W3) {
            text += unknown_row_text(row.reg, words, false) + '\n';
            continue;
        }
        const Violation* violation = find_violation(inspection, row);
        text += row_text(inspection, row, words, violation != nullptr);
        text += violation ? ": " + reason(*violation, inspection, words, request) + '\n' : "\n";
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
        text += fmt::format("{}: {}\n", row_text(inspection, row, words, true),
                            violation ? reason(*violation, inspection, words, request)
                                      : "expected " + row_value(layout, row, expected));
    }
    return text;
}

} // namespace tsrpc::report
