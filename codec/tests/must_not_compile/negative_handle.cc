// SPDX-License-Identifier: BSD-3-Clause
//
// A negative handle, in parentheses: a warning.
// expect: sign|unsigned

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
MemoryHandle handle() { return MemoryHandle(1); }
#else
MemoryHandle handle() { return MemoryHandle(-1); }
#endif
