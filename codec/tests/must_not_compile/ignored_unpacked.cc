// SPDX-License-Identifier: BSD-3-Clause
//
// A verdict that nobody looks at: a warning.
// expect: nodiscard|unused

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
bool ask(const Registers& words) { return bool{unpack<RetrieveMemRequest>(words)}; }
#else
void ask(const Registers& words) { unpack<RetrieveMemRequest>(words); }
#endif
