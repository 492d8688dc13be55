// SPDX-License-Identifier: BSD-3-Clause
//
// The one spelling of every name that the layout tables know: what JSON, text output and documentation print.
#ifndef TSRPC_NAMES_HPP
#define TSRPC_NAMES_HPP

#include "tsrpc/layout.hpp"

namespace tsrpc {
inline namespace v0_2_0 {

/// "W3" to "W7"; "unknown" for any other number.
constexpr const char* name(Register reg) {
    switch (reg) {
    case W3: return "W3";
    case W4: return "W4";
    case W5: return "W5";
    case W6: return "W6";
    case W7: return "W7";
    }
    return "unknown";
}

/// "get_version"; "unknown" for a management opcode that no message has.
constexpr const char* name(Message message) {
    switch (message) {
    case Message::get_version: return "get_version";
    case Message::retrieve_mem: return "retrieve_mem";
    case Message::relinquish_mem: return "relinquish_mem";
    case Message::service_info: return "service_info";
    case Message::service_call: return "service_call";
    case Message::unknown: break;
    }
    return "unknown";
}

/// "request" or "response".
constexpr const char* name(Direction direction) { return direction == Direction::request ? "request" : "response"; }

/// "memory_handle"; "reserved" for bits that no field has.
constexpr const char* name(Field field) {
    switch (field) {
    case Field::opcode: return "opcode";
    case Field::interface_id: return "interface_id";
    case Field::flags: return "flags";
    case Field::sap_rc: return "sap_rc";
    case Field::sap_err: return "sap_err";
    case Field::version: return "version";
    case Field::memory_handle: return "memory_handle";
    case Field::memory_tag: return "memory_tag";
    case Field::service_uuid: return "service_uuid";
    case Field::request_length: return "request_length";
    case Field::client_id: return "client_id";
    case Field::rpc_status: return "rpc_status";
    case Field::service_status: return "service_status";
    case Field::response_length: return "response_length";
    case Field::reserved: break;
    }
    return "reserved";
}

/// "value", "fixed", "MBZ", "RES", "echo": the reserved ones as the ABI document writes them.
constexpr const char* name(Rule rule) {
    switch (rule) {
    case Rule::value: return "value";
    case Rule::fixed: return "fixed";
    case Rule::mbz: return "MBZ";
    case Rule::res: return "RES";
    case Rule::echo: break;
    }
    return "echo";
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_NAMES_HPP
