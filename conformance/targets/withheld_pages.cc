// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/withheld_pages.hpp"

#include <algorithm>
#include <utility>

#include <dlfcn.h>
#include <malloc.h>
#include <sys/mman.h>
#include <unistd.h>

// A sanitizer has its own free(), and hooks.
#if defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define TSRPC_FREE_IS_A_SANITIZERS
#include <sanitizer/allocator_interface.h>
#endif
#endif

namespace tsrpc::conformance {

void WithheldPages::protect(const Pages& pages) const {
    if (pages.size != 0) { // a failure is no matter: the pages may be gone
        mprotect(pages.base, pages.size, guarded_ ? PROT_READ : PROT_READ | PROT_WRITE);
    }
}

WithheldPages::Pages* WithheldPages::find_pages(const void* base) {
    const auto found = std::ranges::find(pages_, base, &Pages::base);
    return found == pages_.end() ? nullptr : &*found;
}

void WithheldPages::withhold(uint64_t handle, void* base, uint64_t size) {
    const auto page = static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
    if (size == 0 || size % page != 0 || reinterpret_cast<uintptr_t>(base) % page != 0 || find_pages(base) != nullptr) {
        return;
    }
    Pages& place = pages_[next_++ % most];
    give_back(place.base);
    place = {handle, base, size};
    protect(place);
}

void WithheldPages::give_back(const void* base) {
    if (Pages* const pages = find_pages(base)) {
        const bool guarded = std::exchange(guarded_, false);
        protect(*pages);
        guarded_ = guarded;
        *pages = {};
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

void WithheldPages::note_freed(const void* begin, size_t size) {
    const auto first = reinterpret_cast<uintptr_t>(begin);
    for (const Pages& pages : pages_) {
        const auto base = reinterpret_cast<uintptr_t>(pages.base);
        if (first < base ? base - first < size : first - base < pages.size) {
            freed_ = pages.handle;
            give_back(pages.base); // to whoever gets them next
        }
    }
}

WithheldPages& withheld_pages() {
    static constinit WithheldPages pages;
    return pages;
}

} // namespace tsrpc::conformance

namespace {

void note_freed(void* memory) {
    if (memory != nullptr && !tsrpc::conformance::withheld_pages().empty()) {
        tsrpc::conformance::withheld_pages().note_freed(memory, malloc_usable_size(memory));
    }
}

#ifdef TSRPC_FREE_IS_A_SANITIZERS

[[maybe_unused]] const int installed = __sanitizer_install_malloc_and_free_hooks(
    [](const volatile void*, size_t) {}, [](const volatile void* memory) { note_freed(const_cast<void*>(memory)); });

} // namespace

#else

/// The C library's function of that name. Nothing while it is looked for, which may free something itself.
template <class Function>
Function* of_library(const char* name) {
    static Function* found = nullptr;
    static bool is_looked_for = false;
    if (found == nullptr && !is_looked_for) {
        is_looked_for = true;
        found = reinterpret_cast<Function*>(dlsym(RTLD_NEXT, name));
        is_looked_for = false;
    }
    return found;
}

} // namespace

extern "C" void free(void* memory) noexcept {
    note_freed(memory);
    if (auto* const free_of_library = of_library<void(void*)>("free")) {
        free_of_library(memory);
    }
}

extern "C" int munmap(void* memory, size_t size) noexcept {
    tsrpc::conformance::withheld_pages().note_freed(memory, size);
    auto* const munmap_of_library = of_library<int(void*, size_t)>("munmap");
    return munmap_of_library == nullptr ? -1 : munmap_of_library(memory, size);
}

#endif
