// SPDX-License-Identifier: BSD-3-Clause
//
// An endpoint id where an interface id belongs.
// expect: InterfaceId|interface_id|check its range

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
InterfaceId id(uint8_t number) { return InterfaceId{number}; }
#else
InterfaceId id(EndpointId endpoint) { return InterfaceId{endpoint}; }
#endif
