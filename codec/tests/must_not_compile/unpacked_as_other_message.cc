// SPDX-License-Identifier: BSD-3-Clause
//
// One message unpacked into another.
// expect: RelinquishMemResponse

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
RelinquishMemResponse read(const Registers& words) { return *unpack_lenient<RelinquishMemResponse>(words); }
#else
RelinquishMemResponse read(const Registers& words) { return *unpack_lenient<RetrieveMemResponse>(words); }
#endif
