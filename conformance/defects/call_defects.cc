// SPDX-License-Identifier: BSD-3-Clause
//
// Defects of service calls that must be served.
#include "conformance/defects/helpers.hpp"

#include "tsrpc/test_service.h"

#include <algorithm>

namespace tsrpc::conformance {
namespace {

bool is_too_long(const DefectiveSp& sp) {
    return is_call(sp) && sp.region() != nullptr && sp.request[W6] > sp.region()->size;
}

const Defect defects[] = {
    {.name = "takes request length 0 for an error",
     .test = "call.success",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && sp.region() != nullptr && sp.request[W6] == 0) {
                 answer(sp, r, RpcStatus::invalid_value);
             }
         }},
    {.name = "takes request length 0 for an error of the twin's",
     .test = "call.success",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && sp.interface_id() == twin_id && sp.region() != nullptr && sp.request[W6] == 0) {
                 answer(sp, r, RpcStatus::invalid_value);
             }
         }},
    {.name = "takes memory with a tag of all ones for none",
     .test = "call.success",
     .needs = Needs::tag,
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             const int32_t result = sp.retrieve(sender, handle, tag, base, size);
             *size = result == 0 && tag == ~uint64_t{0} ? 0 : *size;
             return result;
         }},
    {.name = "echoes the request length as that of every response",
     .test = "call.success",
     .after = [](DefectiveSp& sp,
                 Registers& r) { r.words[W6] = is_call(sp) && succeeded(r) ? sp.request[W6] : r[W6]; }},
    {.name = "looks the doorbell's handle up",
     .test = "call.doorbell",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is_doorbell() && is_assigned(sp)) {
                 answer(sp, r, RpcStatus::not_found);
             }
         }},
    {.name = "refuses doorbells of clients with an id",
     .test = "call.doorbell",
     .needs = Needs::client_id,
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is_doorbell() && sp.request[W7] != 0) {
                 answer(sp, r, RpcStatus::invalid_request_body);
             }
         }},
    {.name = "gives doorbells the memory used last",
     .test = "call.doorbell_has_no_memory",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (sp.is_doorbell() && sp.regions.contains(sp.last_handle)) {
                 set_handle(request, sp.last_handle);
             } else if (is_call(sp) && sp.region() != nullptr) {
                 sp.last_handle = sp.handle();
             }
         }},
    {.name = "gives services their interface ids at the first SERVICE_INFO",
     .test = "call.assigned_at_boot",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             sp.tripped = sp.tripped || sp.is(Message::service_info);
             if (is_call(sp) && !sp.tripped) {
                 answer(sp, r, RpcStatus::invalid_value);
             }
         }},
    {.name = "serves callers that have asked for a service",
     .test = "call.assigned_at_boot",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is(Message::service_info)) {
                 sp.handles.insert(sp.sender);
             }
             if (is_call(sp) && !sp.handles.contains(sp.sender) && !sp.handles.empty()) {
                 answer(sp, r, RpcStatus::invalid_state);
             }
         }},
    {.name = "sends the twin's calls to the first instance",
     .test = "call.interface_id",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (is_call(sp) && sp.interface_id() == twin_id) {
                 set_interface_id(request, test_service_id);
             }
         }},
    {.name = "dispatches on 8 bits of the opcode",
     .test = "call.opcode",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             request.words[W3] &= is_call(sp) && sp.opcode() != 0xffff ? 0xffff00ff : ~0u;
         }},
    {.name = "has no handler for the last opcode",
     .test = "call.opcode",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && sp.opcode() == 0xffff) {
                 answer(sp, r, RpcStatus::invalid_value);
             }
         }},
    {.name = "answers opcodes that the twin does not know with SUCCESS",
     .test = "call.opcode",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is_doorbell() && sp.interface_id() == twin_id && !succeeded(r)) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "tells services 8 bits of the sender id",
     .test = "call.sender",
     .before = [](DefectiveSp&, uint16_t& sender, Registers&) { sender &= 0xff; }},
    {.name = "tells services no bit 4 of the sender id",
     .test = "call.sender",
     .before = [](DefectiveSp&, uint16_t& sender, Registers&) { sender &= 0xffef; }},
    {.name = "tells services 16 bits of the client id",
     .test = "call.client_id",
     .needs = Needs::client_id,
     .before = [](DefectiveSp& sp, uint16_t&, Registers& request) { request.words[W7] &= is_call(sp) ? 0xffff : ~0u; }},
    {.name = "tells services of whole words",
     .test = "call.request_length",
     .before = [](DefectiveSp& sp, uint16_t&, Registers& request) { request.words[W6] &= is_call(sp) ? ~3u : ~0u; }},
    {.name = "rounds one request length up",
     .test = "call.request_length",
     .before = [](DefectiveSp& sp, uint16_t&,
                  Registers& request) { request.words[W6] += is_call(sp) && request[W6] == 1023; }},
    {.name = "takes a request as long as the memory for too long",
     .test = "call.request_length",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && sp.region() != nullptr && sp.request[W6] == sp.region()->size) {
                 answer(sp, r, RpcStatus::invalid_value);
             }
         }},
    {.name = "ends each response with a zero byte of its own",
     .test = "call.request_payload",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && succeeded(r) && sp.region() != nullptr && r[W6] < sp.region()->size) {
                 sp.region()->base[r[W6]] = 0;
             }
         }},
    {.name = "clears the requests of calls without a response",
     .test = "call.request_payload",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && succeeded(r) && sp.region() != nullptr && r[W6] == 0) {
                 std::fill_n(sp.region()->base, sp.request[W6], uint8_t{0});
             }
         }},
    {.name = "answers five bytes at least",
     .test = "call.request_payload",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && succeeded(r) && sp.opcode() == TSRPC_TEST_SERVICE_FILL) {
                 r.words[W6] = std::max(r[W6], 5u);
             }
         }},
    {.name = "changes two bytes where they stand beside each other",
     .test = "call.request_payload",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             const DefectiveSp::Region* const region = is_call(sp) && succeeded(r) ? sp.region() : nullptr;
             for (uint32_t i = 1; region != nullptr && i < r[W6]; ++i) {
                 uint8_t* const bytes = region->base + i;
                 bytes[0] = bytes[-1] == 0x1b && bytes[0] == 0x5b ? uint8_t{0} : bytes[0];
             }
         }},
    {.name = "changes line feeds at one place",
     .test = "call.request_payload",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && succeeded(r) && sp.region() != nullptr && r[W6] > 13 && sp.region()->base[13] == '\n') {
                 sp.region()->base[13] = '\r';
             }
         }},
    {.name = "answers for the twin with 8 bits of the response length",
     .test = "call.response_length",
     .after = [](DefectiveSp& sp,
                 Registers& r) { r.words[W6] &= is_call(sp) && sp.interface_id() == twin_id ? 0xff : ~0u; }},
    {.name = "answers with response lengths of whole words",
     .test = "call.response_length",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W6] = is_call(sp) ? (r[W6] + 3) & ~3u : r[W6]; }},
    {.name = "answers with 16 bits of the service status",
     .test = "call.service_status",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W5] &= is_call(sp) ? 0xffff : ~0u; }},
    {.name = "takes the service status -3 for its own",
     .test = "call.service_status",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && succeeded(r) && r[W5] == raw(RpcStatus::not_found)) {
                 answer(sp, r, RpcStatus::not_found);
             }
         }},
    {.name = "repeats the last service status that was not 0",
     .test = "call.service_status",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && succeeded(r)) {
                 sp.count = r[W5] != 0 ? r[W5] : sp.count;
                 r.words[W5] = sp.count;
             }
         }},
    {.name = "takes a service status for an RPC error",
     .test = "call.service_status",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && succeeded(r) && (r[W5] & 0x80000000) != 0) {
                 answer(sp, r, RpcStatus::internal);
             }
         }},
    {.name = "finds memory by the low half of the handle",
     .test = "call.both_handle_halves",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             for (const auto& [handle, region] : sp.regions) {
                 if (is_call(sp) && static_cast<uint32_t>(handle) == request[W4]) {
                     set_handle(request, handle);
                     return;
                 }
             }
         }},
    {.name = "finds memory by the high half of the handle",
     .test = "call.both_handle_halves",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             for (const auto& [handle, region] : sp.regions) {
                 if (is_call(sp) && handle >> 32 == request[W5]) {
                     set_handle(request, handle);
                     return;
                 }
             }
         }},
    {.name = "knows a doorbell by half its handle",
     .test = "call.any_handle",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (is_call(sp) && request[W4] == 0xffffffff) {
                 set_handle(request, TSRPC_INVALID_MEMORY_HANDLE);
             }
         }},
    {.name = "keeps one size for all memory",
     .test = "call.own_size",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             for (const auto& [handle, region] : sp.regions) {
                 if (is_call(sp) && sp.region() != nullptr && sp.request[W6] > region.size) {
                     answer(sp, r, RpcStatus::invalid_value);
                 }
             }
         }},
    {.name = "has one page of each region once it is full",
     .test = "call.own_size",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && sp.regions.size() == 16 && sp.request[W6] > TSRPC_PAGE_SIZE) {
                 answer(sp, r, RpcStatus::invalid_value);
             }
         }},
    {.name = "takes one page of the eighth region",
     .test = "call.own_size",
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             const int32_t result = sp.retrieve(sender, handle, tag, base, size);
             *size = result == 0 && sp.regions.size() == 8 ? TSRPC_PAGE_SIZE : *size;
             return result;
         }},
    {.name = "holds lengths against the largest memory",
     .test = "call.own_size",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             for (const auto& [handle, region] : sp.regions) {
                 if (is_too_long(sp) && sp.opcode() == TSRPC_TEST_SERVICE_NOP && sp.request[W6] <= region.size) {
                     request.words[W6] = 0;
                 }
             }
         }},
    {.name = "takes three pages of four",
     .test = "call.large_memory",
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             const int32_t result = sp.retrieve(sender, handle, tag, base, size);
             *size -= result == 0 && *size == uint64_t{4} * TSRPC_PAGE_SIZE ? TSRPC_PAGE_SIZE : 0;
             return result;
         }},
    {.name = "counts pages in 8 bits",
     .test = "call.large_memory",
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             const int32_t result = sp.retrieve(sender, handle, tag, base, size);
             *size &= result == 0 ? 0xfffff : ~uint64_t{0};
             return result;
         }},
    {.name = "keeps memory sizes in 16 bits",
     .test = "call.large_memory",
     .retrieve =
         [](DefectiveSp& sp, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
             const int32_t result = sp.retrieve(sender, handle, tag, base, size);
             *size &= result == 0 ? 0xffff : ~uint64_t{0};
             return result;
         }},
    {.name = "leaves the client id in FILL's W7",
     .test = "call.reserved_w7",
     .needs = Needs::client_id,
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (is_call(sp) && sp.opcode() == TSRPC_TEST_SERVICE_FILL && succeeded(r)) {
                 r.words[W7] = sp.request[W7];
             }
         }},
    {.name = "leaves the client id in W7",
     .test = "call.reserved_w7",
     .needs = Needs::client_id,
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W7] = is_call(sp) ? sp.request[W7] : r[W7]; }},
};

} // namespace

std::span<const Defect> call_defects() { return defects; }

} // namespace tsrpc::conformance
