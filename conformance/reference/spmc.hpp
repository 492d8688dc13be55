// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_SPMC_HPP
#define TSRPC_CONFORMANCE_REFERENCE_SPMC_HPP

#include "conformance/protocol/spmc_event.hpp"
#include "conformance/reference/shared_memory.hpp"
#include "tsrpc/plugin.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <vector>

namespace tsrpc {

/// A simulated SPMC for one SP: shares pages with it, keeps the books, and fails on demand.
///
/// Results are 0 or a TSRPC_FFA_ error. All bits of ids, handles and tags count. The SP sees a region through a mapping
/// of its own that is inaccessible unless retrieved, with guard pages around it: an SP that touches memory which it has
/// not retrieved, or runs over its end, crashes there.
class Spmc {
  public:
    static constexpr uint16_t default_own_id = 0x8003;

    /// An SP that calls without end does not fill the memory.
    static constexpr size_t most_events = 4096;

    /// `own_id`: the FF-A id of the SP.
    explicit Spmc(uint16_t own_id = default_own_id);
    Spmc(const Spmc&) = delete;
    Spmc& operator=(const Spmc&) = delete;

    /// What the SP is given; lives as long as this.
    const tsrpc_spmc* interface() const { return &interface_; }

    /// FFA_MEM_SHARE of `size` bytes of fresh zeroed memory by `owner`, as `handle`. INVALID_PARAMETERS: the size is 0
    /// or not whole pages, or the handle is in use or TSRPC_INVALID_MEMORY_HANDLE. NO_MEMORY: the host has none.
    int32_t share(uint16_t owner, uint64_t size, uint64_t tag, uint64_t handle);

    /// The same of the owner's own memory, which must outlive the share; `base` must be page-aligned. The SP sees it at
    /// the same address, unguarded.
    int32_t share(uint16_t owner, std::span<uint8_t> memory, uint64_t tag, uint64_t handle);

    /// A handle that no region has and that none was given before, both halves in use.
    uint64_t next_handle();

    /// FFA_MEM_RECLAIM by `owner`. DENIED: the SP has it retrieved. INVALID_PARAMETERS: no such region of this owner.
    int32_t reclaim(uint16_t owner, uint64_t handle);

    /// FFA_MEM_RETRIEVE_REQ by the SP. INVALID_PARAMETERS: no such handle, or another tag. DENIED: another owner, or
    /// already retrieved. `*base` and `*size` are set on success only.
    int32_t retrieve(uint16_t sender_id, uint64_t handle, uint64_t tag, void** base, uint64_t* size);

    /// FFA_MEM_RELINQUISH by the SP. INVALID_PARAMETERS: no such handle. DENIED: not retrieved.
    int32_t relinquish(uint64_t handle);

    /// The owner's view of a region, valid until it is reclaimed; empty for an unknown handle.
    std::span<uint8_t> memory(uint64_t handle);

    /// A region as the SP sees it, at or around an address.
    struct Nearby {
        enum class State : uint8_t { shared, retrieved, relinquished, reclaimed };

        uint64_t handle;
        State state;
        int64_t offset; ///< of the address in the region: negative before it
        uint64_t size;  ///< of the region, bytes
    };

    /// What the SP may have meant by an address in a region or in a guard page beside one. It may be called in a
    /// signal handler.
    std::optional<Nearby> find_near(uint64_t address) const;

    /// Whether the SP has the region retrieved.
    bool is_retrieved(uint64_t handle) const;

    size_t shared_count() const { return regions_.size(); }
    size_t retrieved_count() const;

    /// The next `count` calls of this operation fail with `error`, a TSRPC_FFA_ error, and change nothing. 0 lifts it.
    void refuse(SpmcOperation operation, int32_t error, unsigned count = 1);

    /// The calls since the last time, oldest first: all of them, or the first `most_events`.
    std::vector<SpmcEvent> take_events();

  private:
    struct Region {
        uint16_t owner;
        uint64_t tag;
        bool retrieved;
        SharedMemory memory;
        bool was_retrieved = false;
    };
    /// Where a region was that is gone.
    struct Reclaimed {
        uint64_t handle;
        uint64_t base;
        uint64_t size;
    };
    struct Refusal {
        int32_t error = 0;
        unsigned count = 0;
    };

    template <class Operation>
    int32_t call(SpmcEvent event, Operation operation);

    Region* find(uint64_t handle);
    bool is_free(uint64_t handle) const;
    int32_t add_region(uint16_t owner, uint64_t tag, uint64_t handle, std::optional<SharedMemory> memory);
    int32_t take_refusal(SpmcOperation operation);

    tsrpc_spmc interface_;
    std::map<uint64_t, Region> regions_;
    std::map<SpmcOperation, Refusal> refusals_;
    std::vector<SpmcEvent> events_;
    uint64_t last_handle_ = 0;
    std::array<Reclaimed, 16> reclaimed_ = {}; ///< the last ones
    size_t reclaimed_count_ = 0;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_SPMC_HPP
