// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/withheld_pages.hpp"

#include <algorithm>
#include <utility>

#include <sys/mman.h>
#include <unistd.h>

namespace tsrpc::conformance {

void WithheldPages::protect(const Pages& pages) const {
    if (pages.size != 0) { // a failure is no matter: the pages may be gone
        mprotect(pages.base, pages.size, guarded_ ? PROT_READ : PROT_READ | PROT_WRITE);
    }
}

void WithheldPages::withhold(uint64_t handle, void* base, uint64_t size) {
    const auto page = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
    const bool is_known = std::ranges::find(pages_, handle, &Pages::handle) != pages_.end();
    if (is_known || size == 0 || size % page != 0 || reinterpret_cast<uintptr_t>(base) % page != 0) {
        return;
    }
    Pages& place = pages_[next_++ % most];
    give_back(place.handle);
    place = {handle, base, size};
    protect(place);
}

void WithheldPages::give_back(uint64_t handle) {
    const auto found = std::ranges::find(pages_, handle, &Pages::handle);
    if (found != pages_.end()) {
        const bool guarded = std::exchange(guarded_, false);
        protect(*found);
        guarded_ = guarded;
        *found = {};
    }
}

bool WithheldPages::guard(bool guarded) {
    const bool before = std::exchange(guarded_, guarded);
    if (before != guarded) {
        std::ranges::for_each(pages_, [this](const Pages& pages) { protect(pages); });
    }
    return before;
}

std::optional<WithheldPages::Nearby> WithheldPages::find(uint64_t address) const {
    for (const Pages& pages : pages_) {
        const auto begin = reinterpret_cast<uintptr_t>(pages.base);
        if (address >= begin && address - begin < pages.size) {
            return Nearby{pages.handle, address - begin};
        }
    }
    return std::nullopt;
}

WithheldPages& withheld_pages() {
    static WithheldPages pages;
    return pages;
}

} // namespace tsrpc::conformance
