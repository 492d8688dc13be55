// SPDX-License-Identifier: BSD-3-Clause
//
// A response without its status: no success by accident.
// expect: delete

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers refuse() { return pack(RetrieveMemResponse{RpcStatus::internal}); }
#else
Registers refuse() { return pack(RetrieveMemResponse{}); }
#endif
