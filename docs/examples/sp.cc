// SPDX-License-Identifier: BSD-3-Clause
//
// docs/recipes.md, "Answer one in an SP".
#include "docs/examples/sp_parts.h"
#include "tsrpc.hpp"

namespace {

tsrpc::Registers service_info(const tsrpc::Registers& words, const tsrpc::ServiceInfoRequest& request) {
    const int32_t id = find_service(request.service_uuid.bytes);
    if (id < 0) {
        return tsrpc::reject(words, tsrpc::RpcStatus::not_found);
    }
    // A number from a table or a manifest: ask before you make an InterfaceId of it, which traps at 0xff.
    if (id > UINT8_MAX || !tsrpc::InterfaceId::can_hold(static_cast<uint8_t>(id))) {
        return tsrpc::reject(words, tsrpc::RpcStatus::internal);
    }
    return tsrpc::pack(tsrpc::ServiceInfoResponse{tsrpc::RpcStatus::success,
                                                  tsrpc::InterfaceId{static_cast<uint8_t>(id)}}); // checked above
}

tsrpc::Registers service_call(sp* sp, uint16_t sender_id, const tsrpc::Registers& words,
                              const tsrpc::ServiceCallRequest& request) {
    memory memory = {};
    if (request.memory_handle != tsrpc::no_memory &&
        find_memory(sp, sender_id, request.memory_handle.value(), &memory) == 0) {
        return tsrpc::reject(words, tsrpc::RpcStatus::not_found);
    }
    if (request.request_length.value() > memory.size) {
        return tsrpc::reject(words, tsrpc::RpcStatus::invalid_value);
    }
    uint32_t service_status = 0;
    uint32_t response_length = 0;
    const int32_t status =
        serve(sender_id, request.interface_id.value(), request.opcode.value(), request.client_id.value(),
              request.request_length.value(), memory, &service_status, &response_length);
    if (status != TSRPC_RPC_SUCCESS) {
        return tsrpc::reject(words, tsrpc::RpcStatus{status});
    }
    return tsrpc::pack(tsrpc::ServiceCallResponse{request.interface_id, request.opcode, tsrpc::RpcStatus::success,
                                                  tsrpc::ServiceStatus{service_status},
                                                  tsrpc::ResponseLength{response_length}});
}

/// Answers a direct request, whatever its five words are.
tsrpc::Registers answer(sp* sp, uint16_t sender_id, const tsrpc::Registers& words) {
    switch (tsrpc::classify(words)) {
    case tsrpc::Message::get_version:
        return tsrpc::pack(tsrpc::GetVersionResponse{tsrpc::ProtocolVersion{TSRPC_PROTOCOL_VERSION}});
    case tsrpc::Message::retrieve_mem:
        if (const auto request = tsrpc::unpack_lenient<tsrpc::RetrieveMemRequest>(words)) {
            const int32_t status =
                retrieve_memory(sp, sender_id, (*request).memory_handle.value(), (*request).memory_tag.value());
            return tsrpc::pack(tsrpc::RetrieveMemResponse{tsrpc::RpcStatus{status}});
        }
        break;
    case tsrpc::Message::relinquish_mem:
        if (const auto request = tsrpc::unpack_lenient<tsrpc::RelinquishMemRequest>(words)) {
            const int32_t status = relinquish_memory(sp, sender_id, (*request).memory_handle.value());
            return tsrpc::pack(tsrpc::RelinquishMemResponse{tsrpc::RpcStatus{status}});
        }
        break;
    case tsrpc::Message::service_info:
        if (const auto request = tsrpc::unpack_lenient<tsrpc::ServiceInfoRequest>(words)) {
            return service_info(words, *request);
        }
        break;
    case tsrpc::Message::service_call:
        if (const auto request = tsrpc::unpack_lenient<tsrpc::ServiceCallRequest>(words)) {
            return service_call(sp, sender_id, words, *request);
        }
        break;
    case tsrpc::Message::unknown: break;
    }
    return tsrpc::reject(words, tsrpc::RpcStatus::invalid_value);
}

} // namespace

void answer_words(sp* sp, uint16_t sender_id, const uint32_t request[5], uint32_t response[5]) {
    const tsrpc::Registers words = answer(sp, sender_id, tsrpc::Registers::from(request));
    for (size_t i = 0; i < tsrpc::register_count; ++i) {
        response[i] = words.words[i];
    }
}
