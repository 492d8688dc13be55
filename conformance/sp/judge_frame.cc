// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/judge.hpp"
#include "tsrpc/names.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {
namespace {

/// The requirement that a response's broken rule breaks.
std::string_view requirement_of(const Violation& violation, Message message) {
    switch (violation.field) {
    case Field::opcode: return "control.echo_opcode";
    case Field::flags: return "control.flags_zero";
    case Field::sap_rc:
    case Field::sap_err: return "control.sap_zero";
    case Field::interface_id: return violation.reg == W3 ? "control.echo_interface_id" : "service_info.not_management";
    case Field::version: return "version.answer";
    default: break;
    }
    switch (message) {
    case Message::get_version: return "version.reserved_zero";
    case Message::retrieve_mem: return "memory.retrieve_reserved_zero";
    case Message::relinquish_mem: return "memory.relinquish_reserved_zero";
    case Message::service_call: return "call.reserved_w7";
    default: return violation.rule == Rule::res ? "service_info.reserved_w5" : "service_info.reserved_zero";
    }
}

/// The bits that a broken row must have, in place.
uint32_t wanted_bits(const Violation& violation, const Layout* layout, const Registers& request) {
    if (violation.rule == Rule::echo || layout == nullptr) {
        return request[violation.reg] & violation.bits;
    }
    for (const Row& row : *layout) {
        if (row.reg == violation.reg && row.field == violation.field && !carries_value(row)) {
            return static_cast<uint32_t>(row.constant) << row.lsb & violation.bits;
        }
    }
    return 0;
}

Finding finding_of(const Violation& violation, const Inspection& inspection, const Registers& request,
                   const Registers& response) {
    const WrongBits wrong = {violation.reg, violation.bits, wanted_bits(violation, inspection.layout, request),
                             response[violation.reg]};
    const std::string where = fmt::format("{} of the {} response is {:08x}", tsrpc::name(violation.reg),
                                          tsrpc::name(inspection.message), wrong.seen);
    const std::string rule =
        violation.rule == Rule::value
            ? fmt::format("no {} can be that", tsrpc::name(violation.field))
            : fmt::format("{}: bits {:08x} must be {:08x}", tsrpc::name(violation.field), wrong.mask, wrong.expected);
    return {requirement_of(violation, inspection.message), Evidence::bits, where + ", " + rule, wrong};
}

void require_echo(uint32_t mask, std::string_view requirement, const Registers& request, const Registers& response,
                  Findings& findings) {
    if (((request[W3] ^ response[W3]) & mask) != 0) {
        findings.push_back(
            {requirement, Evidence::bits,
             fmt::format("W3 of the response is {:08x}, of the request {:08x}: bits {:08x} must be equal", response[W3],
                         request[W3], mask),
             WrongBits{W3, mask, request[W3] & mask, response[W3]}});
    }
}

} // namespace

void judge_frame(const Registers& request, const Registers& response, Findings& findings) {
    const Inspection inspection = inspect_response(response, request);
    for (const Violation& violation : inspection.violations) {
        const bool is_echo =
            violation.reg == W3 && (violation.field == Field::opcode || violation.field == Field::interface_id);
        // An interface id without SUCCESS means nothing (docs/abi.md §3).
        const bool is_meaningless = violation.reg == W5 && violation.field == Field::interface_id &&
                                    violation.rule == Rule::value && response[W4] != TSRPC_RPC_SUCCESS;
        if (!is_echo && !is_meaningless) {
            findings.push_back(finding_of(violation, inspection, request, response));
        }
    }
    require_echo(TSRPC_CONTROL_OPCODE_MASK, "control.echo_opcode", request, response, findings);
    require_echo(TSRPC_CONTROL_INTERFACE_ID_MASK, "control.echo_interface_id", request, response, findings);
}

} // namespace tsrpc::conformance
