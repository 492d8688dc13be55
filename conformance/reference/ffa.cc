// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/ffa.hpp"

#include <algorithm>
#include <utility>

namespace tsrpc {

Ffa::Ffa(uint16_t own_id)
    : interface_{TSRPC_PLUGIN_ABI_VERSION, own_id, this, partition_ids, direct_request, mem_share, mem_reclaim} {}

HostedSp& Ffa::add_endpoint(uint16_t id, const tsrpc_sp_plugin& plugin) {
    return endpoints_.try_emplace(id, plugin, id).first->second;
}

void Ffa::refuse_messages(int32_t error, unsigned count) {
    refusal_ = error;
    refusals_left_ = count;
}

std::vector<FfaMessage> Ffa::take_messages() { return std::exchange(messages_, {}); }

int32_t Ffa::partition_ids(void* ctx, const uint8_t protocol_uuid[16], uint16_t* ids, uint32_t capacity,
                           uint32_t* count) {
    using namespace literals;
    static constexpr Uuid protocol = TSRPC_PROTOCOL_UUID ""_uuid;
    if (!std::equal(protocol.bytes, protocol.bytes + Uuid::size, protocol_uuid)) {
        return TSRPC_FFA_INVALID_PARAMETERS;
    }
    *count = 0;
    for (const auto& [id, endpoint] : from(ctx).endpoints_) {
        if (*count < capacity) {
            ids[(*count)++] = id;
        }
    }
    return 0;
}

int32_t Ffa::direct_request(void* ctx, uint16_t endpoint_id, const uint32_t request[5], uint32_t response[5]) {
    FfaMessage message = {endpoint_id, Registers::from(request), {}, 0};
    message.result = from(ctx).send(message);
    if (message.result == 0) {
        std::ranges::copy(message.response.words, response);
    }
    from(ctx).messages_.push_back(message);
    return message.result;
}

int32_t Ffa::send(FfaMessage& message) {
    if (refusals_left_ != 0) {
        --refusals_left_;
        return refusal_;
    }
    const auto endpoint = endpoints_.find(message.endpoint_id);
    if (endpoint == endpoints_.end()) {
        return TSRPC_FFA_INVALID_PARAMETERS;
    }
    message.response = endpoint->second.direct_request(interface_.own_id, message.request);
    return 0;
}

int32_t Ffa::mem_share(void* ctx, uint16_t endpoint_id, void* base, uint64_t size, uint64_t* handle) {
    Ffa& ffa = from(ctx);
    const auto endpoint = ffa.endpoints_.find(endpoint_id);
    if (endpoint == ffa.endpoints_.end()) {
        return TSRPC_FFA_INVALID_PARAMETERS;
    }
    Spmc& spmc = endpoint->second.spmc();
    uint64_t chosen;
    do {
        chosen = spmc.next_handle(); // of this SPMC alone
    } while (ffa.shares_.contains(chosen));
    const std::span<uint8_t> memory{static_cast<uint8_t*>(base), size};
    if (const int32_t error = spmc.share(ffa.interface_.own_id, memory, /*tag=*/0, chosen)) {
        return error;
    }
    ffa.shares_.emplace(chosen, &spmc);
    *handle = chosen;
    return 0;
}

int32_t Ffa::mem_reclaim(void* ctx, uint64_t handle) {
    Ffa& ffa = from(ctx);
    const auto share = ffa.shares_.find(handle);
    if (share == ffa.shares_.end()) {
        return TSRPC_FFA_INVALID_PARAMETERS;
    }
    if (const int32_t error = share->second->reclaim(ffa.interface_.own_id, handle)) {
        return error;
    }
    ffa.shares_.erase(share);
    return 0;
}

} // namespace tsrpc
