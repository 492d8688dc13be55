// SPDX-License-Identifier: BSD-3-Clause
//
// Of Sp, what it does with shared memory.
#include "conformance/sp/sp.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

namespace tsrpc::conformance {
namespace {

/// Spreads 1, 2, 3... over all 64 bits (the finaliser of SplitMix64), so that both halves of handles are in use.
uint64_t spread(uint64_t n) {
    n *= 0x9e3779b97f4a7c15;
    n = (n ^ n >> 30) * 0xbf58476d1ce4e5b9;
    n = (n ^ n >> 27) * 0x94d049bb133111eb;
    return n ^ n >> 31;
}

} // namespace

std::optional<Region> Sp::try_share(uint16_t owner, uint64_t pages, uint64_t tag) {
    if (!test_.target().has_memory) {
        throw Unreachable("the target has no memory to share");
    }
    std::optional<uint64_t> handle;
    if (test_.target().takes_handles) {
        do {
            handle = spread(++handles_given_);
        } while (state_.find(*handle) != nullptr);
    }
    const Reply& reply = say(Share{owner, pages * TSRPC_PAGE_SIZE, tag, handle});
    const auto* const shared = std::get_if<Shared>(&reply.result);
    return shared == nullptr ? std::nullopt
                             : std::optional(Region{owner, shared->handle, tag, pages * TSRPC_PAGE_SIZE});
}

Region Sp::share(uint16_t owner, uint64_t pages, uint64_t tag) {
    const std::optional<Region> region = try_share(owner, pages, tag);
    if (!region) {
        throw Skipped(fmt::format("the target does not share {} pages", pages));
    }
    return *region;
}

Region Sp::share_as(uint16_t owner, uint64_t handle, uint64_t pages, uint64_t tag) {
    if (!test_.target().takes_handles) {
        throw Unreachable("the target chooses handles itself");
    }
    const Reply& reply = say(Share{owner, pages * TSRPC_PAGE_SIZE, tag, handle});
    if (!std::holds_alternative<Shared>(reply.result)) {
        if (!test_.findings().empty()) { // such as that the SP never gave the handle back
            throw Stopped{};
        }
        throw std::runtime_error(fmt::format("the target refuses to share {} pages as 0x{:016x}", pages, handle));
    }
    return {owner, handle, tag, pages * TSRPC_PAGE_SIZE};
}

void Sp::retrieve_shared(const Region& region) {
    if (state_.held_by(region.owner, region.handle) != nullptr) {
        return; // by sharing it
    }
    if (retrieve(region.owner, region.handle, region.tag) == RpcStatus::success) {
        return;
    }
    if (test_.found_now()) {
        throw Stopped{};
    }
    throw Skipped(fmt::format("the SP has no room for {} pages beside {} regions", region.size / TSRPC_PAGE_SIZE,
                              state_.held_regions()));
}

Region Sp::retrieved(uint16_t owner, uint64_t pages, uint64_t tag) {
    static_cast<void>(capacity());
    const Region region = share(owner, pages, tag);
    retrieve_shared(region);
    return region;
}

Region Sp::retrieved_as(uint16_t owner, uint64_t handle, uint64_t pages) {
    static_cast<void>(capacity());
    const Region region = share_as(owner, handle, pages);
    retrieve_shared(region);
    return region;
}

std::optional<Region> Sp::try_retrieved(uint16_t owner, uint64_t pages) {
    const std::optional<Region> region = try_share(owner, pages, 0);
    if (region && state_.held_by(owner, region->handle) == nullptr &&
        retrieve(owner, region->handle, region->tag) != RpcStatus::success) {
        reclaim(*region);
        return std::nullopt;
    }
    return region;
}

void Sp::release(const Region& region) {
    if (test_.target().any_words) {
        relinquish(region.owner, region.handle);
    }
    reclaim(region);
}

bool Sp::reclaim(const Region& region) {
    return std::holds_alternative<Ok>(say(Reclaim{region.owner, region.handle}).result);
}

void Sp::write(const Region& region, std::span<const uint8_t> bytes, uint64_t offset) {
    while (!bytes.empty()) {
        const auto part = bytes.first(std::min(bytes.size(), most_bytes));
        post(Write{region.handle, offset, {part.begin(), part.end()}});
        bytes = bytes.subspan(part.size());
        offset += part.size();
    }
}

void Sp::fill(const Region& region, uint8_t byte) { write(region, std::vector<uint8_t>(region.size, byte)); }

std::vector<uint8_t> Sp::read(const Region& region, uint64_t length) {
    const auto* const bytes = std::get_if<Bytes>(&say(Read{region.handle, 0, length}).result);
    if (bytes == nullptr) {
        throw std::runtime_error("the target does not read shared memory");
    }
    return bytes->bytes;
}

void Sp::look(const Region& region) {
    for (uint64_t offset = 0; offset < region.size; offset += most_bytes) {
        post(Read{region.handle, offset, std::min<uint64_t>(region.size - offset, most_bytes)});
    }
}

void Sp::look_at_all() {
    for (const Region& region : shared_regions()) {
        if (region.size <= most_kept_bytes) {
            look(region);
        }
    }
}

/// A copy: what is said to the SP changes the state.
std::vector<Region> Sp::shared_regions() const {
    std::vector<Region> regions;
    for (const auto& [handle, region] : state_.regions) {
        regions.push_back(region);
    }
    return regions;
}

void Sp::refuse(SpmcOperation operation, int32_t error) {
    if (!test_.target().can_refuse) {
        throw Unreachable("the SPMC cannot be made to refuse");
    }
    post(Refuse{operation, error, std::numeric_limits<uint32_t>::max()});
}

void Sp::allow(SpmcOperation operation) { post(Refuse{operation, TSRPC_FFA_DENIED, 0}); }

const Capacity& Sp::capacity() {
    if (!test_.target().has_memory) {
        throw Unreachable("the target has no memory to share");
    }
    if (!state_.capacity) {
        throw Skipped("the suite could not measure how much the SP can have retrieved");
    }
    if (state_.capacity->regions == 0 && test_.requirement().id != "memory.retrieve") {
        throw Skipped("the SP takes no memory (memory.retrieve)");
    }
    return *state_.capacity;
}

void Sp::need_room(size_t regions_of_caller, size_t regions, uint64_t pages) {
    const Capacity& room = capacity();
    const bool takes_two_callers = regions > regions_of_caller;
    if (room.regions_of_caller < regions_of_caller || room.regions < regions || room.pages_of_region < pages ||
        (takes_two_callers && !room.beside_others)) {
        throw Skipped(fmt::format("the SP takes {} regions of a caller, {} in all, {}of {} pages at most",
                                  room.regions_of_caller, room.regions,
                                  room.beside_others ? "" : "of one caller at a time, ", room.pages_of_region));
    }
}

void Sp::release_all() {
    flush();
    if (test_.target().can_refuse) {
        allow(SpmcOperation::retrieve);
        allow(SpmcOperation::relinquish);
    }
    constexpr int most_tries = 4; // a region that was retrieved more than once
    for (const Region& region : shared_regions()) {
        for (int i = 0; i < most_tries; ++i) {
            const RegionState* const known = state_.find(region.handle);
            if (known == nullptr || (known->held == Held::no && i > 0)) {
                break;
            }
            if (known->held != Held::no && test_.target().any_words) {
                relinquish(region.owner, region.handle);
            }
            reclaim(region);
        }
    }
    flush();
}

std::vector<Region> fill_slots(Sp& sp, uint16_t owner, size_t most) {
    std::vector<Region> regions;
    while (regions.size() < most) {
        const std::optional<Region> region = sp.try_retrieved(owner);
        if (!region) {
            break;
        }
        regions.push_back(*region);
    }
    return regions;
}

} // namespace tsrpc::conformance
