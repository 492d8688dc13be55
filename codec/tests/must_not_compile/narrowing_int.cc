// SPDX-License-Identifier: BSD-3-Clause
//
// An int, of which the compiler does not know that it fits.
// expect: narrow|check its range

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Opcode opcode(uint8_t n) { return Opcode{n}; }
#else
Opcode opcode(int n) { return Opcode{n}; }
#endif
