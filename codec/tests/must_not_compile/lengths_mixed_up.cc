// SPDX-License-Identifier: BSD-3-Clause
//
// The length of the request as that of the response.
// expect: operator==|invalid operands

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
bool same(ResponseLength a, ResponseLength b) { return a == b; }
#else
bool same(RequestLength a, ResponseLength b) { return a == b; }
#endif
