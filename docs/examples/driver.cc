// SPDX-License-Identifier: BSD-3-Clause
//
// docs/recipes.md, "Build a request in a driver", and a program that does it.
#include "docs/examples/platform.h"
#include "tsrpc.hpp"
#include "tsrpc/test_service.h"

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

/// Sends a request, and hands its response to `use` unless something is wrong, which it logs. What `use` returns, or
/// false.
template <class Response, class Request, class Use>
bool exchange(uint16_t endpoint_id, const Request& message, Use use) {
    const tsrpc::Registers request = tsrpc::pack(message);
    tsrpc::Registers words = {};
    if (const int32_t error = ffa_direct_request(endpoint_id, request.words, words.words)) {
        log_line("endpoint 0x%04x: FF-A error %" PRId32, unsigned{endpoint_id}, error);
        return false;
    }
    const auto response = tsrpc::unpack<Response>(words, message);
    if (!response) {
        log_refused(request, words, response.violations());
        return false;
    }
    return use(*response);
}

bool succeeded(uint16_t endpoint_id, tsrpc::RpcStatus status) {
    if (status != tsrpc::RpcStatus::success) {
        const char* const name = tsrpc::name(status); // null: an open set
        log_line("endpoint 0x%04x: RPC status %" PRId32 " (%s)", unsigned{endpoint_id}, static_cast<int32_t>(status),
                 name != nullptr ? name : "unknown");
    }
    return status == tsrpc::RpcStatus::success;
}

/// The same, if the response has an RPC status: `use` is called after SUCCESS only.
template <class Response, class Request, class Use>
bool call(uint16_t endpoint_id, const Request& message, Use use) {
    return exchange<Response>(endpoint_id, message, [&](const Response& response) {
        return succeeded(endpoint_id, response.rpc_status) && use(response);
    });
}

/// Whether the endpoint speaks this version of the protocol: the first thing to ask.
bool probe(uint16_t endpoint_id) {
    return exchange<tsrpc::GetVersionResponse>(
        endpoint_id, tsrpc::GetVersionRequest{}, [](const tsrpc::GetVersionResponse& response) {
            return response.version == tsrpc::ProtocolVersion{TSRPC_PROTOCOL_VERSION};
        });
}

/// Where a service is.
struct Session {
    uint16_t endpoint_id;
    tsrpc::InterfaceId interface_id;
};

bool open_session(Session& session, const tsrpc::Uuid& service) {
    return call<tsrpc::ServiceInfoResponse>(session.endpoint_id, tsrpc::ServiceInfoRequest{service},
                                            [&](const tsrpc::ServiceInfoResponse& response) {
                                                session.interface_id = response.interface_id;
                                                return true;
                                            });
}

/// Shares memory with an endpoint and has it retrieved there, with the tag that the Linux driver uses.
bool share(uint16_t endpoint_id, void* base, uint32_t size, uint64_t& handle) {
    if (ffa_mem_share(endpoint_id, base, size, &handle) != 0) {
        return false;
    }
    const tsrpc::RetrieveMemRequest message{tsrpc::MemoryHandle{handle}, tsrpc::MemoryTag{0}};
    if (call<tsrpc::RetrieveMemResponse>(endpoint_id, message, [](const auto&) { return true; })) {
        return true;
    }
    if (ffa_mem_reclaim(handle) != 0) {
        log_line("handle 0x%016" PRIx64 ": the endpoint keeps the memory; do not use it again", handle);
    }
    return false;
}

bool unshare(uint16_t endpoint_id, uint64_t handle) {
    const tsrpc::RelinquishMemRequest message{tsrpc::MemoryHandle{handle}};
    return call<tsrpc::RelinquishMemResponse>(endpoint_id, message, [](const auto&) { return true; }) &&
           ffa_mem_reclaim(handle) == 0;
}

/// What a service answered.
struct Answer {
    uint32_t service_status; ///< its own; RPC SUCCESS does not say that the service succeeded
    uint32_t length;         ///< bytes of the shared memory
};

/// A call with `length` bytes of request in the `size` bytes that are shared as `handle`.
bool invoke(const Session& session, uint16_t opcode, uint64_t handle, uint32_t size, uint32_t length, Answer& answer) {
    const tsrpc::ServiceCallRequest message{session.interface_id, tsrpc::Opcode{opcode}, tsrpc::MemoryHandle{handle},
                                            tsrpc::RequestLength{length}, tsrpc::ClientId{0}};
    return call<tsrpc::ServiceCallResponse>(
        session.endpoint_id, message, [&](const tsrpc::ServiceCallResponse& response) {
            answer = {response.service_status.value(), response.response_length.value()};
            return answer.length <= size; // it is the endpoint that says so
        });
}

/// A call without memory.
bool ring(const Session& session, uint16_t opcode, Answer& answer) {
    return invoke(session, opcode, tsrpc::no_memory.value(), 0, 0, answer);
}

} // namespace

int main() {
    using namespace tsrpc::literals;
    constexpr uint16_t endpoint_id = 0x8001;
    constexpr uint16_t spoilt_endpoint_id = 0x8002;
    constexpr uint16_t no_endpoint_id = 0x8003;
    constexpr tsrpc::Uuid test_service = TSRPC_TEST_SERVICE_UUID ""_uuid;
    constexpr tsrpc::Uuid psa_crypto = TSRPC_SERVICE_PSA_CRYPTO ""_uuid;

    static uint8_t memory[TSRPC_PAGE_SIZE];
    uint64_t handle = 0;
    Answer answer = {};
    Session session{endpoint_id, tsrpc::InterfaceId{0}};
    log_line("probe: %d", probe(endpoint_id));
    log_line("open: %d", open_session(session, test_service));
    log_line("share: %d", share(endpoint_id, memory, sizeof memory, handle));

    memory[0] = 0x2a;
    log_line("invoke: %d", invoke(session, TSRPC_TEST_SERVICE_STATUS, handle, sizeof memory, 4, answer));
    log_line("service status %" PRIu32 ", %" PRIu32 " bytes", answer.service_status, answer.length);
    log_line("invoke: %d", invoke(session, TSRPC_TEST_SERVICE_DESCRIBE, handle, sizeof memory, 0, answer));
    log_line("service status %" PRIu32 ", %" PRIu32 " bytes", answer.service_status, answer.length);
    log_line("response over the memory: %d", invoke(session, TSRPC_TEST_SERVICE_DESCRIBE, handle, 8, 0, answer));
    log_line("ring: %d", ring(session, TSRPC_TEST_SERVICE_NOP, answer));
    log_line("service status %" PRIu32 ", %" PRIu32 " bytes", answer.service_status, answer.length);
    log_line("unknown opcode: %d", ring(session, 0x1234, answer));
    log_line("unshare: %d", unshare(endpoint_id, handle));
    log_line("unshare again: %d", unshare(endpoint_id, handle));

    log_line("unknown service: %d", open_session(session, psa_crypto));
    session.endpoint_id = no_endpoint_id;
    log_line("no endpoint: %d", open_session(session, test_service));
    log_line("spoilt response: %d", share(spoilt_endpoint_id, memory, sizeof memory, handle));
}
