// SPDX-License-Identifier: BSD-3-Clause
//
// A number of 128 bits.
// expect: check its range, then static_cast it to the field's type

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Opcode opcode(uint16_t number) { return Opcode(number); }
#else
Opcode opcode(__int128 number) { return Opcode(number); }
#endif
