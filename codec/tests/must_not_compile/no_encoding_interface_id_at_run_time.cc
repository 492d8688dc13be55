// SPDX-License-Identifier: BSD-3-Clause
//
// The management interface as a service, outside a constant expression: gcc sees it if it optimises.
// expect: this constant is no value that the ABI allows here
// options: -O1

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
InterfaceId id() { return InterfaceId{0xfe}; }
#else
InterfaceId id() { return InterfaceId{0xff}; }
#endif
