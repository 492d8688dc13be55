// SPDX-License-Identifier: BSD-3-Clause
//
// Defects of service calls that must be refused.
#include "conformance/defects/helpers.hpp"

#include "tsrpc/test_service.h"

#include <algorithm>

namespace tsrpc::conformance {
namespace {

bool has_unknown_handle(const DefectiveSp& sp) {
    return is_call(sp) && is_assigned(sp) && !sp.is_doorbell() && sp.region() == nullptr;
}
bool is_too_long(const DefectiveSp& sp) {
    return is_call(sp) && sp.region() != nullptr && sp.request[W6] > sp.region()->size;
}

/// Replaces INVALID_VALUE, the refusal of many calls, where `when` holds.
void refuse_with(const DefectiveSp& sp, Registers& response, bool when, RpcStatus status) {
    if (when) {
        replace_status(sp, Message::service_call, response, RpcStatus::invalid_value, status);
        replace_status(sp, Message::service_call, response, RpcStatus::not_found, status);
    }
}

const Defect defects[] = {
    {.name = "calls every refusal of a service an invalid request body",
     .test = "call.refusal_status",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && sp.region() != nullptr && sp.request[W6] <= sp.region()->size) {
                 replace_status(sp, Message::service_call, r, RpcStatus::invalid_value,
                                RpcStatus::invalid_request_body);
             }
         }},
    {.name = "sends calls to interfaces it has not to the first service",
     .test = "call.unassigned_interface",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (is_call(sp) && !is_assigned(sp)) {
                 set_interface_id(request, test_service_id);
             }
         }},
    {.name = "answers opcode 0 of any interface with SUCCESS",
     .test = "call.unassigned_interface",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && !is_assigned(sp) && sp.opcode() == 0) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "takes 7 bits of the interface id",
     .test = "call.unassigned_interface",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (is_call(sp)) {
                 set_interface_id(request, sp.interface_id() & 0x7f);
             }
         }},
    {.name = "answers calls to interfaces it has not with SUCCESS",
     .test = "call.unassigned_interface",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && !is_assigned(sp)) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "finds interfaces it has not not found",
     .test = "call.unassigned_interface_status",
     .after = [](DefectiveSp& sp, Registers& r) { refuse_with(sp, r, !is_assigned(sp), RpcStatus::not_found); }},
    {.name = "calls an interface internal that is in its table and has no service",
     .test = "call.unassigned_interface_status",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             refuse_with(sp, r, !is_assigned(sp) && sp.interface_id() < test_service_id, RpcStatus::internal);
         }},
    {.name = "serves calls with an unknown handle as doorbells",
     .test = "call.unknown_handle",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (has_unknown_handle(sp)) {
                 set_handle(request, TSRPC_INVALID_MEMORY_HANDLE);
                 request.words[W6] = 0;
             }
         }},
    {.name = "ignores the last bit of handles",
     .test = "call.unknown_handle",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (has_unknown_handle(sp) && sp.regions.contains(sp.handle() ^ 1)) {
                 request.words[W4] ^= 1;
             }
         }},
    {.name = "calls an unknown handle an invalid value",
     .test = "call.unknown_handle_status",
     .after = [](DefectiveSp& sp,
                 Registers& r) { refuse_with(sp, r, has_unknown_handle(sp), RpcStatus::invalid_value); }},
    {.name = "serves calls with memory that was relinquished",
     .test = "call.relinquished_handle",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is(Message::relinquish_mem) && succeeded(r)) {
                 sp.last_handle = sp.handle();
             } else if (has_unknown_handle(sp) && sp.last_handle != 0 && sp.last_handle == sp.handle()) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "finds memory that was relinquished, once other memory is retrieved",
     .test = "call.relinquished_handle",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is(Message::relinquish_mem) && succeeded(r)) {
                 sp.last_handle = sp.handle();
             } else if (has_unknown_handle(sp) && sp.last_handle == sp.handle() && !sp.regions.empty()) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "cuts requests to the memory's size",
     .test = "call.length_over_memory",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (is_too_long(sp)) {
                 request.words[W6] = static_cast<uint32_t>(sp.region()->size);
             }
         }},
    {.name = "keeps the largest size that its slot has had",
     .test = "call.length_over_memory",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             for (const auto& [handle, region] : sp.regions) {
                 sp.count = std::max(sp.count, static_cast<unsigned>(region.size));
             }
             if (is_too_long(sp) && request[W6] <= sp.count) {
                 request.words[W6] = 0;
             }
         }},
    {.name = "leaves the length of STATUS to the service",
     .test = "call.length_over_memory",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (is_too_long(sp) && sp.opcode() == TSRPC_TEST_SERVICE_STATUS) {
                 request.words[W6] = TSRPC_TEST_SERVICE_STATUS_REQUEST_LENGTH;
             }
         }},
    {.name = "compares lengths as signed numbers",
     .test = "call.length_over_memory",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (is_too_long(sp) && request[W6] >= 0x80000000) {
                 request.words[W6] = 0;
             }
         }},
    {.name = "calls a length over the memory a bad request body",
     .test = "call.length_over_memory_status",
     .after = [](DefectiveSp& sp,
                 Registers& r) { refuse_with(sp, r, is_too_long(sp), RpcStatus::invalid_request_body); }},
    {.name = "ignores the length of doorbells",
     .test = "call.doorbell_with_length",
     .before = [](DefectiveSp& sp, uint16_t&, Registers& request) { request.words[W6] *= !sp.is_doorbell(); }},
    {.name = "answers opcodes its service does not know with SUCCESS",
     .test = "call.unknown_opcode",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && sp.region() != nullptr && sp.opcode() > TSRPC_TEST_SERVICE_FILL && !succeeded(r)) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "clears memory before it refuses an opcode",
     .test = "call.unknown_opcode",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && sp.region() != nullptr && !succeeded(r)) {
                 sp.region()->base[0] = 0;
             }
         }},
    {.name = "answers what its service cannot parse with SUCCESS",
     .test = "call.unparsable_request",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && sp.opcode() == TSRPC_TEST_SERVICE_STATUS && r[W4] == raw(RpcStatus::invalid_value)) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "fills nothing, and with success, if there is no memory",
     .test = "call.unparsable_request",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is_doorbell() && is_assigned(sp) && sp.opcode() == TSRPC_TEST_SERVICE_FILL) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "answers what the twin cannot parse with SUCCESS",
     .test = "call.unparsable_request",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && sp.interface_id() == twin_id && sp.region() != nullptr && sp.opcode() == 3 &&
                 !succeeded(r)) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "gives a service status beside an RPC error",
     .test = "call.error_registers_zero",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W5] = is_call(sp) && !succeeded(r) ? r[W4] : r[W5]; }},
    {.name = "repeats the last service status in errors",
     .test = "call.error_registers_zero",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp)) {
                 sp.count = succeeded(r) ? r[W5] : sp.count;
                 r.words[W5] = sp.count;
             }
         }},
};

} // namespace

std::span<const Defect> call_refusal_defects() { return defects; }

} // namespace tsrpc::conformance
