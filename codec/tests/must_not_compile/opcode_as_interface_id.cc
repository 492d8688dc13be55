// SPDX-License-Identifier: BSD-3-Clause
//
// Opcode and interface id mixed up.
// expect: opcode.*interface_id

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers call(InterfaceId id, Opcode opcode) {
    return pack(ServiceCallRequest{id, opcode, no_memory, RequestLength{0}, ClientId{0}});
}
#else
Registers call(InterfaceId id, Opcode opcode) {
    return pack(ServiceCallRequest{opcode, id, no_memory, RequestLength{0}, ClientId{0}});
}
#endif
