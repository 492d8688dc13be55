// SPDX-License-Identifier: BSD-3-Clause
//
// A UUID with a digit too few, outside a constant expression.
// expect: a UUID's text has the form

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers ask() { return pack(ServiceInfoRequest{"d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0"_uuid}); }
#else
Registers ask() { return pack(ServiceInfoRequest{"d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c"_uuid}); }
#endif
