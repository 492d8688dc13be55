// SPDX-License-Identifier: BSD-3-Clause
//
// Bits of a response that are not as its message's table has them.
#include "conformance/sp/tests/judge_rows.hpp"
#include "tsrpc/test_service.h"

namespace tsrpc::conformance {

using namespace told;

std::vector<JudgeRow> frame_rows() {
    const Registers version_request = pack(GetVersionRequest{});
    const Registers echo = pack(request(TSRPC_TEST_SERVICE_ECHO, 5));
    const Said found_service = info(test_service_uuid(), {0, service_id});
    const Said no_service = info(test_service_uuid(), refused(RpcStatus::not_found));
    return {
        {"another opcode", "control.echo_opcode", {}, asked_with_w3(version_request, 0x0100, {1}), version()},
        {"another interface id", "control.echo_interface_id", holding(), asked_with_w3(echo, 0x00040000, {0, 0, 5}),
         asked(a, echo, {0, 0, 5})},
        {"another interface id in an error", "control.echo_interface_id", found(),
         asked_with_w3(echo, 0x00040000, refused(RpcStatus::not_found)), asked(a, echo, refused(RpcStatus::not_found))},
        {"a flag", "control.flags_zero", {}, asked_with_w3(version_request, 0x01000000, {1}), version()},
        {"the lower SAP bit", "control.sap_zero", {}, asked_with_w3(version_request, 0x40000000, {1}), version()},
        {"the upper SAP bit", "control.sap_zero", {}, asked_with_w3(version_request, 0x80000000, {1}), version()},

        {"version 0", "version.answer", {}, version({0}), version()},
        {"version 2", "version.answer", {}, version({2}), version()},
        {"W5 of GET_VERSION", "version.reserved_zero", {}, version({1, 5}), version()},
        {"W6 of GET_VERSION", "version.reserved_zero", {}, version({1, 0, 5}), version()},
        {"W7 of GET_VERSION", "version.reserved_zero", {}, version({1, 0, 0, 5}), version()},

        {"the management interface's id",
         "service_info.not_management",
         {},
         info(test_service_uuid(), {0, TSRPC_MANAGEMENT_INTERFACE_ID}),
         found_service},
        {"bits above the interface id",
         "service_info.reserved_w5",
         {},
         info(test_service_uuid(), {0, 0x0100 | service_id}),
         found_service},
        {"W6 of SERVICE_INFO",
         "service_info.reserved_zero",
         {},
         info(test_service_uuid(), {0, service_id, 1}),
         found_service},
        {"W7 of SERVICE_INFO that finds nothing",
         "service_info.reserved_zero",
         {},
         info(test_service_uuid(), {refused(RpcStatus::not_found).w4, 0, 0, 1}),
         no_service},

        {"W5 of RETRIEVE_MEM",
         "memory.retrieve_reserved_zero",
         {share(a)},
         retrieve(a, {0, 1}, {retrieves(a)}),
         retrieved(a)},
        {"W7 of a refused RETRIEVE_MEM",
         "memory.retrieve_reserved_zero",
         {},
         retrieve(a, {refused(RpcStatus::transport_layer).w4, 0, 0, 1}, {}),
         retrieve(a, refused(RpcStatus::transport_layer), {})},
        {"W6 of RELINQ_MEM",
         "memory.relinquish_reserved_zero",
         {share(a), retrieved(a)},
         relinquish(a, {0, 0, 1}, {relinquishes(a)}),
         relinquished(a)},
        {"W7 of a call", "call.reserved_w7", holding(), asked(a, echo, {0, 0, 5, 1}), asked(a, echo, {0, 0, 5})},
    };
}

} // namespace tsrpc::conformance
