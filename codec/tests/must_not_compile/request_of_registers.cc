// SPDX-License-Identifier: BSD-3-Clause
//
// Registers as the request: which of the two is it?
// expect: delete

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
bool retrieved(const Registers& words, const Registers& request) {
    return bool{unpack<RetrieveMemResponse>(words, AnswerTo{request})};
}
#else
bool retrieved(const Registers& words, const Registers& request) {
    return bool{unpack<RetrieveMemResponse>(words, request)};
}
#endif
