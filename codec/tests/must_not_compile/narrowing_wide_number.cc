// SPDX-License-Identifier: BSD-3-Clause
//
// A wider number, in braces.
// expect: check its range, then static_cast it to the field's type

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
ClientId client(uint32_t id) { return ClientId{id}; }
#else
ClientId client(uint64_t id) { return ClientId{id}; }
#endif
