// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/caller.hpp"

#include <algorithm>

namespace tsrpc {
namespace {

/// At least one.
Expected<std::vector<EndpointId>> find_endpoints(const tsrpc_ffa& ffa) {
    using namespace literals;
    static constexpr Uuid protocol = TSRPC_PROTOCOL_UUID ""_uuid;
    const auto error = [](const CallerError::Cause& cause) {
        return CallerError{Step::find_endpoints, std::nullopt, cause};
    };
    if (ffa.abi_version != TSRPC_PLUGIN_ABI_VERSION) {
        return error(LocalFault::interface_version);
    }
    std::vector<uint16_t> ids(UINT16_MAX + 1); // all that there can be
    uint32_t count = 0;
    if (const int32_t status =
            ffa.partition_ids(ffa.ctx, protocol.bytes, ids.data(), static_cast<uint32_t>(ids.size()), &count)) {
        return error(FfaStatus{status});
    }
    if (count == 0) {
        return error(LocalFault::no_endpoint);
    }
    std::vector<EndpointId> endpoints;
    for (const uint16_t id : std::span{ids}.first(count)) {
        endpoints.push_back(EndpointId{id});
    }
    return endpoints;
}

} // namespace

Caller::Caller(const tsrpc_ffa& ffa) : ffa_{ffa} {
    const auto found = find_endpoints(ffa);
    if (!found) {
        unusable_.push_back(found.error());
        return;
    }
    for (const EndpointId id : *found) {
        if (const std::optional<CallerError> error = probe(id)) {
            unusable_.push_back(*error);
        } else {
            endpoints_.push_back(id);
        }
    }
}

std::optional<CallerError> Caller::probe(EndpointId endpoint_id) const {
    const Channel channel{ffa_, endpoint_id};
    const auto response = channel.ask<GetVersionResponse>(Step::get_version, GetVersionRequest{});
    if (!response) {
        return response.error();
    }
    if (response->version != ProtocolVersion{TSRPC_PROTOCOL_VERSION}) {
        return channel.error(Step::get_version, AnswerFault::version);
    }
    return std::nullopt;
}

Expected<Session> Caller::open(EndpointId endpoint_id, const Uuid& service_uuid) const {
    const Channel channel{ffa_, endpoint_id};
    if (std::ranges::find(endpoints_, endpoint_id) == endpoints_.end()) {
        return channel.error(Step::service_info, LocalFault::unusable_endpoint);
    }
    return Session::open(channel, service_uuid);
}

Expected<Session> Caller::find_service(const Uuid& service_uuid) const {
    std::optional<CallerError> telling;
    for (const EndpointId id : endpoints_) {
        Expected<Session> session = open(id, service_uuid);
        if (session) {
            return session;
        }
        if (!telling || telling->is(RpcStatus::not_found)) {
            telling = session.error();
        }
    }
    return telling ? *telling : unusable_.front();
}

} // namespace tsrpc
