// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/spmc.hpp"

#include "tsrpc/abi.h"

#include <algorithm>
#include <utility>

namespace tsrpc {
namespace {

constexpr int32_t success = 0;

bool is_whole_pages(uint64_t size) { return size != 0 && size % TSRPC_PAGE_SIZE == 0; }

uint64_t address_of(const void* pointer) { return reinterpret_cast<uintptr_t>(pointer); }

bool is_page_aligned(const void* base) { return address_of(base) % TSRPC_PAGE_SIZE == 0; }

/// Whether an address is in `size` bytes at `base` or in a guard page around them.
bool is_near(uint64_t address, uint64_t base, uint64_t size) {
    return address - (base - SharedMemory::guard_size) < size + 2 * SharedMemory::guard_size;
}

Spmc& spmc_of(void* ctx) { return *static_cast<Spmc*>(ctx); }

int32_t mem_retrieve(void* ctx, uint16_t sender_id, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
    return spmc_of(ctx).retrieve(sender_id, handle, tag, base, size);
}

int32_t mem_relinquish(void* ctx, uint64_t handle) { return spmc_of(ctx).relinquish(handle); }

} // namespace

Spmc::Spmc(uint16_t own_id) : interface_{TSRPC_PLUGIN_ABI_VERSION, own_id, this, mem_retrieve, mem_relinquish} {}

template <class Operation>
int32_t Spmc::call(SpmcEvent event, Operation operation) {
    event.result = take_refusal(event.operation);
    if (event.result == 0) {
        event.result = operation();
    }
    if (events_.size() < most_events) {
        events_.push_back(event);
    }
    return event.result;
}

int32_t Spmc::share(uint16_t owner, uint64_t size, uint64_t tag, uint64_t handle) {
    return call({SpmcOperation::share, owner, handle, tag, 0}, [&] {
        if (!is_whole_pages(size) || !is_free(handle)) {
            return TSRPC_FFA_INVALID_PARAMETERS;
        }
        return add_region(owner, tag, handle, SharedMemory::create(size));
    });
}

int32_t Spmc::share(uint16_t owner, std::span<uint8_t> memory, uint64_t tag, uint64_t handle) {
    return call({SpmcOperation::share, owner, handle, tag, 0}, [&] {
        if (!is_whole_pages(memory.size()) || !is_page_aligned(memory.data()) || !is_free(handle)) {
            return TSRPC_FFA_INVALID_PARAMETERS;
        }
        return add_region(owner, tag, handle, SharedMemory{memory});
    });
}

uint64_t Spmc::next_handle() {
    // An odd step visits every number before it repeats one; this one changes both halves each time.
    constexpr uint64_t step = 0x9e3779b97f4a7c15;
    // FF-A: set in handles that the hypervisor gives, clear in the SPMC's.
    constexpr uint64_t hypervisor_bit = uint64_t{1} << 63;
    uint64_t handle;
    do {
        last_handle_ += step;
        handle = last_handle_ & ~hypervisor_bit;
    } while (handle >> 32 == 0 || handle << 32 == 0 || !is_free(handle));
    return handle;
}

int32_t Spmc::reclaim(uint16_t owner, uint64_t handle) {
    return call({SpmcOperation::reclaim, owner, handle, 0, 0}, [&] {
        const Region* const region = find(handle);
        if (region == nullptr || region->owner != owner) {
            return TSRPC_FFA_INVALID_PARAMETERS;
        }
        if (region->retrieved) {
            return TSRPC_FFA_DENIED;
        }
        const std::span<uint8_t> memory = region->memory.borrower_view();
        reclaimed_[reclaimed_count_++ % reclaimed_.size()] = {handle, address_of(memory.data()), memory.size()};
        regions_.erase(handle);
        return success;
    });
}

int32_t Spmc::retrieve(uint16_t sender_id, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
    return call({SpmcOperation::retrieve, sender_id, handle, tag, 0}, [&] {
        Region* const region = find(handle);
        if (region == nullptr || region->tag != tag) {
            return TSRPC_FFA_INVALID_PARAMETERS;
        }
        if (region->owner != sender_id || region->retrieved) {
            return TSRPC_FFA_DENIED;
        }
        if (!region->memory.set_borrower_access(true)) {
            return TSRPC_FFA_NO_MEMORY;
        }
        region->retrieved = region->was_retrieved = true;
        *base = region->memory.borrower_view().data();
        *size = region->memory.borrower_view().size();
        return success;
    });
}

int32_t Spmc::relinquish(uint64_t handle) {
    Region* const region = find(handle);
    const uint16_t sender_id = region == nullptr ? 0 : region->owner;
    return call({SpmcOperation::relinquish, sender_id, handle, 0, 0}, [&] {
        if (region == nullptr) {
            return TSRPC_FFA_INVALID_PARAMETERS;
        }
        if (!region->retrieved) {
            return TSRPC_FFA_DENIED;
        }
        if (!region->memory.set_borrower_access(false)) {
            return TSRPC_FFA_NO_MEMORY;
        }
        region->retrieved = false;
        return success;
    });
}

std::span<uint8_t> Spmc::memory(uint64_t handle) {
    const Region* const region = find(handle);
    return region == nullptr ? std::span<uint8_t>{} : region->memory.owner_view();
}

std::optional<Spmc::Nearby> Spmc::find_near(uint64_t address) const {
    using enum Nearby::State;
    const auto nearby = [address](uint64_t handle, Nearby::State state, uint64_t base, uint64_t size) {
        return Nearby{handle, state, static_cast<int64_t>(address - base), size};
    };
    for (const auto& [handle, region] : regions_) {
        const std::span<uint8_t> memory = region.memory.borrower_view();
        if (is_near(address, address_of(memory.data()), memory.size())) {
            const auto state = region.retrieved ? retrieved : region.was_retrieved ? relinquished : shared;
            return nearby(handle, state, address_of(memory.data()), memory.size());
        }
    }
    for (const Reclaimed& region : reclaimed_) {
        if (region.size != 0 && address - region.base < region.size) {
            return nearby(region.handle, reclaimed, region.base, region.size);
        }
    }
    return std::nullopt;
}

bool Spmc::is_retrieved(uint64_t handle) const {
    const auto found = regions_.find(handle);
    return found != regions_.end() && found->second.retrieved;
}

size_t Spmc::retrieved_count() const {
    return static_cast<size_t>(
        std::ranges::count_if(regions_, [](const auto& entry) { return entry.second.retrieved; }));
}

void Spmc::refuse(SpmcOperation operation, int32_t error, unsigned count) { refusals_[operation] = {error, count}; }

std::vector<SpmcEvent> Spmc::take_events() { return std::exchange(events_, {}); }

Spmc::Region* Spmc::find(uint64_t handle) {
    const auto found = regions_.find(handle);
    return found == regions_.end() ? nullptr : &found->second;
}

bool Spmc::is_free(uint64_t handle) const {
    return handle != TSRPC_INVALID_MEMORY_HANDLE && !regions_.contains(handle);
}

int32_t Spmc::add_region(uint16_t owner, uint64_t tag, uint64_t handle, std::optional<SharedMemory> memory) {
    if (!memory) {
        return TSRPC_FFA_NO_MEMORY;
    }
    regions_.emplace(handle, Region{owner, tag, false, *std::move(memory)});
    return success;
}

int32_t Spmc::take_refusal(SpmcOperation operation) {
    Refusal& refusal = refusals_[operation];
    if (refusal.count == 0) {
        return success;
    }
    --refusal.count;
    return refusal.error;
}

} // namespace tsrpc
