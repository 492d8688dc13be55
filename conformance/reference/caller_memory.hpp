// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_CALLER_MEMORY_HPP
#define TSRPC_CONFORMANCE_REFERENCE_CALLER_MEMORY_HPP

#include "conformance/reference/channel.hpp"
#include "conformance/reference/expected.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <span>

namespace tsrpc {

/// Memory that is shared with one endpoint, for all sessions with it. It is given back when this ends: relinquished by
/// the endpoint, then reclaimed. Pages that the endpoint or FF-A does not give back may still be written to: they are
/// kept for ever, neither used again nor freed.
class Memory {
  public:
    /// `size` bytes, rounded up to whole pages, all zeros. What `Session::allocate` does.
    static Expected<Memory> allocate(const Channel& channel, uint64_t size);

    Memory(Memory&&) noexcept = default;
    Memory& operator=(Memory other) noexcept {
        shared_.swap(other.shared_);
        return *this;
    }
    ~Memory();

    /// Requests in, responses out. Empty once it is given back or moved away. The endpoint can write here as long as
    /// the memory is shared: copy what must not change while you look at it.
    std::span<uint8_t> bytes();
    std::span<const uint8_t> bytes() const;

    /// Gives the memory back now, and says why it could not. It can be tried again: what was done is not done twice. If
    /// only the reclaim failed, no call takes the memory any more.
    [[nodiscard]] std::optional<CallerError> release();

    /// How the endpoint knows the memory, or why a call over `channel` with a request of that length must not name it.
    Expected<MemoryHandle> handle_for(const Channel& channel, uint64_t request_length) const;

    /// Bytes of this process that were not given back and are kept for ever.
    static uint64_t kept_bytes();

  private:
    struct Shared;
    /// Here, where Shared is not complete.
    struct Delete {
        void operator()(Shared* shared) const;
    };
    using SharedPtr = std::unique_ptr<Shared, Delete>;

    explicit Memory(SharedPtr shared);
    static void keep_for_ever(SharedPtr shared);

    SharedPtr shared_; ///< null: given back or moved away
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_CALLER_MEMORY_HPP
