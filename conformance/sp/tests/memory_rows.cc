// SPDX-License-Identifier: BSD-3-Clause
//
// Bytes that have changed, and who is blamed: the last request, or what retrieved and relinquished. And what a reclaim
// tells.
#include "conformance/sp/tests/judge_rows.hpp"
#include "tsrpc/plugin.h"
#include "tsrpc/test_service.h"

#include <algorithm>

namespace tsrpc::conformance {

using namespace told;

namespace {

/// One DESCRIBE with a byte of its response changed; what is right then.
JudgeRow description_row(std::string_view name, std::string_view requirement, size_t offset) {
    const std::vector<uint8_t> description = {0x01, 0, 0x02, 0, 0, 0, 0, 0, 5, 0, 0, 0, service_id, 0, 0, 0};
    std::vector<uint8_t> wrong = description;
    wrong[offset] ^= 0x40;
    return {name, requirement, holding() + std::vector{call(a, request(TSRPC_TEST_SERVICE_DESCRIBE, 5), {0, 0, 16})},
            read(wrong), read(description)};
}

} // namespace

std::vector<JudgeRow> memory_rows() {
    constexpr uint16_t unknown = 0x7777;
    const std::vector<uint8_t> written = {1, 2, 3};
    const std::vector<uint8_t> changed = {1, 2, 4};
    const Said no_such_opcode = call(a, request(unknown, 3), refused(RpcStatus::invalid_value));
    const Said served = call(a, request(TSRPC_TEST_SERVICE_ECHO, 3), {0, 0, 3});
    const Said not_held = call(b, request(TSRPC_TEST_SERVICE_ECHO, 3), refused(RpcStatus::not_found));
    const std::vector<Said> two_regions =
        holding() + std::vector{write(written), share(b, other_handle), retrieved(b, other_handle)};
    const Result denied = FfaError{TSRPC_FFA_DENIED};
    return {
        {"retrieving changes memory",
         "memory.contents_kept",
         {share(a), write(written), retrieved(a)},
         read(changed),
         read(written)},
        {"relinquishing changes memory",
         "memory.contents_kept",
         {share(a), retrieved(a), write(written), relinquished(a)},
         read(changed),
         read(written)},
        {"a call changes its request", "call.request_payload", holding() + std::vector{write(written), served},
         read(changed), read(written)},
        {"the end of memory changes", "call.request_payload",
         holding() + std::vector{write(std::vector<uint8_t>(page)), served}, read({0, 0, 1}, handle, page - 3),
         read({0, 0, 0}, handle, page - 3)},
        {"a refused call changes its memory", "call.unknown_opcode",
         holding() + std::vector{write(written), no_such_opcode}, read(changed), read(written)},
        {"a call of another changes memory", "isolation.foreign_call",
         holding() + std::vector{write(written), not_held}, read(changed), read(written)},
        {"a call with other memory changes it", "isolation.interleaved",
         two_regions + std::vector{call(b, request(TSRPC_TEST_SERVICE_ECHO, 3, other_handle), {0, 0, 3})},
         read(changed), read(written)},
        {"relinquishing other memory changes it", "isolation.separate_release",
         two_regions + std::vector{relinquished(b, other_handle)}, read(changed), read(written)},
        description_row("another sender", "call.sender", 0),
        description_row("another opcode", "call.opcode", 3),
        description_row("another client id", "call.client_id", 4),
        description_row("another request length", "call.request_length", 8),
        description_row("another interface id", "call.interface_id", 12),
        description_row("another instance", "call.interface_id", 13),
        description_row("reserved bytes", "call.request_payload", 15),

        {"a refused retrieve holds memory",
         "exhaustion.refused_cleanly",
         {share(a, other_handle), retrieved(a, other_handle), share(a), retrieve(a, refused(RpcStatus::not_found), {})},
         reclaim(a, denied),
         reclaim(a)},
        {"relinquished memory is held",
         "memory.relinquish",
         {share(a), retrieved(a), relinquished(a)},
         reclaim(a, denied),
         reclaim(a)},
        {"held memory is not",
         "memory.held_until_relinquished",
         {share(a), retrieved(a)},
         reclaim(a),
         reclaim(a, denied)},
    };
}

} // namespace tsrpc::conformance
