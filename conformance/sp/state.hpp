// SPDX-License-Identifier: BSD-3-Clause
//
// What a conversation tells of an SP: which regions it has, what they hold, which services it hosts. Pure: the state
// after an exchange is a function of the state before and of the exchange.
#ifndef TSRPC_CONFORMANCE_SP_STATE_HPP
#define TSRPC_CONFORMANCE_SP_STATE_HPP

#include "conformance/engine/profile.hpp"
#include "conformance/protocol/trace.hpp"
#include "conformance/sp/services.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tsrpc::conformance {

/// Whether the SP has a region retrieved, as its caller sees it.
enum class Held : uint8_t {
    no,
    yes,
    open, ///< its own choice, which the conversation has not told
};

/// Memory that a caller shares with the SP.
struct Region {
    uint16_t owner = 0;
    uint64_t handle = 0;
    uint64_t tag = 0;
    uint64_t size = 0; ///< bytes
};

/// What is known of a shared region.
struct RegionState : Region {
    Held held = Held::no;
    bool counted = false; ///< retrieved twice with SUCCESS: how often it must be relinquished is open

    std::vector<uint8_t> content{}; ///< as its owner must see it; empty if it is too large to be kept
    size_t certain = 0;             ///< so many leading bytes must be so
    bool kept = true;               ///< false: it was retrieved or relinquished since, which should leave it as it was
};

/// How much an SP can have retrieved at a time, as measured. Less than that must be possible.
struct Capacity {
    size_t regions_of_caller = 0; ///< of one page
    size_t regions = 0;           ///< of one page, of two callers together
    uint64_t pages_of_region = 0; ///< the largest region
    bool is_limit = false;        ///< one more was refused, and not for want of asking
    bool beside_others = false;   ///< two callers can have regions at a time
};

/// The SPMC refuses so many calls more.
struct Refusal {
    int32_t error = 0;
    uint32_t count = 0;
};

/// The last direct request, for whom to blame if memory is found changed.
struct LastRequest {
    uint16_t sender = 0;
    uint64_t handle = TSRPC_INVALID_MEMORY_HANDLE; ///< that it names; all ones for none
    std::string_view spoiled_own;   ///< the requirement that is broken if the region it names has changed
    std::string_view spoiled_other; ///< the same for any other region
    size_t described = 0;           ///< so many leading bytes of the region are DESCRIBE's response
    std::string profile_call;       ///< that it made with SUCCESS; empty: none
};

struct SpState {
    Greeting target;
    std::map<uint64_t, RegionState> regions;              ///< those shared, by handle
    std::set<std::pair<uint16_t, uint64_t>> relinquished; ///< (owner, handle) that were retrieved once
    std::vector<HostedService> services;                  ///< that SERVICE_INFO has found
    std::set<std::pair<uint64_t, uint64_t>> not_found;    ///< UUIDs that it has not
    std::vector<Uuid> promised;                           ///< that the user says are hosted
    std::vector<ProfileService> profile;                  ///< services with calls whose answers the user says
    std::map<SpmcOperation, Refusal> refusals;
    std::optional<Capacity> capacity;
    LastRequest last;

    const RegionState* find(uint64_t handle) const;

    /// The region, if the SP has it retrieved for that sender.
    const RegionState* held_by(uint16_t sender, uint64_t handle) const;

    const HostedService* find_service(const Uuid& uuid) const;
    const HostedService* find_service(uint8_t interface_id) const;

    bool is_refused(SpmcOperation operation) const;

    size_t held_regions() const;
    size_t held_regions(uint16_t sender) const;
    uint64_t held_pages() const;
};

/// Contents of larger regions are not kept.
inline constexpr uint64_t most_kept_bytes = 0x40000;

/// The state after an exchange. What is asked of the SP with reserved bits set has no defined effect: then the SPMC's
/// events, if the target shows them, say what the SP has.
SpState next(SpState state, const Said& said);

/// A UUID as a key.
std::pair<uint64_t, uint64_t> key_of(const Uuid& uuid);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_STATE_HPP
