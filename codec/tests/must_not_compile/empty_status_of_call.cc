// SPDX-License-Identifier: BSD-3-Clause
//
// Braces in place of a status, between other fields.
// expect: delete

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers answer(InterfaceId id, Opcode opcode) {
    return pack(ServiceCallResponse{id, opcode, RpcStatus::success, ServiceStatus{0}, ResponseLength{0}});
}
#else
Registers answer(InterfaceId id, Opcode opcode) {
    return pack(ServiceCallResponse{id, opcode, {}, ServiceStatus{0}, ResponseLength{0}});
}
#endif
