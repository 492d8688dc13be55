// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/row_text.hpp"

#include "conformance/report/service_name.hpp"
#include "tsrpc/names.hpp"

namespace tsrpc::report {
namespace {

/// "-3 (NOT_FOUND)", or the text alone where there is no name.
Text with_name(Text text, const char* name) { return name == nullptr ? text : text.add(" (").add(name).add(')'); }

bool is_part(const Layout& layout, const Row& row) {
    return carries_value(row) && row.width < width_of(layout, row.field);
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
Text wanted_bits(const Layout& layout, const Row& row, const Registers& words, const Registers& request) {
    if (row.rule == Rule::echo && ((words[row.reg] ^ request[row.reg]) & mask(row)) != 0) {
        return Text("the request has ").add(row_value(layout, row, request).c_str());
    }
    const auto bits = static_cast<uint32_t>(row.constant) << row.lsb;
    return Text("must be ").add(row_value(layout, row, {{bits, bits, bits, bits, bits}}).c_str());
}

bool is_one_bit(uint32_t bits) { return (bits & (bits - 1)) == 0; }

/// Adds the bits by number, ranges from the highest down: "31:28,3".
void add_bit_numbers(Text& text, uint32_t bits) {
    const char* separator = "";
    for (int high = 31; high >= 0; --high) {
        if ((bits >> high & 1) == 0) {
            continue;
        }
        int low = high;
        while (low > 0 && (bits >> (low - 1) & 1) != 0) {
            --low;
        }
        text.add(separator).number(high);
        if (low != high) {
            text.add(':').number(low);
        }
        separator = ",";
        high = low;
    }
}

/// Adds "; bits 2:0 differ", or nothing where they are all of the row's.
Text with_differing_bits(Text text, const Violation& violation, const Row& row) {
    if (violation.bits == mask(row)) {
        return text;
    }
    const bool one = is_one_bit(violation.bits);
    text.add(one ? "; bit " : "; bits ");
    add_bit_numbers(text, violation.bits);
    return text.add(one ? " differs" : " differ");
}

} // namespace

Text bits_name(Register reg, uint8_t lsb, uint8_t width) {
    Text text = name(reg);
    if (width == 32) {
        return text;
    }
    text.add('[');
    if (width > 1) {
        text.number(lsb + width - 1).add(':');
    }
    return text.number(lsb).add(']');
}

Text row_label(const Layout& layout, const Row& row) {
    Text text = name(row.field);
    if (!is_part(layout, row)) {
        return text;
    }
    const int last = row.part + row.width - 1;
    return row.field == Field::service_uuid ? text.add(" bytes ").number(row.part / 8).add('-').number(last / 8)
                                            : text.add('[').number(last).add(':').number(row.part).add(']');
}

Text rule_text(const Row& row) {
    Text text = name(row.rule);
    return row.rule == Rule::fixed ? text.add(' ').hex(static_cast<uint64_t>(row.constant), row.width) : text;
}

Text table_rule_text(const Row& row) {
    if (row.rule == Rule::echo && !carries_value(row)) {
        return Text(name(row.rule)).add(' ').hex(static_cast<uint64_t>(row.constant), row.width);
    }
    const int64_t never = carries_value(row) && row.rule == Rule::value ? excluded(row.field) : any;
    return never == any ? rule_text(row) : Text(name(row.rule)).add(", not ").number(never);
}

const char* rule_meaning(Rule rule) {
    switch (rule) {
    case Rule::value: return "the field's value; a value that the field cannot have is named";
    case Rule::fixed: return "this constant, in every frame";
    case Rule::mbz: return "0: \"Reserved (MBZ)\" in the ABI documents";
    case Rule::res: return "0 from a careful sender, a SHOULD: \"Reserved\", with no MBZ in the ABI documents";
    case Rule::echo: break;
    }
    return "those of the request; in management responses they are always this constant";
}

Text value_text(Field field, const FieldValue& value, unsigned width) {
    const auto low = static_cast<int64_t>(value.low);
    switch (field) {
    case Field::version:
    case Field::request_length:
    case Field::response_length:
    case Field::client_id: return Text().number(low);
    case Field::interface_id:
        return with_name(Text().number(low), value.low == TSRPC_MANAGEMENT_INTERFACE_ID ? "management" : nullptr);
    case Field::memory_handle:
        return with_name(Text().hex(value.low, width),
                         value.low == TSRPC_INVALID_MEMORY_HANDLE ? "no memory" : nullptr);
    case Field::rpc_status: {
        const auto status = static_cast<int32_t>(static_cast<uint32_t>(value.low));
        return with_name(Text().number(status), name(static_cast<RpcStatus>(status)));
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
    return Text().hex(value.low, width);
}

Text row_value(const Layout& layout, const Row& row, const Registers& words) {
    const uint32_t bits = (words[row.reg] & mask(row)) >> row.lsb;
    return is_part(layout, row) ? Text().hex(bits, row.width) : value_text(row.field, {bits, 0}, row.width);
}

const Layout& naming_layout(const Inspection& inspection) {
    return inspection.layout ? *inspection.layout : layouts::get_version_request;
}

bool is_known(const Inspection& inspection, const Row& row) { return inspection.layout != nullptr || row.reg == W3; }

bool is_unknown_opcode(const Inspection& inspection, const Row& row) {
    return inspection.layout == nullptr && row.field == Field::opcode;
}

const Violation* find_violation(const Inspection& inspection, const Row& row) {
    for (const Violation& violation : inspection.violations) {
        if (violation.field == row.field && violation.reg == row.reg) {
            return &violation;
        }
    }
    return nullptr;
}

const Row& row_of(const Violation& violation, const Inspection& inspection) {
    const Row* row = naming_layout(inspection).begin();
    while (row->field != violation.field || row->reg != violation.reg) {
        ++row;
    }
    return *row;
}

Text reason(const Violation& violation, const Inspection& inspection, const Registers& words,
            const Registers& request) {
    const Row& row = row_of(violation, inspection);
    if (is_unknown_opcode(inspection, row)) {
        return "no management call has it";
    }
    switch (violation.rule) {
    case Rule::value: return wanted_value(row.field);
    case Rule::mbz: return with_differing_bits("must be 0", violation, row);
    case Rule::res: return with_differing_bits("a careful sender sends 0 (SHOULD)", violation, row);
    case Rule::fixed:
    case Rule::echo: break;
    }
    return with_differing_bits(wanted_bits(naming_layout(inspection), row, words, request), violation, row);
}

Text describe(const Violation& violation, const Inspection& inspection, const Registers& words,
              const Registers& request) {
    const Row& row = row_of(violation, inspection);
    return bits_name(row.reg, row.lsb, row.width)
        .add(' ')
        .add(name(row.field))
        .add(" is ")
        .add(row_value(naming_layout(inspection), row, words).c_str())
        .add("; ")
        .add(reason(violation, inspection, words, request).c_str());
}

} // namespace tsrpc::report
