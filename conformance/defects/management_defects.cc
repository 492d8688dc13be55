// SPDX-License-Identifier: BSD-3-Clause
//
// Defects of the control word, GET_VERSION, unknown opcodes and SERVICE_INFO.
#include "conformance/defects/helpers.hpp"

#include "tsrpc/test_service.h"

#include <cstdlib>

namespace tsrpc::conformance {
namespace {

constexpr Uuid test_service_uuid = {TSRPC_TEST_SERVICE_UUID_BYTES};
constexpr Registers test_service_info = pack(ServiceInfoRequest{test_service_uuid});

constexpr uint32_t not_found = static_cast<uint32_t>(RpcStatus::not_found);

bool is_error(const DefectiveSp& sp, const Registers& response) {
    return !sp.is(Message::get_version) && !succeeded(response);
}

const Defect defects[] = {
    {.name = "answers version 2",
     .test = "version.answer",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W4] += sp.is(Message::get_version); }},
    {.name = "tells its build number beside the version",
     .test = "version.reserved_zero",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W6] |= sp.is(Message::get_version) ? 0x10203u : 0; }},
    {.name = "answers other SPs with version 2",
     .test = "version.any_sender",
     .needs = Needs::second_sender,
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W4] += sp.is(Message::get_version) && sp.sender >= 0x8000; }},
    {.name = "loses its version after an error",
     .test = "version.always_available",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             sp.tripped = sp.tripped || is_error(sp, r);
             r.words[W4] += sp.is(Message::get_version) && sp.tripped;
         }},

    {.name = "echoes 8 bits of the opcode",
     .test = "control.echo_opcode",
     .after = [](DefectiveSp&, Registers& r) { r.words[W3] &= 0xffff00ff; }},
    {.name = "answers errors with an empty control word",
     .test = "control.echo_opcode",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W3] = is_error(sp, r) ? 0u : r[W3]; }},
    {.name = "does not echo the interface id of calls",
     .test = "control.echo_interface_id",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W3] &= sp.is(Message::service_call) ? 0x0000ffff : ~0u; }},
    {.name = "marks errors with a flag",
     .test = "control.flags_zero",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W3] |= is_error(sp, r) ? 0x01000000u : 0; }},
    {.name = "marks errors with the SAP error bit",
     .test = "control.sap_zero",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W3] |= is_error(sp, r) ? 0x80000000 : 0; }},

    {.name = "takes high management opcodes for its own",
     .test = "management.unknown_opcode",
     .after = [](DefectiveSp& sp,
                 Registers& r) { r.words[W4] = sp.is(Message::unknown) && sp.opcode() >= 0x8000 ? 0u : r[W4]; }},
    {.name = "forgets its memory at the first management opcode that it does not know",
     .test = "management.unknown_opcode",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             sp.tripped = sp.tripped || (sp.is(Message::unknown) && sp.opcode() == 4);
             if (sp.tripped && sp.is(Message::relinquish_mem)) {
                 answer(sp, r, RpcStatus::not_found);
             }
         }},
    {.name = "crashes at one management opcode",
     .test = "management.unknown_opcode",
     .after =
         [](DefectiveSp& sp, Registers&) {
             if (sp.is(Message::unknown) && sp.opcode() == 0x1234) {
                 std::abort();
             }
         }},
    {.name = "hangs at one management opcode",
     .test = "management.unknown_opcode",
     .after =
         [](DefectiveSp& sp, Registers&) {
             for (volatile bool forever = sp.is(Message::unknown) && sp.opcode() == 0x1234; forever;) {
             }
         }},
    {.name = "leaves the last service status after an unknown opcode",
     .test = "management.unknown_opcode_rest_zero",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is(Message::service_call)) {
                 sp.count = r[W5];
             }
             r.words[W5] = sp.is(Message::unknown) ? sp.count : r[W5];
         }},
    {.name = "finds unknown opcodes not found",
     .test = "management.unknown_opcode_status",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W4] = sp.is(Message::unknown) ? not_found : r[W4]; }},
    {.name = "leaves garbage after an unknown opcode",
     .test = "management.unknown_opcode_rest_zero",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W7] |= sp.is(Message::unknown) ? 0xdeadbeef : 0; }},
    {.name = "answers with positive error numbers",
     .test = "management.status_defined",
     .after = [](DefectiveSp& sp, Registers& r) { r.words[W4] = is_error(sp, r) ? 0 - r[W4] : r[W4]; }},

    {.name = "numbers the errors of one call itself",
     .test = "management.status_defined",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is(Message::service_call) && sp.opcode() == TSRPC_TEST_SERVICE_STATUS && is_error(sp, r)) {
                 r.words[W4] = static_cast<uint32_t>(-7777);
             }
         }},
    {.name = "finds a service by the first half of its UUID and the second of another's",
     .test = "service_info.single_bit",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             const Registers& one = test_service_info;
             const Registers other = pack(ServiceInfoRequest{Uuid{TSRPC_TEST_SERVICE_TWIN_UUID_BYTES}});
             if (sp.is(Message::service_info) && request[W4] == one[W4] && request[W5] == one[W5] &&
                 request[W6] == other[W6] && request[W7] == other[W7]) {
                 request = one;
             }
         }},
    {.name = "hides its services from other SPs",
     .test = "service_info.hosted",
     .needs = Needs::second_sender,
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is(Message::service_info) && sp.sender >= 0x8000) {
                 answer(sp, r, RpcStatus::not_found);
             }
         }},
    {.name = "knows its services after GET_VERSION",
     .test = "service_info.any_time",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             sp.tripped = sp.tripped || sp.is(Message::get_version);
             if (sp.is(Message::service_info) && !sp.tripped) {
                 answer(sp, r, RpcStatus::invalid_state);
             }
         }},
    {.name = "gives a service the management interface id",
     .test = "service_info.not_management",
     .after = [](DefectiveSp& sp,
                 Registers& r) { r.words[W5] = sp.is(Message::service_info) && succeeded(r) ? 0xffu : r[W5]; }},
    {.name = "gives all services one interface id",
     .test = "service_info.distinct",
     .after = [](DefectiveSp& sp,
                 Registers& r) { r.words[W5] = sp.is(Message::service_info) && succeeded(r) ? 0x41u : r[W5]; }},
    {.name = "numbers services for each caller",
     .test = "service_info.stable",
     .needs = Needs::second_sender,
     .after = [](DefectiveSp& sp,
                 Registers& r) { r.words[W5] += sp.is(Message::service_info) && succeeded(r) && sp.sender == 2; }},
    {.name = "numbers services for other SPs from the end",
     .test = "service_info.stable",
     .needs = Needs::second_sender,
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is(Message::service_info) && succeeded(r) && sp.sender >= 0x8000) {
                 r.words[W5] = 0xfe - r[W5];
             }
         }},
    {.name = "hosts the nil UUID",
     .test = "service_info.unknown_uuid",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is(Message::service_info) && (sp.request[W4] | sp.request[W7]) == 0) {
                 answer(sp, r, RpcStatus::success);
             }
         }},
    {.name = "compares 12 bytes of a UUID",
     .test = "service_info.single_bit",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (sp.is(Message::service_info) && request[W4] == test_service_info[W4]) {
                 request.words[W7] = test_service_info[W7];
             }
         }},
    {.name = "compares UUIDs up to the first zero register",
     .test = "service_info.single_bit",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (sp.is(Message::service_info) && request[W4] == test_service_info[W4] && request[W5] == 0) {
                 request = test_service_info;
             }
         }},
    {.name = "compares UUIDs as the text of their lower-case bytes",
     .test = "service_info.single_bit",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (sp.is(Message::service_info) && ((request[W5] ^ test_service_info[W5]) & ~0x20u) == 0) {
                 request.words[W5] = test_service_info[W5];
             }
         }},
    {.name = "knows the service asked for last by a quarter of its UUID",
     .test = "service_info.single_bit",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (sp.is(Message::service_info)) {
                 const bool again = sp.tripped && request[W4] == test_service_info[W4];
                 request = again ? test_service_info : request;
                 sp.tripped = request == test_service_info;
             }
         }},
    {.name = "swaps the bytes of each UUID register",
     .test = "service_info.byte_order",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             for (const Register reg : {W4, W5, W6, W7}) {
                 request.words[reg] = sp.is(Message::service_info) ? __builtin_bswap32(request[reg]) : request[reg];
             }
         }},
    {.name = "takes UUIDs in either byte order",
     .test = "service_info.byte_order",
     .before =
         [](DefectiveSp& sp, uint16_t&, Registers& request) {
             if (sp.is(Message::service_info) && __builtin_bswap32(request[W4]) == test_service_info[W4]) {
                 request = test_service_info;
             }
         }},
    {.name = "leaves the UUID in the registers of a refusal",
     .test = "service_info.reserved_zero",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is(Message::service_info) && !succeeded(r)) {
                 r.words[W6] = sp.request[W6];
                 r.words[W7] = sp.request[W7];
             }
         }},
    {.name = "leaves garbage above the interface id",
     .test = "service_info.reserved_w5",
     .after = [](DefectiveSp& sp,
                 Registers& r) { r.words[W5] |= sp.is(Message::service_info) && succeeded(r) ? 0xbeef00u : 0; }},
    {.name = "leaves the last response length above the interface id",
     .test = "service_info.reserved_w5",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is(Message::service_call)) {
                 sp.count = r[W6];
             }
             r.words[W5] |= sp.is(Message::service_info) ? sp.count << 8 : 0;
         }},
    {.name = "gives the last interface id for what it does not host",
     .test = "service_info.unknown_uuid_interface_id",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             if (sp.is(Message::service_info)) {
                 const uint32_t id = succeeded(r) ? r[W5] : sp.count;
                 sp.count = succeeded(r) ? id : 0;
                 r.words[W5] = id;
             }
         }},
    {.name = "calls an unknown UUID an invalid value",
     .test = "service_info.unknown_uuid_status",
     .after =
         [](DefectiveSp& sp, Registers& r) {
             replace_status(sp, Message::service_info, r, RpcStatus::not_found, RpcStatus::invalid_value);
         }},
    {.name = "gives an interface id for what it does not host",
     .test = "service_info.unknown_uuid_interface_id",
     .after = [](DefectiveSp& sp,
                 Registers& r) { r.words[W5] = sp.is(Message::service_info) && !succeeded(r) ? 0x7fu : r[W5]; }},
};

} // namespace

std::span<const Defect> management_defects() { return defects; }

} // namespace tsrpc::conformance
