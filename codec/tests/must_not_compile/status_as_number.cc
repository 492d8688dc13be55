// SPDX-License-Identifier: BSD-3-Clause
//
// An RPC status compared with a number.
// expect: operator!=|invalid operands

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
bool failed(RpcStatus status) { return status != RpcStatus::success; }
#else
bool failed(RpcStatus status) { return status != 0; }
#endif
