// SPDX-License-Identifier: BSD-3-Clause
//
// A response to another message than the request.
// expect: this message is no response to that request

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
bool retrieved(const Registers& words, const RetrieveMemRequest& request) {
    const auto response = unpack<RetrieveMemResponse>(words, request);
    return response && (*response).rpc_status == RpcStatus::success;
}
#else
bool retrieved(const Registers& words, const RelinquishMemRequest& request) {
    const auto response = unpack<RetrieveMemResponse>(words, request);
    return response && (*response).rpc_status == RpcStatus::success;
}
#endif
