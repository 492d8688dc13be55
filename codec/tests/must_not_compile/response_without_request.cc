// SPDX-License-Identifier: BSD-3-Clause
//
// A response whose echo nobody checks.
// expect: pass the request too, or say unpack_without_request

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
bool retrieved(const Registers& words) { return bool{unpack_without_request<RetrieveMemResponse>(words)}; }
#else
bool retrieved(const Registers& words) { return bool{unpack<RetrieveMemResponse>(words)}; }
#endif
