// SPDX-License-Identifier: BSD-3-Clause
//
// An error code, of which 0 is good, for a bool, of which false is bad.
// expect: send says whether there is a response by a bool

#include "tsrpc/codec.hpp"

using namespace tsrpc;

int32_t ffa_direct_request(const uint32_t request[5], uint32_t response[5]);

bool probe() {
#ifdef GOOD
    const auto send = [](Registers& words) { return ffa_direct_request(words.words, words.words) == 0; };
#else
    const auto send = [](Registers& words) { return ffa_direct_request(words.words, words.words); };
#endif
    return static_cast<bool>(transact(send, GetVersionRequest{}));
}
