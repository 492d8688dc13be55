// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/caller_session.hpp"

#include <algorithm>

namespace tsrpc {
namespace {

/// 0xff, which is no service, or reserved bits: the Linux driver's way to find an interface id over 255.
bool breaks_interface_id(const Violations& violations) {
    return std::ranges::any_of(violations, [](const Violation& violation) { return violation.reg == W5; });
}

} // namespace

Expected<Session> Session::open(const Channel& channel, const Uuid& service_uuid) {
    const Expected<Registers> words = channel.send(Step::service_info, pack(ServiceInfoRequest{service_uuid}));
    if (!words) {
        return words.error();
    }
    const auto unpacked = unpack_lenient<ServiceInfoResponse>(*words);
    const bool is_refused = unpacked && (*unpacked).rpc_status != RpcStatus::success; // the id then means nothing
    if (!is_refused && breaks_interface_id(unpacked.violations())) {
        return channel.error(Step::service_info, AnswerFault::interface_id);
    }
    const Expected<ServiceInfoResponse> response = channel.read(Step::service_info, unpacked);
    if (!response) {
        return response.error();
    }
    return Session{channel, response->interface_id};
}

Expected<Served> Session::call(Opcode opcode, Memory& memory, uint64_t request_length) const {
    const Expected<MemoryHandle> handle = memory.handle_for(channel_, request_length);
    if (!handle) {
        return handle.error();
    }
    return invoke(opcode, *handle, RequestLength{static_cast<uint32_t>(request_length)}, memory.bytes());
}

Expected<Served> Session::ring(Opcode opcode, RequestLength request_length) const {
    return invoke(opcode, no_memory, request_length, {});
}

Expected<Served> Session::invoke(Opcode opcode, MemoryHandle handle, RequestLength request_length,
                                 std::span<const uint8_t> memory) const {
    const auto response = channel_.ask<ServiceCallResponse>(
        Step::service_call, ServiceCallRequest{interface_id_, opcode, handle, request_length, ClientId{0}});
    if (!response) {
        return response.error();
    }
    const uint32_t length = response->response_length.value();
    if (length > memory.size()) { // it is the endpoint that says so
        return channel_.error(Step::service_call, AnswerFault::long_response);
    }
    return Served{channel_.endpoint_id(), response->service_status, memory.first(length)};
}

} // namespace tsrpc
