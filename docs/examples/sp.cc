// SPDX-License-Identifier: BSD-3-Clause
//
// docs/recipes.md, "Answer one in an SP".
#include "docs/examples/sp_parts.h"
#include "tsrpc.hpp"

/// What an SP does with the requests of one sender.
struct Endpoint {
    sp* self;
    uint16_t sender_id;

    tsrpc::RetrieveMemResponse operator()(const tsrpc::RetrieveMemRequest& m) const {
        return {tsrpc::RpcStatus{retrieve_memory(self, sender_id, m.memory_handle.value(), m.memory_tag.value())}};
    }

    tsrpc::RelinquishMemResponse operator()(const tsrpc::RelinquishMemRequest& m) const {
        return {tsrpc::RpcStatus{relinquish_memory(self, sender_id, m.memory_handle.value())}};
    }

    tsrpc::ServiceInfoResponse operator()(const tsrpc::ServiceInfoRequest& m) const {
        // A number from a table or a manifest: ask before you make an InterfaceId of it, which traps at 0xff.
        const auto id = static_cast<uint32_t>(find_service(m.service_uuid.bytes));
        if (!tsrpc::InterfaceId::can_hold(id)) {
            return reject(m, tsrpc::RpcStatus::not_found);
        }
        return {tsrpc::RpcStatus::success, tsrpc::InterfaceId{static_cast<uint8_t>(id)}};
    }

    tsrpc::ServiceCallResponse operator()(const tsrpc::ServiceCallRequest& m) const {
        memory memory = {};
        if (find_memory(self, sender_id, m.memory_handle.value(), &memory) == 0) {
            return reject(m, tsrpc::RpcStatus::not_found);
        }
        if (m.request_length.value() > memory.size) {
            return reject(m, tsrpc::RpcStatus::invalid_value);
        }
        uint32_t service_status = 0;
        uint32_t response_length = 0;
        const tsrpc::RpcStatus status{call_service(sender_id, m.interface_id.value(), m.opcode.value(),
                                                   m.client_id.value(), m.request_length.value(), memory,
                                                   &service_status, &response_length)};
        return {m.interface_id, m.opcode, status, tsrpc::ServiceStatus{service_status},
                tsrpc::ResponseLength{response_length}};
    }
};

/// Answers a direct request, whatever its five words are.
void answer_words(sp* self, uint16_t sender_id, const uint32_t request[5], uint32_t response[5]) {
    tsrpc::serve_lenient(tsrpc::Registers::from(request), Endpoint{self, sender_id}).to(response);
}
