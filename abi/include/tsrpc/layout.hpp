// SPDX-License-Identifier: BSD-3-Clause
//
// The TS-RPC messages as data: one table a message and direction, one row a field. These tables are the only place
// that knows which bits mean what; the codec, the decoder, the documentation and the tests all read them.
// "ABI n" cites section n of docs/abi.md.
#ifndef TSRPC_LAYOUT_HPP
#define TSRPC_LAYOUT_HPP

#include "tsrpc/compiler.hpp"

#include "tsrpc/abi.h"

#include <stddef.h>
#include <stdint.h>

namespace tsrpc {
inline namespace v0_2_0 {

/// The argument registers that TS-RPC owns (ABI 1), as indices: args 0..4.
/// Unscoped, so that it indexes arrays of five words.
enum Register : uint8_t { W3, W4, W5, W6, W7 };
/// How many they are.
inline constexpr size_t register_count = 5;

/// The five operations (ABI 3). `unknown`: a management opcode that this version does not define.
enum class Message : uint8_t { get_version, retrieve_mem, relinquish_mem, service_info, service_call, unknown };

/// Which way a message goes: from the caller to the endpoint, or back (ABI 1).
enum class Direction : uint8_t { request, response };

/// The fields of all messages (ABI 2 and 3). `reserved` names the bits that no field has.
enum class Field : uint8_t {
    opcode,
    interface_id,
    flags,
    sap_rc,
    sap_err,
    version,
    memory_handle,
    memory_tag,
    service_uuid,
    request_length,
    client_id,
    rpc_status,
    service_status,
    response_length,
    reserved,
};

/// What a row's bits must be.
enum class Rule : uint8_t {
    value, ///< the field's value
    fixed, ///< one constant
    mbz,   ///< zero: "Reserved (MBZ)" in the ABI document
    res,   ///< zero from a careful sender: "Reserved" with no MBZ in the ABI document, hence a SHOULD
    echo,  ///< the same bits of the request
};

/// The constant of a row whose bits may have more than one value.
inline constexpr int64_t any = -1;

/// One row of a message's table: `width` bits of `reg` from bit `lsb` up. 8 bytes, as firmware that inspects frames has
/// all rows in its memory.
struct Row {
    Field field;
    Register reg;
    uint8_t lsb;
    uint8_t width;
    Rule rule;
    uint8_t part;     ///< which bit of the field `lsb` holds: 0 but for fields over several registers
    int16_t constant; ///< the only value that the bits may have, or `any`
};

/// The row's bits in its register. A row is 1 to 32 bits wide.
constexpr uint32_t mask(const Row& row) { return (~uint32_t{0} >> (32u - row.width)) << row.lsb; }

/// Whether the row's bits can say something: its field's value, or the echo of it in a service call response. The
/// control words of management messages are the same in every frame.
constexpr bool carries_value(const Row& row) { return row.constant == any; }

/// The one value that a field of rule `value` cannot have, or `any` (no such value).
/// Interface id 0xff is the management interface, never a service (ABI 2); protocol versions start at 1 (ABI 3).
constexpr int64_t excluded(Field field) {
    return field == Field::interface_id ? int64_t{TSRPC_MANAGEMENT_INTERFACE_ID} : field == Field::version ? 0 : any;
}

/// The table of one message in one direction, rows in ascending bit order.
struct Layout {
    /// Rows of the longest table.
    static constexpr size_t max_rows = 10;

    Message message;
    Direction direction;
    uint8_t size; ///< how many of `rows` are in use
    Row rows[max_rows];

    /// The rows in use, for range-based `for`.
    constexpr const Row* begin() const { return rows; }
    constexpr const Row* end() const { return rows + size; }
};

namespace layouts {
namespace detail {

// ABI 2. Flags and SAP bits are 0 in version 1.
constexpr Row opcode(Rule rule, int16_t constant) { return {Field::opcode, W3, 0, 16, rule, 0, constant}; }
constexpr Row interface_id(Rule rule, int16_t constant) { return {Field::interface_id, W3, 16, 8, rule, 0, constant}; }
inline constexpr Row flags = {Field::flags, W3, 24, 6, Rule::fixed, 0, 0};
inline constexpr Row sap_rc = {Field::sap_rc, W3, 30, 1, Rule::fixed, 0, 0};
inline constexpr Row sap_err = {Field::sap_err, W3, 31, 1, Rule::fixed, 0, 0};

constexpr Row value(Register reg, Field field, uint8_t part = 0) { return {field, reg, 0, 32, Rule::value, part, any}; }
constexpr Row mbz(Register reg) { return {Field::reserved, reg, 0, 32, Rule::mbz, 0, 0}; }

/// A message on control word rows of `rule` with the given constants, and four rows more or five.
constexpr Layout message(Message message, Direction direction, Rule rule, int16_t opcode_constant,
                         int16_t interface_constant, const Row& sixth, const Row& seventh, const Row& eighth,
                         const Row& ninth, const Row& tenth = {}) {
    return {message,
            direction,
            uint8_t(tenth.width == 0 ? Layout::max_rows - 1 : Layout::max_rows),
            {opcode(rule, opcode_constant), interface_id(rule, interface_constant), flags, sap_rc, sap_err, sixth,
             seventh, eighth, ninth, tenth}};
}

constexpr Layout management_request(Message name, int16_t opcode, const Row& sixth, const Row& seventh,
                                    const Row& eighth, const Row& ninth) {
    return message(name, Direction::request, Rule::fixed, opcode, TSRPC_MANAGEMENT_INTERFACE_ID, sixth, seventh, eighth,
                   ninth);
}

constexpr Layout management_response(Message name, int16_t opcode, const Row& sixth, const Row& seventh,
                                     const Row& eighth, const Row& ninth, const Row& tenth = {}) {
    return message(name, Direction::response, Rule::echo, opcode, TSRPC_MANAGEMENT_INTERFACE_ID, sixth, seventh, eighth,
                   ninth, tenth);
}

} // namespace detail

// ABI 3, one table row each.
// clang-format off

inline constexpr Layout get_version_request = detail::management_request(
    Message::get_version, TSRPC_OPCODE_GET_VERSION,
    detail::mbz(W4),
    detail::mbz(W5),
    detail::mbz(W6),
    detail::mbz(W7));

inline constexpr Layout get_version_response = detail::management_response(
    Message::get_version, TSRPC_OPCODE_GET_VERSION,
    detail::value(W4, Field::version),
    detail::mbz(W5),
    detail::mbz(W6),
    detail::mbz(W7));

inline constexpr Layout retrieve_mem_request = detail::management_request(
    Message::retrieve_mem, TSRPC_OPCODE_RETRIEVE_MEM,
    detail::value(W4, Field::memory_handle, 0),
    detail::value(W5, Field::memory_handle, 32),
    detail::value(W6, Field::memory_tag, 0),
    detail::value(W7, Field::memory_tag, 32));

inline constexpr Layout retrieve_mem_response = detail::management_response(
    Message::retrieve_mem, TSRPC_OPCODE_RETRIEVE_MEM,
    detail::value(W4, Field::rpc_status),
    detail::mbz(W5),
    detail::mbz(W6),
    detail::mbz(W7));

inline constexpr Layout relinquish_mem_request = detail::management_request(
    Message::relinquish_mem, TSRPC_OPCODE_RELINQUISH_MEM,
    detail::value(W4, Field::memory_handle, 0),
    detail::value(W5, Field::memory_handle, 32),
    detail::mbz(W6),
    detail::mbz(W7));

inline constexpr Layout relinquish_mem_response = detail::management_response(
    Message::relinquish_mem, TSRPC_OPCODE_RELINQUISH_MEM,
    detail::value(W4, Field::rpc_status),
    detail::mbz(W5),
    detail::mbz(W6),
    detail::mbz(W7));

inline constexpr Layout service_info_request = detail::management_request(
    Message::service_info, TSRPC_OPCODE_SERVICE_INFO,
    detail::value(W4, Field::service_uuid, 0),
    detail::value(W5, Field::service_uuid, 32),
    detail::value(W6, Field::service_uuid, 64),
    detail::value(W7, Field::service_uuid, 96));

inline constexpr Layout service_info_response = detail::management_response(
    Message::service_info, TSRPC_OPCODE_SERVICE_INFO,
    detail::value(W4, Field::rpc_status),
    Row{Field::interface_id, W5, 0, 8, Rule::value, 0, any},
    Row{Field::reserved, W5, 8, 24, Rule::res, 0, 0},
    detail::mbz(W6),
    detail::mbz(W7));

inline constexpr Layout service_call_request = detail::message(
    Message::service_call, Direction::request, Rule::value, any, any,
    detail::value(W4, Field::memory_handle, 0),
    detail::value(W5, Field::memory_handle, 32),
    detail::value(W6, Field::request_length),
    detail::value(W7, Field::client_id));

inline constexpr Layout service_call_response = detail::message(
    Message::service_call, Direction::response, Rule::echo, any, any,
    detail::value(W4, Field::rpc_status),
    detail::value(W5, Field::service_status),
    detail::value(W6, Field::response_length),
    Row{Field::reserved, W7, 0, 32, Rule::res, 0, 0});

// clang-format on

/// All of them, requests before responses in the order of `Message`.
inline constexpr const Layout* all[] = {
    &get_version_request,    &get_version_response,    &retrieve_mem_request, &retrieve_mem_response,
    &relinquish_mem_request, &relinquish_mem_response, &service_info_request, &service_info_response,
    &service_call_request,   &service_call_response,
};

} // namespace layouts

/// The table of a message in a direction, or null for `Message::unknown`.
constexpr const Layout* find_layout(Message message, Direction direction) {
    // Bit by bit of the message's number: a search in `all` reads pointers, and of a `switch` clang makes a table of
    // them. Where programs are loaded at any address such tables must be relocated.
    const bool asks = direction == Direction::request;
    const unsigned number = static_cast<unsigned>(message);
    if ((number & 4) != 0) {
        return (number & 1) != 0 ? nullptr : asks ? &layouts::service_call_request : &layouts::service_call_response;
    }
    if ((number & 2) != 0) {
        return (number & 1) != 0 ? asks ? &layouts::service_info_request : &layouts::service_info_response
               : asks            ? &layouts::relinquish_mem_request
                                 : &layouts::relinquish_mem_response;
    }
    return (number & 1) != 0 ? asks ? &layouts::retrieve_mem_request : &layouts::retrieve_mem_response
           : asks            ? &layouts::get_version_request
                             : &layouts::get_version_response;
}

/// Whether the message carries the field's value.
constexpr bool has_field(const Layout& layout, Field field) {
    for (const Row& row : layout) {
        if (row.field == field && carries_value(row)) {
            return true;
        }
    }
    return false;
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_LAYOUT_HPP
