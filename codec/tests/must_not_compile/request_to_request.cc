// SPDX-License-Identifier: BSD-3-Clause
//
// A request as the answer to one.
// expect: a request answers no other

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
bool asked(const Registers& words, const Registers&) { return bool{unpack<RetrieveMemRequest>(words)}; }
#else
bool asked(const Registers& words, const Registers& request) {
    return bool{unpack<RetrieveMemRequest>(words, AnswerTo{request})};
}
#endif
