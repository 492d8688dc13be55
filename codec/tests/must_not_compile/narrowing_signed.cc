// SPDX-License-Identifier: BSD-3-Clause
//
// A number that may be negative.
// expect: check its range, then static_cast it to the field's type

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
RequestLength length(uint32_t n) { return RequestLength{n}; }
#else
RequestLength length(long n) { return RequestLength{n}; }
#endif
