// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/caller_memory.hpp"

#include <atomic>
#include <new>
#include <utility>

namespace tsrpc {
namespace {

struct alignas(TSRPC_PAGE_SIZE) Page {
    uint8_t bytes[TSRPC_PAGE_SIZE];
};

} // namespace

struct Memory::Shared {
    Channel channel;
    MemoryHandle handle;
    std::unique_ptr<Page[]> pages;
    uint64_t size;                ///< bytes
    bool is_relinquished = false; ///< by the endpoint, and not reclaimed yet
    Shared* next_kept = nullptr;

    /// Those that are kept for ever, where leak checkers find them. Linked here: keeping needs no memory.
    static inline std::atomic<Shared*> kept = nullptr;

    std::optional<CallerError> unshare() {
        if (!is_relinquished) {
            const auto response =
                channel.ask<RelinquishMemResponse>(Step::relinquish_mem, RelinquishMemRequest{handle});
            if (!response) {
                return response.error();
            }
            is_relinquished = true;
        }
        return channel.reclaim(handle);
    }
};

void Memory::Delete::operator()(Shared* shared) const { delete shared; }

Memory::Memory(SharedPtr shared) : shared_{std::move(shared)} {}

Memory::~Memory() {
    if (release()) {
        keep_for_ever(std::move(shared_));
    }
}

void Memory::keep_for_ever(SharedPtr shared) {
    Shared* const region = shared.release();
    region->next_kept = Shared::kept;
    while (!Shared::kept.compare_exchange_weak(region->next_kept, region)) {
    }
}

uint64_t Memory::kept_bytes() {
    uint64_t bytes = 0;
    for (const Shared* region = Shared::kept; region != nullptr; region = region->next_kept) {
        bytes += region->size;
    }
    return bytes;
}

Expected<Memory> Memory::allocate(const Channel& channel, uint64_t size) {
    if (size == 0 || size > UINT32_MAX) {
        return channel.error(Step::share, LocalFault::bad_size);
    }
    const uint64_t page_count = (size + TSRPC_PAGE_SIZE - 1) / TSRPC_PAGE_SIZE;
    std::unique_ptr<Page[]> pages{new (std::nothrow) Page[page_count]()};
    SharedPtr shared{pages ? new (std::nothrow)
                                 Shared{channel, no_memory, std::move(pages), page_count * TSRPC_PAGE_SIZE}
                           : nullptr};
    if (!shared) {
        return channel.error(Step::share, LocalFault::no_host_memory);
    }
    const Expected<MemoryHandle> handle = channel.share(shared->pages.get(), shared->size);
    if (!handle) {
        return handle.error();
    }
    shared->handle = *handle;
    const auto response =
        channel.ask<RetrieveMemResponse>(Step::retrieve_mem, RetrieveMemRequest{*handle, MemoryTag{0}});
    if (!response) {
        if (channel.reclaim(*handle)) {
            keep_for_ever(std::move(shared));
        }
        return response.error();
    }
    return Memory{std::move(shared)};
}

std::span<uint8_t> Memory::bytes() {
    return shared_ ? std::span{shared_->pages[0].bytes, shared_->size} : std::span<uint8_t>{};
}

std::span<const uint8_t> Memory::bytes() const {
    return shared_ ? std::span{shared_->pages[0].bytes, shared_->size} : std::span<uint8_t>{};
}

std::optional<CallerError> Memory::release() {
    if (!shared_) {
        return std::nullopt;
    }
    const std::optional<CallerError> error = shared_->unshare();
    if (!error) {
        shared_.reset();
    }
    return error;
}

Expected<MemoryHandle> Memory::handle_for(const Channel& channel, uint64_t request_length) const {
    if (!shared_ || shared_->is_relinquished) {
        return channel.error(Step::service_call, LocalFault::given_back);
    }
    if (shared_->channel != channel) {
        return channel.error(Step::service_call, LocalFault::other_endpoint);
    }
    if (request_length > shared_->size || request_length > UINT32_MAX) { // 4 GiB may be shared, but not said
        return channel.error(Step::service_call, LocalFault::long_request);
    }
    return shared_->handle;
}

} // namespace tsrpc
