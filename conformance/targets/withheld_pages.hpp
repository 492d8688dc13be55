// SPDX-License-Identifier: BSD-3-Clause
//
// Pages of callers in this process that an endpoint did not give back. A caller that writes to them uses them for
// something else, which is a segmentation fault here: crash_report.hpp says of what. One that frees them is found out
// by free() and munmap(), which are this file's in every program that has it.
#ifndef TSRPC_CONFORMANCE_TARGETS_WITHHELD_PAGES_HPP
#define TSRPC_CONFORMANCE_TARGETS_WITHHELD_PAGES_HPP

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

namespace tsrpc::conformance {

class WithheldPages {
  public:
    /// Pages whose owners were not told that they can have them back, until `give_back`. Those that are no whole pages
    /// of this machine are not guarded, and of very many the oldest are given back.
    void withhold(uint64_t handle, void* base, uint64_t size);

    /// FFA_MEM_RECLAIM succeeded.
    void give_back(const void* base);

    /// Whether writing faults, from now on. What frees memory may write to it once more: it is not guarded then.
    /// Returns what was so far.
    bool guard(bool guarded);

    /// Whether nothing ever was.
    bool empty() const { return next_ == 0; }

    /// That memory was freed.
    void note_freed(const void* begin, size_t size);

    /// The handle of withheld pages that were freed since the last time, if any were.
    std::optional<uint64_t> take_freed() { return std::exchange(freed_, std::nullopt); }

    struct Nearby {
        uint64_t handle;
        uint64_t offset; ///< bytes from the first page's begin
    };

    /// What is withheld at an address. Can be called in a signal handler.
    std::optional<Nearby> find(uint64_t address) const;

  private:
    static constexpr size_t most = 64; ///< each splits a mapping, of which a process has a limited number

    struct Pages {
        uint64_t handle;
        void* base;
        uint64_t size; ///< 0: an unused place
    };

    Pages* find_pages(const void* base);
    void protect(const Pages& pages) const;

    std::array<Pages, most> pages_{};
    size_t next_ = 0;
    bool guarded_ = false;
    std::optional<uint64_t> freed_;
};

/// Of this process. What is withheld stays so when the caller ends.
WithheldPages& withheld_pages();

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_WITHHELD_PAGES_HPP
