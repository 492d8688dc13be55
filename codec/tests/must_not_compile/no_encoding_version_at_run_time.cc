// SPDX-License-Identifier: BSD-3-Clause
//
// Version 0, outside a constant expression: gcc sees it if it optimises.
// expect: this constant is no value that the ABI allows here
// options: -O1

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
ProtocolVersion version() { return ProtocolVersion{1}; }
#else
ProtocolVersion version() { return ProtocolVersion{0}; }
#endif
