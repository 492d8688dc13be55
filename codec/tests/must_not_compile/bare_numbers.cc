// SPDX-License-Identifier: BSD-3-Clause
//
// Fields as bare numbers, in whatever order.
// expect: MemoryHandle

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers retrieve() { return pack(RetrieveMemRequest{MemoryHandle{1}, MemoryTag{2}}); }
#else
Registers retrieve() { return pack(RetrieveMemRequest{1, 2}); }
#endif
