// SPDX-License-Identifier: BSD-3-Clause
//
// A refusal with SUCCESS: gcc sees it if it optimises.
// expect: this constant is no value that the ABI allows here
// options: -O1

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers refuse(const Registers& request) { return reject(request, RpcStatus::internal); }
#else
Registers refuse(const Registers& request) { return reject(request, RpcStatus::success); }
#endif
