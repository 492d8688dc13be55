// SPDX-License-Identifier: BSD-3-Clause
//
// A service call without its client id.
// expect: delete

#include "tsrpc/codec.hpp"

using namespace tsrpc;
using namespace tsrpc::literals;

#ifdef GOOD
Registers call() {
    return pack(ServiceCallRequest{InterfaceId{1}, Opcode{2}, no_memory, RequestLength{0}, ClientId{0}});
}
#else
Registers call() { return pack(ServiceCallRequest{InterfaceId{1}, Opcode{2}, no_memory, RequestLength{0}}); }
#endif
