// SPDX-License-Identifier: BSD-3-Clause
//
// What an SP asks of its SPMC while it works on a request, and what it answers then.
#include "conformance/sp/tests/judge_rows.hpp"
#include "tsrpc/plugin.h"
#include "tsrpc/test_service.h"

namespace tsrpc::conformance {

using namespace told;

std::vector<JudgeRow> spmc_rows() {
    constexpr uint64_t tag = 0x0000000a'0000000b;
    constexpr int32_t denied = TSRPC_FFA_DENIED;
    const Rest transport_layer = refused(RpcStatus::transport_layer);
    const Rest not_found = refused(RpcStatus::not_found);
    const std::vector<Said> shared = {share(a)};
    const std::vector<Said> held = {share(a), retrieved(a)};
    const std::vector<Said> tagged = {share(a, handle, 1, tag)};
    const std::vector<Said> no_retrieve = {share(a), refuse(SpmcOperation::retrieve)};
    const std::vector<Said> no_relinquish = {share(a), retrieved(a), refuse(SpmcOperation::relinquish)};
    return {
        {"retrieves half the handle", "memory.retrieve_handle", shared,
         retrieve(a, {}, {retrieves(a, handle & 0xffffffff)}), retrieved(a)},
        {"retrieves half the tag", "memory.retrieve_tag", tagged,
         retrieve(a, {}, {retrieves(a, handle, 0, tag & 0xffffffff)}, handle, tag), retrieved(a, handle, tag)},
        {"retrieves in another's name", "memory.retrieve_sender", shared, retrieve(a, {}, {retrieves(b)}),
         retrieved(a)},
        {"retrieves twice", "memory.retrieve", shared, retrieve(a, {}, {retrieves(a), retrieves(a, handle, denied)}),
         retrieved(a)},
        {"does not retrieve", "memory.retrieve", shared, retrieve(a, {}, {}), retrieved(a)},
        {"relinquishes what it has just retrieved", "memory.retrieve", shared,
         retrieve(a, {}, {retrieves(a), relinquishes(a)}),
         retrieve(a, {}, {retrieves(a, handle, TSRPC_FFA_RETRY), retrieves(a)})},
        {"keeps what it refuses", "exhaustion.refused_cleanly", held + std::vector{share(a, other_handle)},
         retrieve(a, not_found, {retrieves(a, other_handle)}, other_handle), retrieve(a, not_found, {}, other_handle)},
        {"takes a refusal for success", "memory.refused_retrieve", no_retrieve,
         retrieve(a, {}, {retrieves(a, handle, denied)}), retrieve(a, transport_layer, {retrieves(a, handle, denied)})},
        {"has another status for a refusal", "memory.refused_retrieve_status", no_retrieve,
         retrieve(a, refused(RpcStatus::internal), {retrieves(a, handle, denied)}),
         retrieve(a, transport_layer, {retrieves(a, handle, denied)})},

        {"retrieves at RELINQ_MEM", "memory.relinquish", held,
         relinquish(a, {}, {retrieves(a, handle, denied), relinquishes(a)}), relinquished(a)},
        {"relinquishes half the handle", "memory.relinquish_handle", held,
         relinquish(a, {}, {relinquishes(0, handle & 0xffffffff)}), relinquished(a)},
        {"relinquishes twice", "memory.relinquish", held,
         relinquish(a, {}, {relinquishes(a), relinquishes(a, handle, denied)}), relinquished(a)},
        {"does not relinquish", "memory.relinquish", held, relinquish(a, {}, {}), relinquished(a)},
        {"refuses and relinquishes", "memory.relinquish", held, relinquish(a, not_found, {relinquishes(a)}),
         relinquished(a)},
        {"relinquishes another's", "isolation.foreign_relinquish", held, relinquish(b, not_found, {relinquishes(a)}),
         relinquish(b, not_found, {})},
        {"relinquishes what it has not", "memory.relinquish_unknown", shared,
         relinquish(a, not_found, {relinquishes(a, handle, denied)}), relinquish(a, not_found, {})},
        {"hides that it could not relinquish", "memory.refused_relinquish", no_relinquish,
         relinquish(a, {}, {relinquishes(a, handle, denied)}),
         relinquish(a, transport_layer, {relinquishes(a, handle, denied)})},
        {"has another status for that", "memory.refused_relinquish_status", no_relinquish,
         relinquish(a, refused(RpcStatus::internal), {relinquishes(a, handle, denied)}),
         relinquish(a, transport_layer, {relinquishes(a, handle, denied)})},

        {"retrieves at a call", "memory.retrieve", holding() + std::vector{share(a, other_handle)},
         call(a, request(TSRPC_TEST_SERVICE_NOP), {}, {retrieves(a, other_handle)}),
         call(a, request(TSRPC_TEST_SERVICE_NOP), {})},
        {"relinquishes after a call", "memory.held_until_relinquished", holding(),
         call(a, request(TSRPC_TEST_SERVICE_NOP), {}, {relinquishes(a)}), call(a, request(TSRPC_TEST_SERVICE_NOP), {})},
        {"relinquishes at GET_VERSION", "memory.held_until_relinquished", held,
         asked(a, pack(GetVersionRequest{}), {1}, {relinquishes(a)}), version()},
    };
}

} // namespace tsrpc::conformance
