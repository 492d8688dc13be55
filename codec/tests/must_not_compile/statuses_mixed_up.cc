// SPDX-License-Identifier: BSD-3-Clause
//
// The service status compared with an RPC status.
// expect: operator!=|invalid operands

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
bool failed(RpcStatus status) { return status != RpcStatus::success; }
#else
bool failed(ServiceStatus status) { return status != RpcStatus::success; }
#endif
