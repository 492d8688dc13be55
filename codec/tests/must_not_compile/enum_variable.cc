// SPDX-License-Identifier: BSD-3-Clause
//
// A variable of an enum, in parentheses.
// expect: check its range, then static_cast it to the field's type

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
enum Number { number = 0x102 };

Opcode opcode() { return Opcode(number); }
#else
enum Number { number = 0x10203 };

Opcode opcode(Number any) { return Opcode(any); }
#endif
