// SPDX-License-Identifier: BSD-3-Clause
//
// A response without its status: no success by accident.
// expect: a field of this message has no value: write one for each

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers refuse() { return pack(RetrieveMemResponse{RpcStatus::internal}); }
#else
Registers refuse() { return pack(RetrieveMemResponse{}); }
#endif
