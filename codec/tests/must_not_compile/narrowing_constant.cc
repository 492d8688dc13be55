// SPDX-License-Identifier: BSD-3-Clause
//
// A number too large for its field.
// expect: narrow

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Opcode opcode() { return Opcode{0x102}; }
#else
Opcode opcode() { return Opcode{0x10203}; }
#endif
