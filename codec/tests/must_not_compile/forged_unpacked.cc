// SPDX-License-Identifier: BSD-3-Clause
//
// An Unpacked made by hand.
// expect: private

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Unpacked<GetVersionRequest> make(const Registers& words) { return unpack<GetVersionRequest>(words); }
#else
Unpacked<GetVersionRequest> make(const Registers& words) { return {words, words, true, true}; }
#endif
