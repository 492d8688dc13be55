// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/caller/judge.hpp"

#include "tsrpc/names.hpp"

#include <fmt/format.h>

namespace tsrpc::conformance {
namespace {

/// The requirement that a request's broken rule breaks; empty: none.
std::string_view requirement_of(const Violation& violation, Message message) {
    switch (violation.field) {
    case Field::flags: return "request.flags_zero";
    case Field::sap_rc:
    case Field::sap_err: return "request.sap_zero";
    case Field::opcode: return "request.management_interface";
    case Field::request_length: return {}; // a doorbell with a length: custom
    default: return message == Message::unknown ? "request.management_interface" : "request.reserved_zero";
    }
}

/// A retrieve that failed must be followed by a reclaim before the caller's function returns.
void judge_failed_retrieves(const CallerState& state, const Said& said, Findings& findings) {
    for (const Asked& asked : said.asked) {
        if (!is_request(asked.ask, Message::retrieve_mem) || rpc_status(asked.granted) == RpcStatus::success) {
            continue;
        }
        const Registers& request = std::get<Send>(asked.ask).request;
        const uint64_t handle = field_value(layouts::retrieve_mem_request, Field::memory_handle, request);
        const CallerShare* const share = state.find_share(handle);
        if (share != nullptr && share->held != Retrieved::yes && !share->was_refused) {
            findings.push_back({"sharing.reclaim_after_failure",
                                Evidence::other,
                                fmt::format("handle 0x{:016x} stays shared after a RETRIEVE_MEM that failed", handle),
                                {}});
        }
    }
}

} // namespace

void judge_request(const Send& ask, Findings& findings) {
    const Inspection inspection = inspect_request(ask.request);
    for (const Violation& violation : inspection.violations) {
        const std::string_view requirement = requirement_of(violation, inspection.message);
        if (!requirement.empty()) {
            findings.push_back(
                {requirement, Evidence::bits,
                 fmt::format("{} of a{} {} request is {:08x}: {}, bits {:08x}", tsrpc::name(violation.reg),
                             inspection.message == Message::unknown ? "n" : "", tsrpc::name(inspection.message),
                             ask.request[violation.reg], tsrpc::name(violation.field), violation.bits),
                 WrongBits{violation.reg, violation.bits, 0, ask.request[violation.reg]}});
        }
    }
}

Findings judge(CallerState state, const Said& said) {
    Findings findings;
    if (std::holds_alternative<Hello>(said.command)) {
        state = next(std::move(state), Said{said.command});
    }
    for (const Asked& asked : said.asked) {
        judge_ask(state, said.command, asked.ask, findings);
        state = next(std::move(state), asked);
    }
    if (said.reply) {
        judge_result(state, said, findings); // first, as a success that is none is the cause of the other
        judge_failed_retrieves(state, said, findings);
    }
    return findings;
}

} // namespace tsrpc::conformance
