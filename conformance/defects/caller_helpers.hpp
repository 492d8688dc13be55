// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_DEFECTS_CALLER_HELPERS_HPP
#define TSRPC_CONFORMANCE_DEFECTS_CALLER_HELPERS_HPP

#include "conformance/defects/caller_defect.hpp"
#include "conformance/defects/handle_words.hpp"

namespace tsrpc::conformance {

using C = DefectiveCaller;

inline bool is(const Registers& request, Message message) { return classify(request) == message; }
inline bool is_call(const Registers& request) { return is(request, Message::service_call); }
inline bool is_doorbell(const Registers& request) {
    return is_call(request) && request[W4] == ~0u && request[W5] == ~0u;
}
inline bool is_error(const Registers& response) { return response[W4] != 0; }

/// A request of the caller's own with that handle.
inline Registers management(uint32_t opcode, uint64_t handle) {
    Registers request = {{0x00ff0000 | opcode, 0, 0, 0, 0}};
    set_handle(request, handle);
    return request;
}

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_DEFECTS_CALLER_HELPERS_HPP
