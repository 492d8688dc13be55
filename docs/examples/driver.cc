// SPDX-License-Identifier: BSD-3-Clause
//
// docs/recipes.md, "Build a request in a driver".
#include "docs/examples/driver.h"

#include "docs/examples/platform.h"
#include "tsrpc.hpp"

#include <inttypes.h>

namespace {

void log_frame(char mark, const tsrpc::Registers& frame) {
    log_line("%c %08" PRIx32 " %08" PRIx32 " %08" PRIx32 " %08" PRIx32 " %08" PRIx32, mark, frame[tsrpc::W3],
             frame[tsrpc::W4], frame[tsrpc::W5], frame[tsrpc::W6], frame[tsrpc::W7]);
}

/// Logs what a response breaks.
void log_refused(const tsrpc::Registers& request, const tsrpc::Registers& words, const tsrpc::Violations& violations) {
    log_frame('>', request);
    log_frame('<', words);
    for (const tsrpc::Violation& broken : violations) {
        log_line("  %s bits %08" PRIx32 ": breaks rule %s", tsrpc::name(broken.reg), broken.bits,
                 tsrpc::name(broken.rule));
    }
}

/// Sends a request. No message: there was no response, or one that breaks a MUST; the log says which.
template <class Request>
auto exchange(uint16_t endpoint_id, const Request& request) {
    const auto send = [endpoint_id](tsrpc::Registers& words) {
        const int32_t error = ffa_direct_request(endpoint_id, words.words, words.words);
        if (error != 0) {
            log_line("endpoint 0x%04x: FF-A error %" PRId32, unsigned{endpoint_id}, error);
        }
        return error == 0;
    };
    const auto response = tsrpc::transact(send, request);
    if (!response && !response.violations().empty()) {
        log_refused(response.request(), response.words(), response.violations());
    }
    return response;
}

bool succeeded(uint16_t endpoint_id, tsrpc::RpcStatus status) {
    if (status != tsrpc::RpcStatus::success) {
        const char* const name = tsrpc::name(status); // null: an open set
        log_line("endpoint 0x%04x: RPC status %" PRId32 " (%s)", unsigned{endpoint_id}, static_cast<int32_t>(status),
                 name != nullptr ? name : "unknown");
    }
    return status == tsrpc::RpcStatus::success;
}

} // namespace

bool probe(uint16_t endpoint_id) {
    const auto response = exchange(endpoint_id, tsrpc::GetVersionRequest{});
    return response && response->version == tsrpc::ProtocolVersion{TSRPC_PROTOCOL_VERSION};
}

bool open_session(session* session, const tsrpc_uuid* service) {
    const auto response = exchange(session->endpoint_id, tsrpc::ServiceInfoRequest{tsrpc::Uuid{service->bytes}});
    if (!response || !succeeded(session->endpoint_id, response->rpc_status)) {
        return false;
    }
    session->interface_id = response->interface_id.value();
    return true;
}

bool share(uint16_t endpoint_id, void* base, uint32_t size, uint64_t* handle) {
    if (ffa_mem_share(endpoint_id, base, size, handle) != 0) {
        return false;
    }
    const tsrpc::RetrieveMemRequest request{tsrpc::MemoryHandle{*handle}, tsrpc::MemoryTag{0}};
    const auto response = exchange(endpoint_id, request);
    if (response && succeeded(endpoint_id, response->rpc_status)) {
        return true;
    }
    if (ffa_mem_reclaim(*handle) != 0) {
        log_line("handle 0x%016" PRIx64 ": the endpoint keeps the memory; do not use it again", *handle);
    }
    return false;
}

bool unshare(uint16_t endpoint_id, uint64_t handle) {
    const auto response = exchange(endpoint_id, tsrpc::RelinquishMemRequest{tsrpc::MemoryHandle{handle}});
    return response && succeeded(endpoint_id, response->rpc_status) && ffa_mem_reclaim(handle) == 0;
}

bool invoke(const session* session, uint16_t opcode, uint64_t handle, uint32_t size, uint32_t length, answer* answer) {
    const tsrpc::ServiceCallRequest request{tsrpc::InterfaceId{session->interface_id}, tsrpc::Opcode{opcode},
                                            tsrpc::MemoryHandle{handle}, tsrpc::RequestLength{length},
                                            tsrpc::ClientId{0}};
    const auto response = exchange(session->endpoint_id, request);
    if (!response || !succeeded(session->endpoint_id, response->rpc_status)) {
        return false;
    }
    *answer = {response->service_status.value(), response->response_length.value()};
    return answer->length <= size; // it is the endpoint that says so
}
