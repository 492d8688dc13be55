// SPDX-License-Identifier: BSD-3-Clause
//
// The request in place of the response.
// expect: no matching

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
bool retrieved(const Registers& words, const RetrieveMemRequest& request) {
    return bool{unpack<RetrieveMemResponse>(words, request)};
}
#else
bool retrieved(const Registers& words, const RetrieveMemRequest& request) {
    return bool{unpack<RetrieveMemResponse>(request, words)};
}
#endif
