// SPDX-License-Identifier: BSD-3-Clause
//
// Any five words: which message are they, and what is wrong with them?
#ifndef TSRPC_CODEC_INSPECT_HPP
#define TSRPC_CODEC_INSPECT_HPP

#include "tsrpc/codec/violation.hpp"

namespace tsrpc {
inline namespace v0_2_0 {

/// The message of a request, by its interface id and opcode alone (ABI 2 and 3).
constexpr Message classify(const Registers& request) {
    const uint32_t interface_id = (request[W3] & TSRPC_CONTROL_INTERFACE_ID_MASK) >> TSRPC_CONTROL_INTERFACE_ID_SHIFT;
    if (interface_id != TSRPC_MANAGEMENT_INTERFACE_ID) {
        return Message::service_call;
    }
    switch (request[W3] & TSRPC_CONTROL_OPCODE_MASK) {
    case TSRPC_OPCODE_GET_VERSION: return Message::get_version;
    case TSRPC_OPCODE_RETRIEVE_MEM: return Message::retrieve_mem;
    case TSRPC_OPCODE_RELINQUISH_MEM: return Message::relinquish_mem;
    case TSRPC_OPCODE_SERVICE_INFO: return Message::service_info;
    default: return Message::unknown;
    }
}

/// What five words are. `layout` is null for Message::unknown.
struct Inspection {
    Message message;
    Direction direction;
    const Layout* layout;
    Violations violations;

    /// Whether the words are a message of version 1 that breaks no MUST.
    constexpr bool valid() const { return violations.valid(); }
};

namespace detail {

constexpr Inspection inspect(Message message, Direction direction, const Registers& words, const Registers& request) {
    Inspection inspection = {message, direction, find_layout(message, direction), {}};
    // A management opcode that no message has, asked for or answered: of what is fixed in every frame, the flags and
    // SAP bits, it can break the rules. Any management response's table has just these rows of rule `fixed`.
    // The message is compared, not the pointer, which is no constant expression to gcc 12: see `no_row`.
    const bool is_known = message != Message::unknown;
    if (!is_known) {
        inspection.violations.add({Field::opcode, W3, Rule::fixed, TSRPC_CONTROL_OPCODE_MASK});
    }
    add_broken(inspection.violations, is_known ? *inspection.layout : layouts::get_version_response, words, request,
               is_known);
    return inspection;
}

} // namespace detail

/// Any five words as a request.
[[nodiscard]] constexpr Inspection inspect_request(const Registers& words) {
    return detail::inspect(classify(words), Direction::request, words, words);
}

/// Any five words as the response to `request`.
[[nodiscard]] constexpr Inspection inspect_response(const Registers& words, const Registers& request) {
    return detail::inspect(classify(request), Direction::response, words, request);
}

/// Any five words as a response to a request that is not known: the message is the one that they echo, classified as a
/// request is.
[[nodiscard]] constexpr Inspection inspect_response(const Registers& words) { return inspect_response(words, words); }

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_INSPECT_HPP
