// SPDX-License-Identifier: BSD-3-Clause
//
// A response to GET_VERSION with a status, which it has not.
// expect: GET_VERSION cannot be refused

#include "tsrpc/codec.hpp"

using namespace tsrpc;

#ifdef GOOD
auto response = reject(RelinquishMemRequest{MemoryHandle{1}}, RpcStatus::internal);
#else
auto response = reject(GetVersionRequest{}, RpcStatus::internal);
#endif
