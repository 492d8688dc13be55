// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_SHARED_MEMORY_HPP
#define TSRPC_CONFORMANCE_REFERENCE_SHARED_MEMORY_HPP

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace tsrpc {

/// Memory that an owner and a borrower see, each at addresses of its own. The borrower's, with guard pages around them,
/// are inaccessible unless opened: using them then, or running over their end, is a segmentation fault.
class SharedMemory {
  public:
    /// Bytes of the guard pages on each side: a multiple of every page size that Linux uses on CPUs with 4 KiB FF-A
    /// pages.
    static constexpr size_t guard_size = 0x10000;

    /// Fresh zeroed memory of `size` bytes, not 0. Empty: the host has none.
    static std::optional<SharedMemory> create(uint64_t size);

    /// The owner's own memory. Here the borrower has the owner's addresses and no guard.
    explicit SharedMemory(std::span<uint8_t> memory) : owner_{memory}, borrower_{memory} {}

    std::span<uint8_t> owner_view() const { return owner_; }
    std::span<uint8_t> borrower_view() const { return borrower_; }

    /// Lets the borrower in or locks it out. False: the host refuses, nothing has changed.
    bool set_borrower_access(bool allowed);

  private:
    struct Unmap {
        size_t length;
        void operator()(void* base) const;
    };
    using Mapping = std::unique_ptr<void, Unmap>;

    static Mapping map(size_t length, int protection, int flags, int file);

    SharedMemory() = default;

    Mapping owner_mapping_;
    Mapping borrower_mapping_; ///< guards included
    std::span<uint8_t> owner_;
    std::span<uint8_t> borrower_;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_SHARED_MEMORY_HPP
