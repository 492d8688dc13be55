// SPDX-License-Identifier: BSD-3-Clause
//
// A message whose fields are to be filled in later.
// expect: delete

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers later(RpcStatus status) {
    RelinquishMemResponse message{status};
    return pack(message);
}
#else
Registers later(RpcStatus status) {
    RelinquishMemResponse message;
    message.rpc_status = status;
    return pack(message);
}
#endif
