// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/endpoint.hpp"

#include <algorithm>

namespace tsrpc {
namespace {

/// `unpack_lenient` of a request that `classify` has named, which cannot fail.
template <class Request>
Request read(const Registers& words) {
    return *unpack_lenient<Request>(words);
}

} // namespace

Endpoint::Endpoint(const tsrpc_spmc& spmc, std::span<const Service> services, size_t slot_count)
    : spmc_{spmc}, services_{services.begin(), services.end()}, slot_count_{slot_count} {}

Registers Endpoint::direct_request(EndpointId sender_id, const Registers& request) {
    switch (classify(request)) {
    case Message::get_version: return pack(GetVersionResponse{ProtocolVersion{TSRPC_PROTOCOL_VERSION}});
    case Message::retrieve_mem:
        return pack(RetrieveMemResponse{retrieve_mem(sender_id, read<RetrieveMemRequest>(request))});
    case Message::relinquish_mem:
        return pack(RelinquishMemResponse{relinquish_mem(sender_id, read<RelinquishMemRequest>(request))});
    case Message::service_info: return service_info(request);
    case Message::service_call: return service_call(sender_id, request);
    case Message::unknown: break;
    }
    return reject(request, RpcStatus::invalid_value);
}

RpcStatus Endpoint::retrieve_mem(EndpointId sender_id, const RetrieveMemRequest& request) {
    if (slots_.size() == slot_count_) {
        return RpcStatus::not_found;
    }
    void* base = nullptr;
    uint64_t size = 0;
    if (spmc_.mem_retrieve(spmc_.ctx, static_cast<uint16_t>(sender_id), request.memory_handle.value(),
                           request.memory_tag.value(), &base, &size) != 0) {
        return RpcStatus::transport_layer;
    }
    slots_.push_back({sender_id, request.memory_handle, {static_cast<uint8_t*>(base), size}});
    return RpcStatus::success;
}

RpcStatus Endpoint::relinquish_mem(EndpointId sender_id, const RelinquishMemRequest& request) {
    const auto slot = find_slot(sender_id, request.memory_handle);
    if (slot == slots_.end()) {
        return RpcStatus::not_found;
    }
    if (spmc_.mem_relinquish(spmc_.ctx, request.memory_handle.value()) != 0) {
        return RpcStatus::transport_layer;
    }
    slots_.erase(slot);
    return RpcStatus::success;
}

Registers Endpoint::service_info(const Registers& words) const {
    const auto service = std::ranges::find(services_, read<ServiceInfoRequest>(words).service_uuid, &Service::uuid);
    if (service == services_.end()) {
        return reject(words, RpcStatus::not_found);
    }
    return pack(ServiceInfoResponse{RpcStatus::success, service->interface_id});
}

Registers Endpoint::service_call(EndpointId sender_id, const Registers& words) {
    const auto request = read<ServiceCallRequest>(words);
    const auto service = std::ranges::find(services_, request.interface_id, &Service::interface_id);
    if (service == services_.end()) {
        return reject(words, RpcStatus::invalid_value);
    }
    std::span<uint8_t> memory;
    if (request.memory_handle != no_memory) {
        const auto slot = find_slot(sender_id, request.memory_handle);
        if (slot == slots_.end()) {
            return reject(words, RpcStatus::not_found);
        }
        memory = slot->memory;
    }
    if (request.request_length.value() > memory.size()) {
        return reject(words, RpcStatus::invalid_value);
    }
    const ServiceResult result = service->handler({sender_id, request, memory});
    if (result.rpc_status != RpcStatus::success) {
        return reject(words, result.rpc_status);
    }
    return pack(ServiceCallResponse{request.interface_id, request.opcode, result.rpc_status, result.service_status,
                                    result.response_length});
}

Endpoint::Slots::iterator Endpoint::find_slot(EndpointId sender_id, MemoryHandle handle) {
    return std::ranges::find_if(slots_,
                                [&](const Slot& slot) { return slot.sender_id == sender_id && slot.handle == handle; });
}

} // namespace tsrpc
