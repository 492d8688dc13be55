// SPDX-License-Identifier: BSD-3-Clause
//
// A request where a response belongs.
// expect: RetrieveMemResponse

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers answer(const RetrieveMemResponse& message) { return pack<RetrieveMemResponse>(message); }
#else
Registers answer(const RetrieveMemRequest& message) { return pack<RetrieveMemResponse>(message); }
#endif
