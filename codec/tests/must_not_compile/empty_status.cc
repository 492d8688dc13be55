// SPDX-License-Identifier: BSD-3-Clause
//
// Braces in place of a status.
// expect: delete|ambiguous

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers refuse() { return pack(RetrieveMemResponse{RpcStatus::internal}); }
#else
Registers refuse() { return pack(RetrieveMemResponse{{}}); }
#endif
