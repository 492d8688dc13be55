// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_DEFECTS_HELPERS_HPP
#define TSRPC_CONFORMANCE_DEFECTS_HELPERS_HPP

#include "conformance/defects/defect.hpp"
#include "conformance/defects/handle_words.hpp"

namespace tsrpc::conformance {

/// RPC statuses as registers have them.
constexpr uint32_t raw(RpcStatus status) { return static_cast<uint32_t>(status); }

inline bool succeeded(const Registers& response) { return response[W4] == raw(RpcStatus::success); }

/// Makes a response of a message with a status one with another.
inline void answer(const DefectiveSp& sp, Registers& response, RpcStatus status) {
    response = reject(sp.request, RpcStatus::internal); // which does not take SUCCESS
    response.words[W4] = raw(status);
}

/// Replaces one RPC status by another in responses to `message`.
inline void replace_status(const DefectiveSp& sp, Message message, Registers& response, RpcStatus from, RpcStatus to) {
    if (sp.is(message) && response[W4] == raw(from)) {
        response.words[W4] = raw(to);
    }
}

// Interface ids of the reference SP's services.
constexpr uint32_t test_service_id = 0x41;
constexpr uint32_t twin_id = 0x0a;

inline bool is_call(const DefectiveSp& sp) { return sp.is(Message::service_call); }
inline bool is_assigned(const DefectiveSp& sp) {
    return sp.interface_id() == test_service_id || sp.interface_id() == twin_id;
}

inline void set_interface_id(Registers& request, uint32_t id) {
    request.words[W3] = (request[W3] & ~TSRPC_CONTROL_INTERFACE_ID_MASK) | id << TSRPC_CONTROL_INTERFACE_ID_SHIFT;
}

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_DEFECTS_HELPERS_HPP
