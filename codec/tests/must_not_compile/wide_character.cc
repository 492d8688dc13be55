// SPDX-License-Identifier: BSD-3-Clause
//
// A wide character.
// expect: check its range, then static_cast it to the field's type

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Opcode opcode(uint16_t number) { return Opcode(number); }
#else
Opcode opcode(wchar_t number) { return Opcode(number); }
#endif
