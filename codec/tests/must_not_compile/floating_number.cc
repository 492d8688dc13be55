// SPDX-License-Identifier: BSD-3-Clause
//
// A fraction.
// expect: check its range, then static_cast it to the field's type

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
ClientId client() { return ClientId{1}; }
#else
ClientId client() { return ClientId(1.5); }
#endif
