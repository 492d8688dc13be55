// SPDX-License-Identifier: BSD-3-Clause
//
// The int that a function returns, in parentheses: a warning.
// expect: conver|loses

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
uint16_t next();

Opcode opcode() { return Opcode(next()); }
#else
int next();

Opcode opcode() { return Opcode(next()); }
#endif
