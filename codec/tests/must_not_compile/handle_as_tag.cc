// SPDX-License-Identifier: BSD-3-Clause
//
// Handle and tag mixed up.
// expect: memory_tag.*memory_handle

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers retrieve(MemoryHandle handle, MemoryTag tag) { return pack(RetrieveMemRequest{handle, tag}); }
#else
Registers retrieve(MemoryHandle handle, MemoryTag tag) { return pack(RetrieveMemRequest{tag, handle}); }
#endif
