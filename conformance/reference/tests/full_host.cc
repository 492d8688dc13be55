// SPDX-License-Identifier: BSD-3-Clause
//
// Replaces the allocation of arrays of pages, which a caller asks not to throw.
#include "conformance/reference/tests/full_host.hpp"

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

bool host_is_full = false;

} // namespace

void* operator new[](std::size_t size, std::align_val_t alignment, const std::nothrow_t&) noexcept {
    return host_is_full ? nullptr : std::aligned_alloc(static_cast<std::size_t>(alignment), size);
}

void operator delete[](void* pages, std::align_val_t) noexcept { std::free(pages); }

namespace tsrpc {

FullHost::FullHost() { host_is_full = true; }

FullHost::~FullHost() { host_is_full = false; }

} // namespace tsrpc
