// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/caller.hpp"

#include <algorithm>
#include <cerrno>
#include <new>
#include <utility>
#include <vector>

namespace tsrpc {
namespace {

/// The Linux driver's way to find an interface id over 255.
bool has_reserved_bits(const Violations& violations) {
    return std::ranges::any_of(violations, [](const Violation& violation) { return violation.rule == Rule::res; });
}

std::vector<uint16_t> partition_ids(const tsrpc_ffa& ffa) {
    using namespace literals;
    static constexpr Uuid protocol = TSRPC_PROTOCOL_UUID ""_uuid;
    std::vector<uint16_t> ids(UINT16_MAX + 1);
    uint32_t count = 0;
    if (ffa.partition_ids(ffa.ctx, protocol.bytes, ids.data(), static_cast<uint32_t>(ids.size()), &count) != 0) {
        return {};
    }
    ids.resize(count);
    return ids;
}

} // namespace

Caller::Caller(const tsrpc_ffa& ffa) : ffa_{ffa} {
    for (const uint16_t id : partition_ids(ffa)) {
        probe(EndpointId{id});
    }
}

Caller::~Caller() {
    for (auto& [id, memory] : memories_) {
        if (unshare(memory) != 0) {
            keep_for_ever(std::move(memory.pages));
        }
    }
}

void Caller::keep_for_ever(std::unique_ptr<Page[]> pages) {
    static auto& kept = *new std::vector<std::unique_ptr<Page[]>>; // outlives all callers, and no leak checker minds
    kept.push_back(std::move(pages));
}

void Caller::probe(EndpointId endpoint_id) {
    const auto response = ask<GetVersionResponse>(endpoint_id, GetVersionRequest{});
    if (response && response->version == ProtocolVersion{TSRPC_PROTOCOL_VERSION}) {
        endpoints_.insert(endpoint_id);
    }
}

int32_t Caller::open_session(EndpointId endpoint_id, const Uuid& service_uuid, uint32_t* session) {
    if (!endpoints_.contains(endpoint_id)) {
        return ENODEV;
    }
    const auto words = send(endpoint_id, pack(ServiceInfoRequest{service_uuid}));
    if (!words) {
        return EINVAL;
    }
    const auto response = unpack_lenient<ServiceInfoResponse>(*words);
    if (response && (*response).rpc_status != RpcStatus::success) {
        return ENODEV;
    }
    if (!response || has_reserved_bits(response.violations())) {
        return EINVAL;
    }
    *session = ++last_session_;
    sessions_.emplace(*session, Session{endpoint_id, (*response).interface_id});
    return 0;
}

int32_t Caller::close_session(uint32_t session) { return sessions_.erase(session) == 1 ? 0 : EINVAL; }

int32_t Caller::alloc_memory(uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size) {
    const auto found = sessions_.find(session);
    if (found == sessions_.end() || size == 0 || size > UINT32_MAX) {
        return EINVAL;
    }
    const uint64_t page_count = (size + TSRPC_PAGE_SIZE - 1) / TSRPC_PAGE_SIZE;
    std::unique_ptr<Page[]> pages{new (std::nothrow) Page[page_count]()};
    if (!pages) {
        return ENOMEM;
    }
    const EndpointId endpoint_id = found->second.endpoint_id;
    uint64_t handle = 0;
    if (ffa_.mem_share(ffa_.ctx, static_cast<uint16_t>(endpoint_id), pages.get(), page_count * TSRPC_PAGE_SIZE,
                       &handle) != 0) {
        return EINVAL;
    }
    const auto response = ask<RetrieveMemResponse>(endpoint_id, RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{0}});
    if (!response || response->rpc_status != RpcStatus::success) {
        if (ffa_.mem_reclaim(ffa_.ctx, handle) != 0) {
            keep_for_ever(std::move(pages));
        }
        return EINVAL;
    }
    *memory = ++last_memory_;
    *base = pages.get();
    *actual_size = page_count * TSRPC_PAGE_SIZE;
    memories_.emplace(*memory, Memory{endpoint_id, MemoryHandle{handle}, std::move(pages), *actual_size, false});
    return 0;
}

int32_t Caller::free_memory(uint32_t memory) {
    const auto found = memories_.find(memory);
    if (found == memories_.end() || unshare(found->second) != 0) {
        return EINVAL;
    }
    memories_.erase(found);
    return 0;
}

int32_t Caller::invoke(uint32_t session, Opcode opcode, uint32_t memory, RequestLength request_length,
                       uint32_t* service_status, uint32_t* response_length) {
    const auto found = sessions_.find(session);
    if (found == sessions_.end()) {
        return EINVAL;
    }
    const auto& [endpoint_id, interface_id] = found->second;
    MemoryHandle handle = no_memory;
    uint64_t room = 0;
    if (memory != 0) {
        const auto used = memories_.find(memory);
        if (used == memories_.end() || used->second.endpoint_id != endpoint_id ||
            request_length.value() > used->second.size) {
            return EINVAL;
        }
        handle = used->second.handle;
        room = used->second.size;
    }
    const auto response = ask<ServiceCallResponse>(
        endpoint_id, ServiceCallRequest{interface_id, opcode, handle, request_length, ClientId{0}});
    if (!response || response->rpc_status != RpcStatus::success || response->response_length.value() > room) {
        return EINVAL;
    }
    *service_status = response->service_status.value();
    *response_length = response->response_length.value();
    return 0;
}

std::optional<Registers> Caller::send(EndpointId endpoint_id, const Registers& request) {
    Registers response = {};
    if (ffa_.direct_request(ffa_.ctx, static_cast<uint16_t>(endpoint_id), request.words, response.words) != 0) {
        return std::nullopt;
    }
    return response;
}

template <class Response, class Request>
std::optional<Response> Caller::ask(EndpointId endpoint_id, const Request& request) {
    const std::optional<Registers> words = send(endpoint_id, pack(request));
    if (!words) {
        return std::nullopt;
    }
    const auto response = unpack_lenient<Response>(*words);
    return response ? std::optional{*response} : std::nullopt;
}

int32_t Caller::unshare(Memory& memory) {
    if (!memory.relinquished) {
        const auto response = ask<RelinquishMemResponse>(memory.endpoint_id, RelinquishMemRequest{memory.handle});
        memory.relinquished = response && response->rpc_status == RpcStatus::success;
    }
    return memory.relinquished && ffa_.mem_reclaim(ffa_.ctx, memory.handle.value()) == 0 ? 0 : EINVAL;
}

} // namespace tsrpc
