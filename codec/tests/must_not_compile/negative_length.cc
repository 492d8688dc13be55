// SPDX-License-Identifier: BSD-3-Clause
//
// A negative length, in parentheses: a warning.
// expect: sign|unsigned

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
RequestLength length() { return RequestLength(1); }
#else
RequestLength length() { return RequestLength(-1); }
#endif
