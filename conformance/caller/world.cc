// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/caller/world.hpp"

#include "tsrpc/plugin.h"
#include "tsrpc/test_service.h"

#include <algorithm>

namespace tsrpc::conformance {
namespace {

/// Spreads 1, 2, 3... over all 64 bits, so that both halves of handles are in use.
uint64_t spread(uint64_t n) {
    n *= 0x9e3779b97f4a7c15;
    n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9;
    return n ^ n >> 31;
}

Granted refusal(const Registers& request, RpcStatus status) { return Response{reject(request, status)}; }

struct Truth {
    const World& world;
    const CallerState& state;

    Granted operator()(const PartitionIds& ask) const {
        Ids ids;
        for (const Endpoint& endpoint : world.endpoints) {
            if (ids.ids.size() < ask.capacity) {
                ids.ids.push_back(endpoint.id);
            }
        }
        return ids;
    }

    Granted operator()(const Send& ask) const {
        const auto endpoint = std::ranges::find(world.endpoints, ask.endpoint, &Endpoint::id);
        if (endpoint == world.endpoints.end()) {
            return FfaError{TSRPC_FFA_INVALID_PARAMETERS};
        }
        switch (classify(ask.request)) {
        case Message::get_version:
            if (endpoint->version == 0) { // which no response can hold
                return Response{{{ask.request[W3], 0, 0, 0, 0}}};
            }
            return Response{pack(GetVersionResponse{ProtocolVersion{endpoint->version}})};
        case Message::service_info: return service_info(*endpoint, ask.request);
        case Message::retrieve_mem: return Response{pack(RetrieveMemResponse{can_retrieve(ask)})};
        case Message::relinquish_mem: return Response{pack(RelinquishMemResponse{can_relinquish(ask)})};
        case Message::service_call: return service_call(*endpoint, ask);
        case Message::unknown: break;
        }
        return refusal(ask.request, RpcStatus::invalid_value);
    }

    Granted operator()(const FfaShare& ask) const {
        const bool shared = std::ranges::any_of(state.shares, [&](const auto& share) {
            return overlap(ask.base, ask.size, share.second.base, share.second.size);
        });
        return shared ? Granted(FfaError{TSRPC_FFA_DENIED}) : Granted(Shared{next_handle()});
    }

    Granted operator()(const FfaReclaim& ask) const {
        const CallerShare* const share = state.find_share(ask.handle);
        return share == nullptr                ? Granted(FfaError{TSRPC_FFA_INVALID_PARAMETERS})
               : share->held == Retrieved::yes ? Granted(FfaError{TSRPC_FFA_DENIED})
                                               : Granted(Ok{});
    }

    static Granted service_info(const Endpoint& endpoint, const Registers& request) {
        const Uuid uuid = (*unpack_lenient<ServiceInfoRequest>(request)).service_uuid;
        const auto service = std::ranges::find(endpoint.services, uuid, &EndpointService::uuid);
        if (service == endpoint.services.end()) {
            return refusal(request, RpcStatus::not_found);
        }
        return Response{pack(ServiceInfoResponse{RpcStatus::success, InterfaceId{service->interface_id}})};
    }

    uint64_t next_handle() const {
        return world.shares < world.handles.size() ? world.handles[world.shares] : spread(world.shares + 1);
    }

    /// The region that a request names, where it is the endpoint's.
    const CallerShare* share_of(const Send& ask) const {
        const uint64_t handle = field_value(layouts::relinquish_mem_request, Field::memory_handle, ask.request);
        const CallerShare* const share = state.find_share(handle);
        return share != nullptr && share->endpoint == ask.endpoint ? share : nullptr;
    }

    RpcStatus can_retrieve(const Send& ask) const {
        const CallerShare* const share = share_of(ask);
        return share == nullptr || share->held == Retrieved::yes ? RpcStatus::transport_layer : RpcStatus::success;
    }

    RpcStatus can_relinquish(const Send& ask) const {
        const CallerShare* const share = share_of(ask);
        return share == nullptr || share->held == Retrieved::no ? RpcStatus::not_found : RpcStatus::success;
    }

    Granted service_call(const Endpoint& endpoint, const Send& ask) const {
        const auto call = *unpack_lenient<ServiceCallRequest>(ask.request);
        const CallerShare* const share = share_of(ask);
        if (std::ranges::find(endpoint.services, call.interface_id.value(), &EndpointService::interface_id) ==
            endpoint.services.end()) {
            return refusal(ask.request, RpcStatus::invalid_value);
        }
        if (call.memory_handle == no_memory) {
            return answer(ask.request, 0);
        }
        if (share == nullptr || share->held == Retrieved::no) {
            return refusal(ask.request, RpcStatus::not_found);
        }
        const uint32_t length = call.request_length.value();
        return length > share->size ? refusal(ask.request, RpcStatus::invalid_value) : answer(ask.request, length);
    }

    Granted answer(const Registers& request, uint32_t length) const {
        return Response{{{request[W3], 0, world.service_status, length, 0}}};
    }
};

constexpr unsigned always = ~0u;

template <class Matches>
Script replace(Matches matches, Granted granted, unsigned times) {
    return [=, left = times](const Ask& ask, const Granted& truth) mutable {
        return matches(ask) && left > 0 && left-- > 0 ? granted : truth;
    };
}

} // namespace

World usual_world() {
    constexpr Uuid test_service = {TSRPC_TEST_SERVICE_UUID_BYTES};
    constexpr Uuid twin = {TSRPC_TEST_SERVICE_TWIN_UUID_BYTES};
    World world;
    world.endpoints = {{0x8001, {{test_service, 0x03}, {twin, 0x41}}}, {0x8002, {{twin, 0x00}, {test_service, 0xfe}}}};
    return world;
}

Granted truth(const World& world, const CallerState& state, const Ask& ask) {
    return std::visit(Truth{world, state}, ask);
}

Script answer(Message message, Granted granted, unsigned times) {
    return replace([message](const Ask& ask) { return is_request(ask, message); }, std::move(granted), times);
}

Script refuse_shares(int32_t error) {
    return replace([](const Ask& ask) { return std::holds_alternative<FfaShare>(ask); }, FfaError{error}, always);
}

Script refuse_reclaims(int32_t error) {
    return replace([](const Ask& ask) { return std::holds_alternative<FfaReclaim>(ask); }, FfaError{error}, always);
}

} // namespace tsrpc::conformance
