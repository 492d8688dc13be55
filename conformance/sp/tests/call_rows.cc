// SPDX-License-Identifier: BSD-3-Clause
//
// Answers to service calls that are not those of the state.
#include "conformance/sp/tests/judge_rows.hpp"
#include "tsrpc/test_service.h"

namespace tsrpc::conformance {

using namespace told;

std::vector<JudgeRow> call_rows() {
    constexpr uint16_t nop = TSRPC_TEST_SERVICE_NOP;
    constexpr uint16_t echo = TSRPC_TEST_SERVICE_ECHO;
    constexpr uint16_t status = TSRPC_TEST_SERVICE_STATUS;
    constexpr uint16_t unknown = 0x7777;
    constexpr uint8_t unassigned = 0x55;
    const Rest not_found = refused(RpcStatus::not_found);
    const Rest invalid_value = refused(RpcStatus::invalid_value);
    const std::vector<Said> relinquished_once = holding() + std::vector{relinquished(a)};
    return {
        {"a call is refused", "call.success", holding(), call(a, request(nop), invalid_value),
         call(a, request(nop), {})},
        {"a doorbell is refused", "call.doorbell", found(), call(a, doorbell(nop), invalid_value),
         call(a, doorbell(nop), {})},
        {"another service status", "call.service_status", holding() + std::vector{write({4, 3, 2, 1})},
         call(a, request(status, 4), {0, 0x01020300}), call(a, request(status, 4), {0, 0x01020304})},
        {"another response length", "call.response_length", holding(), call(a, request(echo, 5), {0, 0, 8}),
         call(a, request(echo, 5), {0, 0, 5})},
        {"a response longer than the memory, of an unknown service", "call.response_length", holding(),
         call(a, request(1, 0, handle, unassigned), {0, 7, page + 1}),
         call(a, request(1, 0, handle, unassigned), {0, 7, page})},
        {"a service status beside an error", "call.error_registers_zero", found(),
         call(a, request(nop), {not_found.w4, 1}), call(a, request(nop), not_found)},
        {"a response length beside an error", "call.error_registers_zero", found(),
         call(a, request(nop), {not_found.w4, 0, 1}), call(a, request(nop), not_found)},

        {"a doorbell finds memory", "call.doorbell_has_no_memory", holding(),
         call(a, doorbell(TSRPC_TEST_SERVICE_DESCRIBE), {0, 0, 16}),
         call(a, doorbell(TSRPC_TEST_SERVICE_DESCRIBE), invalid_value)},
        {"a doorbell with a length is served", "call.doorbell_with_length", found(), call(a, doorbell(nop, 1), {}),
         call(a, doorbell(nop, 1), invalid_value)},
        {"a doorbell with a length has another status", "call.doorbell_with_length", found(),
         call(a, doorbell(nop, 1), not_found), call(a, doorbell(nop, 1), invalid_value)},
        {"an unknown opcode is served", "call.unknown_opcode", holding(), call(a, request(unknown), {}),
         call(a, request(unknown), invalid_value)},
        {"half a request is served", "call.unparsable_request", holding(), call(a, request(status, 3), {}),
         call(a, request(status, 3), invalid_value)},
        {"more than the memory is filled", "call.unparsable_request",
         holding() + std::vector{write({0x01, 0x10, 0, 0, 0x5a})}, call(a, request(TSRPC_TEST_SERVICE_FILL, 5), {}),
         call(a, request(TSRPC_TEST_SERVICE_FILL, 5), invalid_value)},
        {"the service's status arrives as another", "call.refusal_status", holding(),
         call(a, request(unknown), refused(RpcStatus::internal)), call(a, request(unknown), invalid_value)},

        {"another's memory is used", "isolation.foreign_call", holding(), call(b, request(nop), {}),
         call(b, request(nop), not_found)},
        {"another's memory has another status", "isolation.foreign_call_status", holding(),
         call(b, request(nop), invalid_value), call(b, request(nop), not_found)},
        {"what is only shared is used", "call.unknown_handle", found() + std::vector{share(a)},
         call(a, request(nop), {}), call(a, request(nop), not_found)},
        {"a handle that is another in one half is used", "call.unknown_handle", holding(),
         call(a, request(nop, 0, other_handle), {}), call(a, request(nop, 0, other_handle), not_found)},
        {"what is relinquished is used", "call.relinquished_handle", relinquished_once, call(a, request(nop), {}),
         call(a, request(nop), not_found)},
        {"an unknown handle has another status", "call.unknown_handle_status", found(),
         call(a, request(nop), invalid_value), call(a, request(nop), not_found)},
        {"a request longer than the memory is served", "call.length_over_memory", holding(2),
         call(a, request(nop, 2 * page + 1), {}), call(a, request(nop, 2 * page + 1), invalid_value)},
        {"a request longer than the memory has another status", "call.length_over_memory_status", holding(),
         call(a, request(nop, page + 1), refused(RpcStatus::internal)), call(a, request(nop, page + 1), invalid_value)},
    };
}

} // namespace tsrpc::conformance
