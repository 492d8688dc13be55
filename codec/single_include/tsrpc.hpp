/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The TS-RPC codec of the project tsrpc, version 0.2.0, in one file: tsrpc/version.h, tsrpc/names.hpp, tsrpc/codec.hpp.
 * The project's codec/amalgamate.py made it from these headers; do not edit. Its docs/vendoring.md shows how to use it.
 *
 * BSD 3-Clause License
 *
 * Copyright (c) 2026 The tsrpc authors
 *
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 *
 * 1. Redistributions of source code must retain the above copyright notice, this
 *    list of conditions and the following disclaimer.
 *
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 *
 * 3. Neither the name of the copyright holder nor the names of its
 *    contributors may be used to endorse or promote products derived from
 *    this software without specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
 * FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
 * DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
 * CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
 * OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
 * OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */
/* clang-format off */
/*
 * The version of this library, for C11 and C++: docs/vendoring.md says what it promises. All C++ names are in the
 * inline namespace tsrpc::v<major>_<minor>_<patch>, so that different versions can be linked into one program.
 */
#if !defined(__GNUC__) && !defined(__clang__)
#error "tsrpc needs gcc or clang: it uses their builtins and attributes"
#endif

/* Not in the guard, which another version has too. */
#if defined(TSRPC_VERSION_MAJOR) && (TSRPC_VERSION_MAJOR != 0 || TSRPC_VERSION_MINOR != 2 || TSRPC_VERSION_PATCH != 0)
#error "this file has already included another version of tsrpc: a program can have two, a file only one"
#endif

#ifndef TSRPC_VERSION_H
#define TSRPC_VERSION_H

#define TSRPC_VERSION_MAJOR 0
#define TSRPC_VERSION_MINOR 2
#define TSRPC_VERSION_PATCH 0

#endif /* TSRPC_VERSION_H */

// The one spelling of every name that the layout tables know: what JSON, text output and documentation print.
#ifndef TSRPC_NAMES_HPP
#define TSRPC_NAMES_HPP

// The TS-RPC messages as data: one table a message and direction, one row a field. These tables are the only place
// that knows which bits mean what; the codec, the decoder, the documentation and the tests all read them.
// "ABI n" cites section n of docs/abi.md.
#ifndef TSRPC_LAYOUT_HPP
#define TSRPC_LAYOUT_HPP

// What the C++ headers want of the compiler.
#ifndef TSRPC_COMPILER_HPP
#define TSRPC_COMPILER_HPP

#if __cplusplus < 201703L
#error "tsrpc needs C++17 or later: compile with -std=c++17, or include tsrpc.h, which C and older C++ take"
#endif

// Functions that cost as much as code by hand only if they are inlined: they are wherever the compiler optimises. At
// -O0, where each inlined copy keeps its own variables on the stack, they are calls. They alone may ask
// TSRPC_OPTIMISES_, whether the compiler optimises: of what differs then no file has a symbol that the linker could
// give to another.
#ifdef __OPTIMIZE__
#define TSRPC_OPTIMISES_ true
#define TSRPC_INLINED_ gnu::always_inline
#else
#define TSRPC_OPTIMISES_ false
#define TSRPC_INLINED_
#endif

#ifdef __clang__
#define TSRPC_IS_CLANG_ true
#else
#define TSRPC_IS_CLANG_ false
#endif

#endif // TSRPC_COMPILER_HPP

/*
 * The constants of the TS-RPC register ABI, version 1, for C11 and C++.
 *
 * "ABI n" cites section n of docs/abi.md. Which bits of which register hold what is in tsrpc/layout.hpp;
 * the shifts and masks of the control word are repeated here for C, and a test holds the two equal.
 */
#ifndef TSRPC_ABI_H
#define TSRPC_ABI_H

#ifdef __KERNEL__ /* Linux has no <stdint.h>, and an int of 32 bits. */
#define TSRPC_U32_(number) number##u
#define TSRPC_I32_(number) number
#else
#define TSRPC_U32_(number) UINT32_C(number)
#define TSRPC_I32_(number) INT32_C(number)
#endif

/* The protocol version of this ABI: what GET_VERSION answers. ABI 0. */
#define TSRPC_PROTOCOL_VERSION 1u

/* FF-A pages, the unit of shared memory, in bytes. ABI 4. */
#define TSRPC_PAGE_SIZE 4096u

/* The control word, W3. ABI 2. */
#define TSRPC_CONTROL_OPCODE_SHIFT 0
#define TSRPC_CONTROL_OPCODE_MASK 0x0000ffffu
#define TSRPC_CONTROL_INTERFACE_ID_SHIFT 16
#define TSRPC_CONTROL_INTERFACE_ID_MASK 0x00ff0000u
#define TSRPC_CONTROL_FLAGS_SHIFT 24
#define TSRPC_CONTROL_FLAGS_MASK 0x3f000000u
#define TSRPC_CONTROL_SAP_RC_MASK 0x40000000u
#define TSRPC_CONTROL_SAP_ERR_MASK 0x80000000u

/* The interface id of the management calls; every other value addresses a service. ABI 2. */
#define TSRPC_MANAGEMENT_INTERFACE_ID 0xff

/* Opcodes of the management calls. ABI 3. */
#define TSRPC_OPCODE_GET_VERSION 0x0000
#define TSRPC_OPCODE_RETRIEVE_MEM 0x0001
#define TSRPC_OPCODE_RELINQUISH_MEM 0x0002
#define TSRPC_OPCODE_SERVICE_INFO 0x0003

/* The handle of a service call without shared memory (a doorbell). ABI 3.
 * Without UINT64_C: clang's does not compile if firmware has a macro L. */
#define TSRPC_INVALID_MEMORY_HANDLE 0xffffffffffffffff

/* RPC status, a signed 32-bit value; an open set. ABI 3. */
#define TSRPC_RPC_SUCCESS 0
#define TSRPC_RPC_INTERNAL -1
#define TSRPC_RPC_INVALID_VALUE -2
#define TSRPC_RPC_NOT_FOUND -3
#define TSRPC_RPC_INVALID_STATE -4
#define TSRPC_RPC_TRANSPORT_LAYER -5
#define TSRPC_RPC_INVALID_REQUEST_BODY -6
#define TSRPC_RPC_INVALID_RESPONSE_BODY -7
#define TSRPC_RPC_RESOURCE_FAILURE -8

/* UUIDs in text form; RFC 4122 byte order is the order of the digits. */

/* The FF-A UUID that every TS-RPC SP has. ABI 1. */
#define TSRPC_PROTOCOL_UUID "bdcd76d7-825e-4751-963b-86d4f84943ac"

/* Well-known services. ABI 6. */
#define TSRPC_SERVICE_PSA_CRYPTO "d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0"
#define TSRPC_SERVICE_PSA_CRYPTO_PROTOBUF "6ba9de75-393e-4c7f-aabb-7f71cc6b142e"
#define TSRPC_SERVICE_PSA_INTERNAL_TRUSTED_STORAGE "dc1eef48-b17a-4ccf-ac8b-dfcff7711b14"
#define TSRPC_SERVICE_PSA_PROTECTED_STORAGE "751bf801-3dde-4768-a514-0f10aeed1790"
#define TSRPC_SERVICE_PSA_INITIAL_ATTESTATION "a1baf155-8876-4695-8f7c-54955e8db974"
#define TSRPC_SERVICE_BLOCK_STORAGE "63646e80-eb52-462f-ac4f-8cdf3987519c"
#define TSRPC_SERVICE_FIRMWARE_UPDATE "6823a838-1b06-470e-9774-0cce8bfb53fd"
#define TSRPC_SERVICE_LOGGING "da9dffbd-d590-40ed-975f-19c65a3d52d3"
#define TSRPC_SERVICE_RPMB "19ef70bf-2fbc-4309-bdd3-c290e993f650"
#define TSRPC_SERVICE_TEST_RUNNER "33c75baf-ac6a-4fe4-8ac7-e9909bee2d17"

#endif /* TSRPC_ABI_H */

// The types of <stdint.h> and <stddef.h> that the codec uses, without those headers; with them they are the same.
using uint8_t = __UINT8_TYPE__;
using uint16_t = __UINT16_TYPE__;
using uint32_t = __UINT32_TYPE__;
using uint64_t = __UINT64_TYPE__;
using int16_t = __INT16_TYPE__;
using int32_t = __INT32_TYPE__;
using int64_t = __INT64_TYPE__;
using size_t = __SIZE_TYPE__;

#ifdef __clang__
#define TSRPC_LAZY_
#else
#define TSRPC_LAZY_ template <class = void>
#endif

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
TSRPC_LAZY_ constexpr uint32_t mask(const Row& row) { return (~uint32_t{0} >> (32u - row.width)) << row.lsb; }

/// Whether the row's bits can say something: its field's value, or the echo of it in a service call response. The
/// control words of management messages are the same in every frame.
TSRPC_LAZY_ constexpr bool carries_value(const Row& row) { return row.constant == any; }

/// The one value that a field of rule `value` cannot have, or `any` (no such value).
/// Interface id 0xff is the management interface, never a service (ABI 2); protocol versions start at 1 (ABI 3).
TSRPC_LAZY_ constexpr int64_t excluded(Field field) {
    return int(field) == int(Field::interface_id) ? int64_t{TSRPC_MANAGEMENT_INTERFACE_ID} : int(field) == int(Field::version) ? 0 : any;
}

namespace detail {

/// Of words W3 to W7.
[[TSRPC_INLINED_]] constexpr bool is_doorbell_with_length(const uint32_t* words) {
    return (words[1] & words[2]) == 0xffffffff && words[3] != 0;
}

/// Walks over rows of 32 bits each: field, register, lsb, width - 1, rule, part / 32, constant + 1.
struct RowIterator {
    const uint32_t* row;

    [[TSRPC_INLINED_]] constexpr Row operator*() const {
        return {Field(*row & 15), Register(*row >> 4 & 7), uint8_t(*row >> 7 & 31), uint8_t((*row >> 12 & 31) + 1),
                Rule(*row >> 17 & 7), uint8_t((*row >> 20 & 3) * 32), int16_t(int(*row >> 22) - 1)};
    }
    constexpr RowIterator& operator++() {
        ++row;
        return *this;
    }
    constexpr bool operator!=(RowIterator other) const { return row != other.row; }
};

/// Packed rows, read like an array of `Row`.
struct Rows {
    uint32_t packed[10];

    constexpr Row operator[](size_t i) const { return *RowIterator{packed + i}; }
};

} // namespace detail

/// The table of one message in one direction, rows in ascending bit order.
struct Layout {
    /// Rows of the longest table.
    static constexpr size_t max_rows = 10;

    Message message;
    Direction direction;
    uint8_t size; ///< how many of `rows` are in use
    detail::Rows rows;

    /// The rows in use, for range-based `for`.
    constexpr detail::RowIterator begin() const { return {rows.packed}; }
    constexpr detail::RowIterator end() const { return {rows.packed + size}; }
};

namespace layouts {

// ABI 3, one table row each.

inline constexpr Layout get_version_request = {Message::get_version, Direction::request, 9, {{
    0x0042f000u, 0x40027801u, 0x00425c02u, 0x00420f03u, 0x00420f84u, 0x0045f01eu, 0x0045f02eu, 0x0045f03eu,
    0x0045f04eu}}};
inline constexpr Layout get_version_response = {Message::get_version, Direction::response, 9, {{
    0x0048f000u, 0x40087801u, 0x00425c02u, 0x00420f03u, 0x00420f84u, 0x0001f015u, 0x0045f02eu, 0x0045f03eu,
    0x0045f04eu}}};
inline constexpr Layout retrieve_mem_request = {Message::retrieve_mem, Direction::request, 9, {{
    0x0082f000u, 0x40027801u, 0x00425c02u, 0x00420f03u, 0x00420f84u, 0x0001f016u, 0x0011f026u, 0x0001f037u,
    0x0011f047u}}};
inline constexpr Layout retrieve_mem_response = {Message::retrieve_mem, Direction::response, 9, {{
    0x0088f000u, 0x40087801u, 0x00425c02u, 0x00420f03u, 0x00420f84u, 0x0001f01bu, 0x0045f02eu, 0x0045f03eu,
    0x0045f04eu}}};
inline constexpr Layout relinquish_mem_request = {Message::relinquish_mem, Direction::request, 9, {{
    0x00c2f000u, 0x40027801u, 0x00425c02u, 0x00420f03u, 0x00420f84u, 0x0001f016u, 0x0011f026u, 0x0045f03eu,
    0x0045f04eu}}};
inline constexpr Layout relinquish_mem_response = {Message::relinquish_mem, Direction::response, 9, {{
    0x00c8f000u, 0x40087801u, 0x00425c02u, 0x00420f03u, 0x00420f84u, 0x0001f01bu, 0x0045f02eu, 0x0045f03eu,
    0x0045f04eu}}};
inline constexpr Layout service_info_request = {Message::service_info, Direction::request, 9, {{
    0x0102f000u, 0x40027801u, 0x00425c02u, 0x00420f03u, 0x00420f84u, 0x0001f018u, 0x0011f028u, 0x0021f038u,
    0x0031f048u}}};
inline constexpr Layout service_info_response = {Message::service_info, Direction::response, 10, {{
    0x0108f000u, 0x40087801u, 0x00425c02u, 0x00420f03u, 0x00420f84u, 0x0001f01bu, 0x00007021u, 0x0047742eu,
    0x0045f03eu, 0x0045f04eu}}};
inline constexpr Layout service_call_request = {Message::service_call, Direction::request, 9, {{
    0x0000f000u, 0x00007801u, 0x00425c02u, 0x00420f03u, 0x00420f84u, 0x0001f016u, 0x0011f026u, 0x0001f039u,
    0x0001f04au}}};
inline constexpr Layout service_call_response = {Message::service_call, Direction::response, 9, {{
    0x0008f000u, 0x00087801u, 0x00425c02u, 0x00420f03u, 0x00420f84u, 0x0001f01bu, 0x0001f02cu, 0x0001f03du,
    0x0047f04eu}}};

/// All of them, requests before responses in the order of `Message`.
inline constexpr const Layout* all[] = {
    &get_version_request,    &get_version_response,    &retrieve_mem_request, &retrieve_mem_response,
    &relinquish_mem_request, &relinquish_mem_response, &service_info_request, &service_info_response,
    &service_call_request,   &service_call_response,
};

} // namespace layouts

/// The table of a message in a direction, or null for `Message::unknown`.
TSRPC_LAZY_ constexpr const Layout* find_layout(Message message, Direction direction) {
    // Bit by bit of the message's number: a search in `all` reads pointers, and of a `switch` clang makes a table of
    // them. Where programs are loaded at any address such tables must be relocated.
    const bool asks = int(direction) == int(Direction::request);
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
TSRPC_LAZY_ constexpr bool has_field(const Layout& layout, Field field) {
    for (const Row row : layout) {
        if (int(row.field) == int(field) && carries_value(row)) {
            return true;
        }
    }
    return false;
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_LAYOUT_HPP

namespace tsrpc {
inline namespace v0_2_0 {

/// "W3" to "W7"; "unknown" for any other number.
TSRPC_LAZY_ constexpr const char* name(Register reg) {
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
TSRPC_LAZY_ constexpr const char* name(Message message) {
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
TSRPC_LAZY_ constexpr const char* name(Direction direction) { return int(direction) == int(Direction::request) ? "request" : "response"; }

/// "memory_handle"; "reserved" for bits that no field has.
TSRPC_LAZY_ constexpr const char* name(Field field) {
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
TSRPC_LAZY_ constexpr const char* name(Rule rule) {
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
// The TS-RPC codec: typed messages to and from the five argument registers of an FF-A direct message.
// C++17, constexpr, freestanding: no exceptions, RTTI, heap or library calls. See docs/vendoring.md.
// Not in the guard: it says if another version has been included.

#ifndef TSRPC_CODEC_HPP
#define TSRPC_CODEC_HPP

// Any five words: which message are they, and what is wrong with them?
#ifndef TSRPC_CODEC_INSPECT_HPP
#define TSRPC_CODEC_INSPECT_HPP

// Which rules of its table a frame breaks, and in which bits.
#ifndef TSRPC_CODEC_VIOLATION_HPP
#define TSRPC_CODEC_VIOLATION_HPP

// Moves field values to and from the bits that the layout tables give them. Everything the tables say is a constant
// here, so that each register becomes one expression: as good as shifts and masks by hand, at every optimisation level.
#ifndef TSRPC_CODEC_FIELDS_HPP
#define TSRPC_CODEC_FIELDS_HPP

#ifndef TSRPC_CODEC_REGISTERS_HPP
#define TSRPC_CODEC_REGISTERS_HPP

namespace tsrpc {
inline namespace v0_2_0 {

/// The five argument registers W3..W7 of one direct message (ABI 1), each in the CPU's own byte order.
struct Registers {
    uint32_t words[register_count];

    /// From W3..W7 in an array, as the C interfaces pass them.
    TSRPC_LAZY_ static constexpr Registers from(const uint32_t* w) { return {{w[0], w[1], w[2], w[3], w[4]}}; }

    /// To such an array.
    TSRPC_LAZY_ constexpr void to(uint32_t* w) const {
        for (size_t i = 0; i < register_count; ++i) {
            w[i] = words[i];
        }
    }

    /// To x3..x7 of a 64-bit CPU, with upper halves of 0.
    TSRPC_LAZY_ constexpr void to_x(uint64_t* x) const {
        for (size_t i = 0; i < register_count; ++i) {
            x[i] = words[i];
        }
    }

    /// One register's 32 bits.
    constexpr uint32_t operator[](Register reg) const { return words[reg]; }

    TSRPC_LAZY_ friend constexpr bool operator==(const Registers& a, const Registers& b) {
        return a[W3] == b[W3] && a[W4] == b[W4] && a[W5] == b[W5] && a[W6] == b[W6] && a[W7] == b[W7];
    }
    TSRPC_LAZY_ friend constexpr bool operator!=(const Registers& a, const Registers& b) { return !(a == b); }
};

/// The outcome of reading 64-bit registers; `registers` is all zeros if `ok` is false.
struct ParsedRegisters {
    bool ok;
    Registers registers;
};

/// From x3..x7 of a 64-bit CPU, of which the upper halves must be 0: TS-RPC has 32-bit calls only (ABI 1).
TSRPC_LAZY_ [[nodiscard]] constexpr ParsedRegisters registers_from_x(const uint64_t* x) {
    const bool ok = (x[0] | x[1] | x[2] | x[3] | x[4]) >> 32 == 0;
    const uint32_t kept = ok ? ~uint32_t{0} : 0;
    // All in one initialiser: of zeros that are written over some compilers make a call of memset.
    return {
        ok,
        {{static_cast<uint32_t>(x[0]) & kept, static_cast<uint32_t>(x[1]) & kept, static_cast<uint32_t>(x[2]) & kept,
          static_cast<uint32_t>(x[3]) & kept, static_cast<uint32_t>(x[4]) & kept}}};
}

/// A field's value as its table locates it, whatever rules the words break; 0 if the message carries no such field.
/// Of the UUID, the only field over 64 bits, the first 8 bytes.
TSRPC_LAZY_ constexpr uint64_t field_value(const Layout& layout, Field field, const Registers& words) {
    uint64_t value = 0;
    for (const Row row : layout) {
        if (int(row.field) == int(field) && row.part < 64 && carries_value(row)) {
            value |= uint64_t{(words[row.reg] & mask(row)) >> row.lsb} << row.part;
        }
    }
    return value;
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_REGISTERS_HPP
#ifndef TSRPC_CODEC_UUID_HPP
#define TSRPC_CODEC_UUID_HPP

// One type a field, so that a handle is never taken for a tag, nor an opcode for an interface id.
#ifndef TSRPC_CODEC_VALUE_HPP
#define TSRPC_CODEC_VALUE_HPP

/*
 * What the codec does if the code that calls it has a bug: if it packs a number that has no encoding, takes a message
 * out of registers that hold none, or rejects with SUCCESS.
 *
 * Firmware that has a panic of its own defines TSRPC_TRAP() before it includes the codec, the same in all its files. If
 * the hook returns, it is called again: the codec does not go on.
 */
#ifndef TSRPC_TRAP_H
#define TSRPC_TRAP_H

#ifndef TSRPC_TRAP
#define TSRPC_TRAP() __builtin_trap()
#endif

#endif /* TSRPC_TRAP_H */

namespace tsrpc {
inline namespace v0_2_0 {

/// Refuses a value that has no encoding: a compile-time error in constant expressions, a trap at run time.
[[noreturn]] inline void value_has_no_encoding() {
    for (;;) {
        TSRPC_TRAP();
    }
}

namespace detail {

/// The same for a constant outside constant expressions. gcc reports the call if it optimises; clang has diagnose_if.
[[gnu::error("this constant is no value that the ABI allows here")]] void constant_is_not_allowed();

/// Whether the compiler knows a number. Not asked of clang, which answers only after its front end.
#ifdef __clang__
#define TSRPC_IS_KNOWN_(number) false
#define TSRPC_REFUSES_CONSTANT_(condition)                                                                             \
    _Pragma("clang diagnostic push") _Pragma("clang diagnostic ignored \"-Wgcc-compat\"")                              \
        __attribute__((diagnose_if(condition, "this constant is no value that the ABI allows here", "error")))         \
        _Pragma("clang diagnostic pop")
#else
#define TSRPC_REFUSES_CONSTANT_(condition)
#ifdef __OPTIMIZE__
#define TSRPC_IS_KNOWN_(number) __builtin_constant_p(number)
#else
#define TSRPC_IS_KNOWN_(number) false
#endif
#endif

template <class Type>
struct Read;

/// The types whose numbers a field takes, if they are not wider than it.
template <class Number>
inline constexpr bool is_unsigned = __is_same(Number, unsigned char) || __is_same(Number, unsigned short) ||
                                    __is_same(Number, unsigned int) || __is_same(Number, unsigned long) ||
                                    __is_same(Number, unsigned long long);

/// Whether a number of this type may not fit a field. Not of literals, which are of type `int`, nor of the constants of
/// an enum: braces check them. But of their variables, which deduce a reference. A class says itself what it becomes.
template <class Rep, class Number>
inline constexpr bool may_not_fit =
    !(is_unsigned<Number> && sizeof(Number) <= sizeof(Rep)) && !__is_same(Number, int) && !__is_enum(Number) &&
    !__is_class(Number) && !__is_union(Number);
template <class Rep, class Number>
inline constexpr bool may_not_fit<Rep, const Number&> = may_not_fit<Rep, Number>;
template <class Rep, class Number>
inline constexpr bool may_not_fit<Rep, Number&> = __is_same(Number, int) ||
                                                  __is_enum(Number) || may_not_fit<Rep, Number>;

template <bool>
struct EnableIf {};
template <>
struct EnableIf<true> {
    using type = int;
};

/// `excluded` as a constant, not as a call, at -O0 too.
template <Field OfField>
inline constexpr int64_t excluded_from = excluded(OfField);

/// Marks a value that is known to be one that its field can hold.
struct Unchecked {};

/// Leaves an array as it is, where its elements are written before they are read.
struct Unfilled {};

} // namespace detail

/// The value of a field, an unsigned `Rep` as wide as the field. Write it in braces, `Opcode{0x0102}`: then a literal
/// that does not fit is refused by every compiler.
template <Field OfField, class Rep>
class Value {
  public:
    static constexpr Field field = OfField;

    /// Whether the field can carry the number: false for interface id 0xff, for protocol version 0, and for what is
    /// wider than the field.
    static constexpr bool can_hold(uint64_t number) {
        if constexpr (detail::excluded_from<OfField> != any) {
            return static_cast<Rep>(number) == number &&
                   static_cast<Rep>(number) != Rep(detail::excluded_from<OfField>);
        } else {
            return static_cast<Rep>(number) == number;
        }
    }

    Value() = delete;

    /// Refuses what `can_hold` says no to; ask it first if the number comes from outside.
    [[TSRPC_INLINED_]] explicit constexpr Value(Rep number) TSRPC_REFUSES_CONSTANT_(!can_hold(number))
        : value_{number} {
        if constexpr (detail::excluded_from<OfField> != any) {
            if (TSRPC_IS_KNOWN_(number) && number == Rep(detail::excluded_from<OfField>)) {
                detail::constant_is_not_allowed();
            }
            if (number == Rep(detail::excluded_from<OfField>)) {
                value_has_no_encoding();
            }
        }
    }

    /// A number of a type that the field cannot hold does not compile.
    template <class Number, typename detail::EnableIf<detail::may_not_fit<Rep, Number>>::type = 0>
    explicit constexpr Value(Number&&) : value_{} {
        static_assert(!detail::may_not_fit<Rep, Number>,
                      "this number may not fit the field: check its range, then static_cast it to the field's type");
    }

    /// The number.
    [[gnu::always_inline]] constexpr Rep value() const { return value_; }

  private:
    friend struct detail::Read<Value>;
    [[gnu::always_inline]] constexpr Value(Rep number, detail::Unchecked) : value_{number} {}

    Rep value_;
};

template <Field OfField, class Rep>
constexpr bool operator==(Value<OfField, Rep> a, Value<OfField, Rep> b) {
    return a.value() == b.value();
}
template <Field OfField, class Rep>
constexpr bool operator!=(Value<OfField, Rep> a, Value<OfField, Rep> b) {
    return a.value() != b.value();
}

using ProtocolVersion = Value<Field::version, uint32_t>;        ///< 1.. (ABI 3)
using InterfaceId = Value<Field::interface_id, uint8_t>;        ///< of a service: 0..0xfe (ABI 2)
using Opcode = Value<Field::opcode, uint16_t>;                  ///< of a service (ABI 2)
using MemoryHandle = Value<Field::memory_handle, uint64_t>;     ///< FF-A's name of a region of shared memory (ABI 3)
using MemoryTag = Value<Field::memory_tag, uint64_t>;           ///< FF-A's tag of that region (ABI 3)
using RequestLength = Value<Field::request_length, uint32_t>;   ///< bytes of the shared memory (ABI 3)
using ResponseLength = Value<Field::response_length, uint32_t>; ///< bytes of the shared memory (ABI 3)
using ClientId = Value<Field::client_id, uint32_t>;             ///< the driver sends 0 (ABI 3)
using ServiceStatus = Value<Field::service_status, uint32_t>;   ///< the service's own; needs RPC SUCCESS (ABI 3)

/// The handle of a call without shared memory (ABI 3).
inline constexpr MemoryHandle no_memory{TSRPC_INVALID_MEMORY_HANDLE};

/// The 16-bit FF-A id of an endpoint or caller. Travels in W1, not in the argument registers (ABI 1).
enum class EndpointId : uint16_t {};

/// What the endpoint says of the request's delivery (ABI 3). An open set: any other 32-bit value is kept as it is.
enum class RpcStatus : int32_t {
    success = TSRPC_RPC_SUCCESS,
    internal = TSRPC_RPC_INTERNAL,
    invalid_value = TSRPC_RPC_INVALID_VALUE,
    not_found = TSRPC_RPC_NOT_FOUND,
    invalid_state = TSRPC_RPC_INVALID_STATE,
    transport_layer = TSRPC_RPC_TRANSPORT_LAYER,
    invalid_request_body = TSRPC_RPC_INVALID_REQUEST_BODY,
    invalid_response_body = TSRPC_RPC_INVALID_RESPONSE_BODY,
    resource_failure = TSRPC_RPC_RESOURCE_FAILURE,
};

/// The ABI's name of a status ("NOT_FOUND"), or null for a value that version 1 does not define.
TSRPC_LAZY_ constexpr const char* name(RpcStatus status) {
    switch (status) {
    case RpcStatus::success: return "SUCCESS";
    case RpcStatus::internal: return "INTERNAL";
    case RpcStatus::invalid_value: return "INVALID_VALUE";
    case RpcStatus::not_found: return "NOT_FOUND";
    case RpcStatus::invalid_state: return "INVALID_STATE";
    case RpcStatus::transport_layer: return "TRANSPORT_LAYER";
    case RpcStatus::invalid_request_body: return "INVALID_REQUEST_BODY";
    case RpcStatus::invalid_response_body: return "INVALID_RESPONSE_BODY";
    case RpcStatus::resource_failure: return "RESOURCE_FAILURE";
    }
    return nullptr;
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_VALUE_HPP

namespace tsrpc {
inline namespace v0_2_0 {

/// A UUID's 16 bytes in RFC 4122 order, the order in which its text shows them.
/// Aligned so that it moves to and from registers a word at a time.
struct alignas(4) Uuid {
    static constexpr Field field = Field::service_uuid;
    static constexpr size_t size = 16;
    static constexpr size_t text_length = 36; ///< 8-4-4-4-12 hexadecimal digits with their hyphens

    uint8_t bytes[size];

    /// All zeros in `Uuid{}`.
    Uuid() = default;

    /// Of 16 bytes, `Uuid{{0xd9, 0xdf...}}`: no other number of them compiles.
    template <size_t count>
    constexpr Uuid(const uint8_t (&all)[count]) : bytes{} {
        static_assert(count == size, "a UUID has 16 bytes");
        for (size_t i = 0; i < size; ++i) {
            bytes[i] = all[i % count];
        }
    }

    [[gnu::always_inline]] explicit Uuid(detail::Unfilled) {}

    TSRPC_LAZY_ friend constexpr bool operator==(const Uuid& a, const Uuid& b) {
        for (size_t i = 0; i < size; ++i) {
            if (a.bytes[i] != b.bytes[i]) {
                return false;
            }
        }
        return true;
    }
    TSRPC_LAZY_ friend constexpr bool operator!=(const Uuid& a, const Uuid& b) { return !(a == b); }
};

/// The outcome of reading a UUID's text; `uuid` is all zeros if `ok` is false.
struct ParsedUuid {
    bool ok;
    Uuid uuid;
};

namespace detail {

/// The digit's value, or -1.
TSRPC_LAZY_ constexpr int hex_digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/// Not of a table, which gcc -Os copies to the stack by a call of memcpy.
TSRPC_LAZY_ constexpr char to_hex_digit(int value) { return static_cast<char>(value < 10 ? '0' + value : 'a' + value - 10); }

/// With any UUID: see `Unfilled`.
TSRPC_LAZY_ constexpr ParsedUuid make_parsed_uuid(bool ok) {
    if (__builtin_is_constant_evaluated()) {
        return {ok, {}};
    }
    return {ok, Uuid{Unfilled{}}};
}

TSRPC_LAZY_ constexpr bool is_hyphen_position(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

} // namespace detail

/// Reads `length` characters of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, digits in either case.
TSRPC_LAZY_ [[nodiscard]] constexpr ParsedUuid parse_uuid(const char* text, size_t length) {
    ParsedUuid parsed = detail::make_parsed_uuid(length == Uuid::text_length);
    size_t digits = 0;
    for (size_t i = 0; parsed.ok && i < length; ++i) {
        if (detail::is_hyphen_position(i)) {
            parsed.ok = text[i] == '-';
            continue;
        }
        const int digit = detail::hex_digit(text[i]);
        parsed.ok = digit >= 0;
        if (parsed.ok) {
            uint8_t& byte = parsed.uuid.bytes[digits / 2];
            byte = static_cast<uint8_t>((digits % 2 == 0 ? 0 : byte << 4) | digit);
            ++digits;
        }
    }
    if (!parsed.ok) {
        for (uint8_t& byte : parsed.uuid.bytes) {
            byte = 0;
        }
    }
    return parsed;
}

namespace literals {

// The characters as template arguments are an extension of gcc and clang, in any version of the language.
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wgnu-string-literal-operator-template"
#endif

/// `"d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0"_uuid`: a malformed text does not compile.
__extension__ template <class Char, Char... characters>
constexpr Uuid operator""_uuid() {
    constexpr char text[] = {characters..., 0};
    constexpr ParsedUuid parsed = parse_uuid(text, sizeof...(characters));
    static_assert(parsed.ok, "a UUID's text has the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, in hexadecimal digits");
    return parsed.uuid;
}

#ifdef __clang__
#pragma clang diagnostic pop
#endif

} // namespace literals

/// A UUID's text with a terminating zero. Aligned so that no compiler copies or clears it by a call.
struct alignas(8) UuidText {
    TSRPC_LAZY_ constexpr UuidText() : text{} {}
    /// With any text: in constant expressions C++17 wants one, elsewhere compilers clear it by a call of memset.
    explicit UuidText(detail::Unfilled) {}

    char text[Uuid::text_length + 1];
};

namespace detail {

TSRPC_LAZY_ constexpr UuidText make_uuid_text() {
    if (__builtin_is_constant_evaluated()) {
        return {};
    }
    return UuidText{Unfilled{}};
}

} // namespace detail

/// The text in lower case.
TSRPC_LAZY_ constexpr UuidText to_text(const Uuid& uuid) {
    UuidText out = detail::make_uuid_text();
    out.text[Uuid::text_length] = 0;
    size_t byte = 0;
    for (size_t i = 0; i < Uuid::text_length; ++i) {
        if (detail::is_hyphen_position(i)) {
            out.text[i] = '-';
            continue;
        }
        out.text[i] = detail::to_hex_digit(uuid.bytes[byte] >> 4);
        out.text[++i] = detail::to_hex_digit(uuid.bytes[byte] & 0xf);
        ++byte;
    }
    return out;
}

namespace detail {

/// Whether a UUID is best copied as a whole: by little-endian 64-bit CPUs. Not by gcc -Os for aarch64, which calls
/// memcpy under -mstrict-align: gcc 12 has no macro that tells whether that option is given. A macro, as it may differ
/// between the files of one program: only what is always inlined then may ask.
#if defined(__OPTIMIZE__) && (defined(__x86_64__) || (defined(__AARCH64EL__) && !defined(__OPTIMIZE_SIZE__)))
#define TSRPC_COPIES_UUID_AT_ONCE_ true
#else
#define TSRPC_COPIES_UUID_AT_ONCE_ false
#endif

/// Bytes 4n..4n+3, the first in the least significant byte (ABI 3, SMCCC 5.3).
TSRPC_LAZY_ [[TSRPC_INLINED_]] constexpr uint32_t uuid_word(const Uuid& uuid, size_t n) {
    const uint8_t* bytes = uuid.bytes + 4 * n;
    if (!__builtin_is_constant_evaluated()) {
        // One load. Of the shifts below gcc makes four under -mstrict-align.
        uint32_t word = 0;
        __builtin_memcpy(&word, __builtin_assume_aligned(bytes, 4), sizeof word);
        return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? word : __builtin_bswap32(word);
    }
    return uint32_t{bytes[0]} | uint32_t{bytes[1]} << 8 | uint32_t{bytes[2]} << 16 | uint32_t{bytes[3]} << 24;
}

TSRPC_LAZY_ constexpr void fill(Uuid& uuid, const uint32_t* words) {
    for (size_t i = 0; i < Uuid::size; ++i) {
        uuid.bytes[i] = static_cast<uint8_t>(words[i / 4] >> 8 * (i % 4));
    }
}

/// The inverse, of four words.
TSRPC_LAZY_ [[TSRPC_INLINED_]] constexpr Uuid uuid_from_words(const uint32_t* words) {
    if (__builtin_is_constant_evaluated()) {
        Uuid uuid = {};
        fill(uuid, words);
        return uuid;
    }
    Uuid uuid{Unfilled{}};
    // gcc -O0 copies 16 bytes by a call of memcpy under -mstrict-align.
    if ((TSRPC_OPTIMISES_ || TSRPC_IS_CLANG_) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
        __builtin_memcpy(uuid.bytes, words, Uuid::size);
    } else {
        fill(uuid, words);
    }
    return uuid;
}

} // namespace detail

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_UUID_HPP

namespace tsrpc {
inline namespace v0_2_0 {
namespace detail {

/// The 32 bits of a value from bit `part` up.
template <Field OfField, class Rep>
[[gnu::always_inline]] constexpr uint32_t part_of(Value<OfField, Rep> value, unsigned part) {
    return static_cast<uint32_t>(uint64_t{value.value()} >> part);
}
TSRPC_LAZY_ [[gnu::always_inline]] constexpr uint32_t part_of(RpcStatus status, unsigned) { return static_cast<uint32_t>(status); }
TSRPC_LAZY_ [[gnu::always_inline]] constexpr uint32_t part_of(const Uuid& uuid, unsigned part) {
    return uuid_word(uuid, part / 32);
}

/// The field that a member type carries.
template <class Type>
inline constexpr Field field_of = Type::field;
template <>
inline constexpr Field field_of<RpcStatus> = Field::rpc_status;

/// No row. A row is passed by value, not by pointer: with -fsanitize=undefined gcc 12 does not take a pointer to a
/// constant for a constant expression.
inline constexpr Row no_row = {Field::reserved, W3, 0, 0, Rule::mbz, 0, 0};

/// The row that carries (the part in `reg` of) a field's value, or `no_row`.
TSRPC_LAZY_ constexpr Row find_row(const Layout& layout, Field field, Register reg) {
    for (const Row row : layout) {
        if (int(row.field) == int(field) && int(row.reg) == int(reg) && carries_value(row)) {
            return row;
        }
    }
    return no_row;
}

/// Whether a row's value means nothing after an RPC error, so that a lenient receiver takes any then: that of the
/// interface id in a SERVICE_INFO response (ABI 5).
TSRPC_LAZY_ constexpr bool needs_success(const Layout& layout, const Row& row) {
    return int(row.rule) == int(Rule::value) && int(row.field) == int(Field::interface_id) && has_field(layout, Field::rpc_status);
}

/// The row that carries a field from its bit `part` up, or `no_row`.
TSRPC_LAZY_ constexpr Row find_part(const Layout& layout, Field field, unsigned part) {
    for (const Row row : layout) {
        if (int(row.field) == int(field) && row.part == part && carries_value(row)) {
            return row;
        }
    }
    return no_row;
}

/// The constants of a register's rows, in place.
TSRPC_LAZY_ constexpr uint32_t constant_bits(const Layout& layout, Register reg) {
    uint32_t bits = 0;
    for (const Row row : layout) {
        if (int(row.reg) == int(reg) && !carries_value(row)) {
            bits |= static_cast<uint32_t>(row.constant) << row.lsb;
        }
    }
    return bits;
}

/// What the tables say of a register, as constants that are no variables of the functions that use them: at -O0 those
/// take code and stack.
template <const Layout& Table, Register Reg>
inline constexpr uint32_t constants_of = constant_bits(Table, Reg);
template <const Layout& Table, Register Reg, class Type>
inline constexpr Row row_in = find_row(Table, field_of<Type>, Reg);
template <const Layout& Table, Field OfField, unsigned Part>
inline constexpr Row row_of = find_part(Table, OfField, Part);
template <const Row& OfRow>
inline constexpr uint32_t mask_of = OfRow.width == 0 ? 0 : mask(OfRow);

/// The value's bits in a register, 0 if it has none there.
template <const Row& OfRow, class Type>
[[gnu::always_inline]] constexpr uint32_t place(const Type& value) {
    if constexpr (OfRow.width == 32) {
        return part_of(value, OfRow.part);
    } else {
        return (part_of(value, OfRow.part) << OfRow.lsb) & mask_of<OfRow>;
    }
}

/// A message of a UUID alone: one copy of 16 bytes, which gcc 12 does not make of four words.
template <const Layout& Table>
[[TSRPC_INLINED_]] constexpr Registers pack_uuid(const Uuid& uuid) {
    Registers registers = {{constants_of<Table, W3>, 0, 0, 0, 0}};
    // `&uuid.bytes[0]`, not `uuid.bytes`: clang 14 crashes on the array with -fsanitize=alignment.
    __builtin_memcpy(registers.words + row_of<Table, Field::service_uuid, 0>.reg,
                     __builtin_assume_aligned(&uuid.bytes[0], 4), Uuid::size);
    return registers;
}

/// A field's bits from bit `Part` up, as many as one register has of them.
template <const Layout& Table, Field OfField, unsigned Part = 0>
[[gnu::always_inline]] constexpr uint32_t pick(const Registers& words) {
    static_assert(row_of<Table, OfField, Part>.width != 0, "the message has no such field");
    return (words.words[row_of<Table, OfField, Part>.reg] & mask_of<row_of<Table, OfField, Part>>) >>
           row_of<Table, OfField, Part>.lsb;
}

template <const Layout& Table, Field OfField>
[[gnu::always_inline]] constexpr uint64_t pick_wide(const Registers& words) {
    static_assert(row_of<Table, OfField, 0>.width == 32 && row_of<Table, OfField, 32>.width == 32,
                  "the field has two whole registers");
    return words.words[row_of<Table, OfField, 0>.reg] | uint64_t{words.words[row_of<Table, OfField, 32>.reg]} << 32;
}

/// Reads a member of this type. The caller has checked that the bits are a value of it.
template <class Type>
struct Read;

template <Field OfField, class Rep>
struct Read<Value<OfField, Rep>> {
    template <const Layout& Table>
    [[gnu::always_inline]] static constexpr Value<OfField, Rep> from(const Registers& words) {
        if constexpr (sizeof(Rep) == sizeof(uint64_t)) {
            return {pick_wide<Table, OfField>(words), Unchecked{}};
        } else if constexpr (needs_success(Table, find_part(Table, OfField, 0))) {
            // The bits are what the field cannot have only after an RPC error, when the value means nothing: it reads
            // as 0.
            const uint32_t bits = pick<Table, OfField>(words);
            return {static_cast<Rep>(bits == excluded_from<OfField> ? 0 : bits), Unchecked{}};
        } else {
            return {static_cast<Rep>(pick<Table, OfField>(words)), Unchecked{}};
        }
    }
};

template <>
struct Read<RpcStatus> {
    template <const Layout& Table>
    [[gnu::always_inline]] static constexpr RpcStatus from(const Registers& words) {
        return static_cast<RpcStatus>(static_cast<int32_t>(pick<Table, Field::rpc_status>(words)));
    }
};

template <>
struct Read<Uuid> {
    template <const Layout& Table>
    [[gnu::always_inline]] static constexpr Uuid from(const Registers& words) {
        constexpr Field field = Field::service_uuid;
        if constexpr (TSRPC_OPTIMISES_) {
            const uint32_t uuid[] = {pick<Table, field>(words), pick<Table, field, 32>(words),
                                     pick<Table, field, 64>(words), pick<Table, field, 96>(words)};
            return uuid_from_words(uuid);
        } else {
            static_assert(row_of<Table, field, 0>.width == 32 && row_of<Table, field, 32>.width == 32 &&
                              row_of<Table, field, 64>.width == 32 && row_of<Table, field, 96>.width == 32 &&
                              row_of<Table, field, 96>.reg == row_of<Table, field, 0>.reg + 3,
                          "the UUID has four whole registers in a row");
            return uuid_from_words(words.words + row_of<Table, field, 0>.reg);
        }
    }
};

} // namespace detail
} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_FIELDS_HPP

namespace tsrpc {
inline namespace v0_2_0 {

/// One broken row. `bits` are the bits of `reg` that differ from what the rule wants; for Rule::value, whose bits are
/// wrong only together, the whole row.
struct Violation {
    Field field;
    Register reg;
    Rule rule;
    uint32_t bits;

    /// Non-zero "Reserved" bits break a SHOULD (ABI 3); every other rule is a MUST.
    TSRPC_LAZY_ constexpr bool is_must() const { return int(rule) != int(Rule::res); }

    TSRPC_LAZY_ friend constexpr bool operator==(const Violation& a, const Violation& b) {
        return int(a.field) == int(b.field) && int(a.reg) == int(b.reg) && int(a.rule) == int(b.rule) && a.bits == b.bits;
    }
    TSRPC_LAZY_ friend constexpr bool operator!=(const Violation& a, const Violation& b) { return !(a == b); }
};

/// Where a violation too many is refused.
[[noreturn]] inline void violations_are_full() {
    for (;;) {
        TSRPC_TRAP();
    }
}

namespace detail {

/// Room for violations, filled with zeros in constant expressions alone, where C++17 wants it: it would be a call of
/// memset where the compiler optimises for size.
struct ViolationRoom {
    TSRPC_LAZY_ constexpr ViolationRoom() : items{} {}
    explicit ViolationRoom(Unfilled) {}

    Violation items[Layout::max_rows];
};

TSRPC_LAZY_ constexpr ViolationRoom make_violation_room() {
    if (__builtin_is_constant_evaluated()) {
        return {};
    }
    return ViolationRoom{Unfilled{}};
}

} // namespace detail

/// All that is wrong with a frame, one entry a row at most, in ascending bit order.
class Violations {
  public:
    /// None.
    TSRPC_LAZY_ constexpr Violations() : room_{detail::make_violation_room()}, size_{0} {}

    /// For range-based `for`.
    TSRPC_LAZY_ constexpr const Violation* begin() const { return room_.items; }
    TSRPC_LAZY_ constexpr const Violation* end() const { return room_.items + size_; }
    TSRPC_LAZY_ constexpr size_t size() const { return size_; }
    TSRPC_LAZY_ constexpr bool empty() const { return size_ == 0; }
    /// The i-th of `size()`.
    TSRPC_LAZY_ constexpr const Violation& operator[](size_t i) const { return room_.items[i]; }

    /// Whether nothing but SHOULDs is broken.
    TSRPC_LAZY_ constexpr bool valid() const {
        for (const Violation& violation : *this) {
            if (violation.is_must()) {
                return false;
            }
        }
        return true;
    }

    /// Takes one more. There is room for one a row of any table; more than that is a bug and traps.
    TSRPC_LAZY_ constexpr void add(const Violation& violation) {
        if (size_ == Layout::max_rows) {
            violations_are_full();
        }
        room_.items[size_++] = violation;
    }

  private:
    detail::ViolationRoom room_;
    size_t size_;
};

namespace detail {

/// A doorbell's request length is 0 (ABI 3): the one rule that spans two fields. Of a service call request, whose table
/// is a constant here: a search for the two fields in it takes more stack.
TSRPC_LAZY_ [[TSRPC_INLINED_]] constexpr bool is_doorbell_with_length(const Registers& words) {
    return is_doorbell_with_length(words.words);
}

/// The bits of a row that differ from its constant or from the request's.
TSRPC_LAZY_ [[TSRPC_INLINED_]] constexpr uint32_t differing_bits(const Row& row, const Registers& words, const Registers& request) {
    uint32_t bits = 0;
    if (!carries_value(row)) {
        bits |= words[row.reg] ^ static_cast<uint32_t>(row.constant) << row.lsb;
    }
    if (int(row.rule) == int(Rule::echo)) {
        bits |= words[row.reg] ^ request[row.reg];
    }
    return bits & mask(row);
}

/// Whether a row's bits are a value that its field never has.
TSRPC_LAZY_ [[TSRPC_INLINED_]] constexpr bool has_excluded_value(const Row& row, const Registers& words) {
    return carries_value(row) && (excluded(row.field) == int64_t{(words[row.reg] & mask(row)) >> row.lsb} ||
                                  (int(row.field) == int(Field::request_length) && is_doorbell_with_length(words)));
}

/// Adds everything that a frame breaks: `check` in place, as a copy of violations may be a call of memcpy. `all`: by
/// all rules, not by those of rule `fixed` alone.
TSRPC_LAZY_ constexpr void add_broken(Violations& violations, const Layout& layout, const Registers& words,
                          const Registers& request, bool all = true) {
    for (const Row row : layout) {
        Rule rule = row.rule;
        uint32_t bits = differing_bits(row, words, request);
        if (bits == 0 && has_excluded_value(row, words)) {
            rule = Rule::value;
            bits = mask(row);
        }
        if (bits != 0 && (all || int(rule) == int(Rule::fixed))) {
            violations.add({row.field, row.reg, rule, bits});
        }
    }
}

} // namespace detail

/// Everything that a frame breaks of its message's table. `request` is the request that a response answers; if it is
/// not known, pass `words` again: they echo themselves. For a request it does not matter.
TSRPC_LAZY_ [[nodiscard]] constexpr Violations check(const Layout& layout, const Registers& words, const Registers& request) {
    Violations violations;
    detail::add_broken(violations, layout, words, request);
    return violations;
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_VIOLATION_HPP

namespace tsrpc {
inline namespace v0_2_0 {

/// The message of a request, by its interface id and opcode alone (ABI 2 and 3).
TSRPC_LAZY_ constexpr Message classify(const Registers& request) {
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
    TSRPC_LAZY_ constexpr bool valid() const { return violations.valid(); }
};

namespace detail {

TSRPC_LAZY_ constexpr Inspection inspect(Message message, Direction direction, const Registers& words, const Registers& request) {
    Inspection inspection = {message, direction, find_layout(message, direction), {}};
    // A management opcode that no message has, asked for or answered: of what is fixed in every frame, the flags and
    // SAP bits, it can break the rules. Any management response's table has just these rows of rule `fixed`.
    // The message is compared, not the pointer, which is no constant expression to gcc 12: see `no_row`.
    const bool is_known = int(message) != int(Message::unknown);
    if (!is_known) {
        inspection.violations.add({Field::opcode, W3, Rule::fixed, TSRPC_CONTROL_OPCODE_MASK});
    }
    add_broken(inspection.violations, is_known ? *inspection.layout : layouts::get_version_response, words, request,
               is_known);
    return inspection;
}

} // namespace detail

/// Any five words as a request.
TSRPC_LAZY_ [[nodiscard]] constexpr Inspection inspect_request(const Registers& words) {
    return detail::inspect(classify(words), Direction::request, words, words);
}

/// Any five words as the response to `request`.
TSRPC_LAZY_ [[nodiscard]] constexpr Inspection inspect_response(const Registers& words, const Registers& request) {
    return detail::inspect(classify(request), Direction::response, words, request);
}

/// Any five words as a response to a request that is not known: the message is the one that they echo, classified as a
/// request is.
TSRPC_LAZY_ [[nodiscard]] constexpr Inspection inspect_response(const Registers& words) { return inspect_response(words, words); }

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_INSPECT_HPP
// Values and UUIDs as keys: what sorting, std::map and std::unordered_map want of them.
#ifndef TSRPC_CODEC_KEY_HPP
#define TSRPC_CODEC_KEY_HPP

namespace tsrpc {
inline namespace v0_2_0 {

/// Values of one field are in the order of their numbers.
template <Field OfField, class Rep>
constexpr bool operator<(Value<OfField, Rep> a, Value<OfField, Rep> b) {
    return a.value() < b.value();
}
template <Field OfField, class Rep>
constexpr bool operator>(Value<OfField, Rep> a, Value<OfField, Rep> b) {
    return b < a;
}
template <Field OfField, class Rep>
constexpr bool operator<=(Value<OfField, Rep> a, Value<OfField, Rep> b) {
    return !(b < a);
}
template <Field OfField, class Rep>
constexpr bool operator>=(Value<OfField, Rep> a, Value<OfField, Rep> b) {
    return !(a < b);
}

/// UUIDs are in the order of their text.
constexpr bool operator<(const Uuid& a, const Uuid& b) {
    for (size_t i = 0; i < Uuid::size; ++i) {
        if (a.bytes[i] != b.bytes[i]) {
            return a.bytes[i] < b.bytes[i];
        }
    }
    return false;
}

/// The hash of a value or a UUID, to name: `std::unordered_map<MemoryHandle, Region, tsrpc::Hash>`. No std::hash, which
/// takes a header of the C++ library.
struct Hash {
    template <Field OfField, class Rep>
    constexpr size_t operator()(Value<OfField, Rep> value) const {
        return fold(mix(value.value()));
    }
    TSRPC_LAZY_ constexpr size_t operator()(const Uuid& uuid) const {
        uint64_t hash = 0;
        for (size_t word = 0; word < Uuid::size / sizeof(uint32_t); ++word) {
            hash = mix(hash ^ detail::uuid_word(uuid, word));
        }
        return fold(hash);
    }

  private:
    // 2^64 divided by the golden ratio. The product's highest bits depend on most bits of the number, but tables look
    // at the lowest ones: swapped.
    TSRPC_LAZY_ static constexpr uint64_t mix(uint64_t number) { return __builtin_bswap64(number * 0x9e3779b97f4a7c15); }
    TSRPC_LAZY_ static constexpr size_t fold(uint64_t hash) { return static_cast<size_t>(hash); }
};

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_KEY_HPP
// The messages of ABI 3 as types: one struct a message and direction, one member a field, named as the field is.
// A message with a field left out does not compile: a member whose type has a default value is initialised by a
// constructor that asks for it. `Request::Response` is the message that answers a request.
#ifndef TSRPC_CODEC_MESSAGE_HPP
#define TSRPC_CODEC_MESSAGE_HPP

namespace tsrpc {
inline namespace v0_2_0 {
namespace detail {

/// What initialises a member whose type has a default value: neither a missing argument nor `{}` is taken for one.
template <class Type>
struct Given {
    Given() = delete;

    template <class Argument, typename EnableIf<__is_same(Argument, Type)>::type = 0>
    [[gnu::always_inline]] constexpr Given(const Argument& argument) : value{argument} {}

    const Type& value;
};

template <class Class, class Type>
Type member_type(Type Class::*);

/// A message type's table and members, in the order of their declaration.
template <class MessageType, const Layout& Table, auto... Member>
struct Codec {
    static constexpr const Layout& layout = Table;

    /// One register of a message.
    template <Register Reg>
    [[gnu::always_inline]] static constexpr uint32_t word(const MessageType& message) {
        return (constants_of<Table, Reg> | ... |
                (row_in<Table, Reg, decltype(member_type(Member))>.width != 0
                     ? place<row_in<Table, Reg, decltype(member_type(Member))>>(message.*Member)
                     : 0));
    }
    [[TSRPC_INLINED_]] static constexpr Registers pack(const MessageType& message) {
        if constexpr (TSRPC_COPIES_UUID_AT_ONCE_ && sizeof...(Member) == 1 && has_field(Table, Field::service_uuid)) {
            if (!__builtin_is_constant_evaluated()) {
                return pack_uuid<Table>((message.*Member)...);
            }
        }
        // All words in one initialiser: an array that is filled one word after the other goes through the stack on
        // gcc 12.
        return {{word<W3>(message), word<W4>(message), word<W5>(message), word<W6>(message), word<W7>(message)}};
    }
    [[TSRPC_INLINED_]] static constexpr MessageType read(const Registers& words) {
        return {Read<decltype(member_type(Member))>::template from<Table>(words)...};
    }
    static constexpr bool equal(const MessageType& a, const MessageType& b) {
        return (true && ... && (a.*Member == b.*Member));
    }
};

} // namespace detail

/// GET_VERSION request: has no fields.
struct GetVersionRequest {
    using Response = struct GetVersionResponse;
    using Codec = detail::Codec<GetVersionRequest, layouts::get_version_request>;
};

/// GET_VERSION response. It has no RPC status.
struct GetVersionResponse {
    ProtocolVersion version;

    using Codec = detail::Codec<GetVersionResponse, layouts::get_version_response, &GetVersionResponse::version>;
};

/// RETRIEVE_MEM request: do FFA_MEM_RETRIEVE_REQ with this handle and tag.
struct RetrieveMemRequest {
    MemoryHandle memory_handle;
    MemoryTag memory_tag;

    using Response = struct RetrieveMemResponse;
    using Codec = detail::Codec<RetrieveMemRequest, layouts::retrieve_mem_request, &RetrieveMemRequest::memory_handle,
                                &RetrieveMemRequest::memory_tag>;
};

/// RETRIEVE_MEM response: whether the endpoint has the memory now.
struct RetrieveMemResponse {
    RpcStatus rpc_status;

    RetrieveMemResponse() = delete;
    TSRPC_LAZY_ [[TSRPC_INLINED_]] constexpr RetrieveMemResponse(detail::Given<RpcStatus> status) : rpc_status{status.value} {}

    using Codec = detail::Codec<RetrieveMemResponse, layouts::retrieve_mem_response, &RetrieveMemResponse::rpc_status>;
};

/// RELINQ_MEM request: do FFA_MEM_RELINQUISH with this handle.
struct RelinquishMemRequest {
    MemoryHandle memory_handle;

    using Response = struct RelinquishMemResponse;
    using Codec =
        detail::Codec<RelinquishMemRequest, layouts::relinquish_mem_request, &RelinquishMemRequest::memory_handle>;
};

/// RELINQ_MEM response: whether the endpoint gave the memory up.
struct RelinquishMemResponse {
    RpcStatus rpc_status;

    RelinquishMemResponse() = delete;
    TSRPC_LAZY_ [[TSRPC_INLINED_]] constexpr RelinquishMemResponse(detail::Given<RpcStatus> status) : rpc_status{status.value} {}

    using Codec =
        detail::Codec<RelinquishMemResponse, layouts::relinquish_mem_response, &RelinquishMemResponse::rpc_status>;
};

/// SERVICE_INFO request: which interface id has the service?
struct ServiceInfoRequest {
    Uuid service_uuid;

    ServiceInfoRequest() = delete;
    TSRPC_LAZY_ [[TSRPC_INLINED_]] constexpr ServiceInfoRequest(detail::Given<Uuid> uuid) : service_uuid{uuid.value} {}

    using Response = struct ServiceInfoResponse;
    using Codec = detail::Codec<ServiceInfoRequest, layouts::service_info_request, &ServiceInfoRequest::service_uuid>;
};

/// SERVICE_INFO response. The interface id means something only if the RPC status is SUCCESS; send 0 otherwise (ABI 4).
struct ServiceInfoResponse {
    RpcStatus rpc_status;
    InterfaceId interface_id;
    uint32_t : 24; // g++ copies a class that ends in padding a byte at a time under -mstrict-align

    ServiceInfoResponse() = delete;
    TSRPC_LAZY_ [[TSRPC_INLINED_]] constexpr ServiceInfoResponse(detail::Given<RpcStatus> status, InterfaceId id)
        : rpc_status{status.value}, interface_id{id} {}

    using Codec = detail::Codec<ServiceInfoResponse, layouts::service_info_response, &ServiceInfoResponse::rpc_status,
                                &ServiceInfoResponse::interface_id>;
};

/// A call to a service. A doorbell, a call without shared memory, has handle `no_memory` and request length 0.
struct ServiceCallRequest {
    InterfaceId interface_id;
    Opcode opcode;
    MemoryHandle memory_handle;
    RequestLength request_length;
    ClientId client_id;

    using Response = struct ServiceCallResponse;
    using Codec = detail::Codec<ServiceCallRequest, layouts::service_call_request, &ServiceCallRequest::interface_id,
                                &ServiceCallRequest::opcode, &ServiceCallRequest::memory_handle,
                                &ServiceCallRequest::request_length, &ServiceCallRequest::client_id>;
};

/// The answer to a call: interface id and opcode are the request's. After an RPC error the rest is 0 (ABI 4).
struct ServiceCallResponse {
    InterfaceId interface_id;
    Opcode opcode;
    RpcStatus rpc_status;
    ServiceStatus service_status;
    ResponseLength response_length;

    ServiceCallResponse() = delete;
    TSRPC_LAZY_ [[TSRPC_INLINED_]] constexpr ServiceCallResponse(InterfaceId id, Opcode code, detail::Given<RpcStatus> status,
                                                     ServiceStatus own_status, ResponseLength length)
        : interface_id{id}, opcode{code}, rpc_status{status.value}, service_status{own_status}, response_length{
                                                                                                    length} {}

    using Codec = detail::Codec<ServiceCallResponse, layouts::service_call_response, &ServiceCallResponse::interface_id,
                                &ServiceCallResponse::opcode, &ServiceCallResponse::rpc_status,
                                &ServiceCallResponse::service_status, &ServiceCallResponse::response_length>;
};

/// Messages are equal if all their fields are.
template <class MessageType>
constexpr auto operator==(const MessageType& a, const MessageType& b) -> decltype(MessageType::Codec::equal(a, b)) {
    return MessageType::Codec::equal(a, b);
}
template <class MessageType>
constexpr auto operator!=(const MessageType& a, const MessageType& b) -> decltype(MessageType::Codec::equal(a, b)) {
    return !MessageType::Codec::equal(a, b);
}

/// The five registers of a message, with all its reserved bits 0. Total: every message has an encoding. One of them
/// breaks a MUST all the same, a ServiceCallRequest of `no_memory` with a request length other than 0.
template <class MessageType>
[[nodiscard, gnu::always_inline]] constexpr auto pack(const MessageType& message)
    -> decltype(MessageType::Codec::pack(message)) {
    return MessageType::Codec::pack(message);
}

/// Where a refusal with SUCCESS is refused: a compile-time error for a constant, a trap at run time.
[[noreturn]] inline void success_is_no_refusal() {
    for (;;) {
        TSRPC_TRAP();
    }
}

/// How an endpoint refuses any request: its interface id and opcode, the status, and 0 in every other register (ABI 4).
/// GET_VERSION, whose response has no status, cannot be refused: it is answered. SUCCESS traps.
TSRPC_LAZY_ [[nodiscard, TSRPC_INLINED_]] constexpr Registers reject(const Registers& request, RpcStatus status)
    TSRPC_REFUSES_CONSTANT_(int(status) == int(RpcStatus::success)) {
    if (TSRPC_IS_KNOWN_(status) && int(status) == int(RpcStatus::success)) {
        detail::constant_is_not_allowed();
    }
    if (int(status) == int(RpcStatus::success)) {
        success_is_no_refusal();
    }
    constexpr uint32_t echoed = TSRPC_CONTROL_OPCODE_MASK | TSRPC_CONTROL_INTERFACE_ID_MASK;
    constexpr uint32_t get_version =
        uint32_t{TSRPC_MANAGEMENT_INTERFACE_ID} << TSRPC_CONTROL_INTERFACE_ID_SHIFT | TSRPC_OPCODE_GET_VERSION;
    const uint32_t control = request[W3] & echoed;
    return {{control, control == get_version ? TSRPC_PROTOCOL_VERSION : static_cast<uint32_t>(status), 0, 0, 0}};
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_MESSAGE_HPP
// Lists of the message types, for code that treats all of them alike.
#ifndef TSRPC_CODEC_MESSAGE_LIST_HPP
#define TSRPC_CODEC_MESSAGE_LIST_HPP

namespace tsrpc {
inline namespace v0_2_0 {

/// Types to take apart: `template <class... Type> void f(TypeList<Type...>)`.
template <class... Type>
struct TypeList {};

/// The requests, in the order of `Message`. The response to each is its `Response`.
using RequestTypes =
    TypeList<GetVersionRequest, RetrieveMemRequest, RelinquishMemRequest, ServiceInfoRequest, ServiceCallRequest>;

/// The responses, in the same order.
using ResponseTypes =
    TypeList<GetVersionResponse, RetrieveMemResponse, RelinquishMemResponse, ServiceInfoResponse, ServiceCallResponse>;

/// Both, in the order of `layouts::all`: `Type::Codec::layout` is the table of each.
using MessageTypes =
    TypeList<GetVersionRequest, GetVersionResponse, RetrieveMemRequest, RetrieveMemResponse, RelinquishMemRequest,
             RelinquishMemResponse, ServiceInfoRequest, ServiceInfoResponse, ServiceCallRequest, ServiceCallResponse>;

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_MESSAGE_LIST_HPP
// The front door of an endpoint: any five words in, the registers of the response out.
#ifndef TSRPC_CODEC_SERVE_HPP
#define TSRPC_CODEC_SERVE_HPP

// Five registers to a message: `unpack` holds the sender to every MUST of the ABI, `unpack_lenient` takes what is
// there, as the reference receivers do.
#ifndef TSRPC_CODEC_UNPACK_HPP
#define TSRPC_CODEC_UNPACK_HPP

namespace tsrpc {
inline namespace v0_2_0 {

namespace detail {

struct Unpacker;

/// What `operator->` returns: the message, as long as the expression lasts.
template <class MessageType>
struct Arrow {
    MessageType message;

    constexpr const MessageType* operator->() const { return &message; }
};

} // namespace detail

/// Refuses the message of registers that hold none, as `value_has_no_encoding` refuses numbers.
[[noreturn]] inline void registers_hold_no_message() {
    for (;;) {
        TSRPC_TRAP();
    }
}

/// A message, or why the registers are not one. Test it before you look inside: an empty one has no message (a trap).
template <class MessageType>
class [[nodiscard]] Unpacked {
  public:
    /// Whether there is a message.
    explicit constexpr operator bool() const { return ok_; }

    /// The message.
    [[TSRPC_INLINED_]] constexpr MessageType operator*() const {
        if (!ok_) {
            registers_hold_no_message();
        }
        return MessageType::Codec::read(words_);
    }

    /// A member of the message, `unpacked->rpc_status`: keep no address of it, as the message is gone after that.
    [[TSRPC_INLINED_]] constexpr detail::Arrow<MessageType> operator->() const { return {**this}; }

    /// Every broken rule with its bits, broken SHOULDs and what the lenient form overlooks included. None if `send` of
    /// `transact` brought no response.
    constexpr Violations violations() const {
        Violations violations;
        if (received_) {
            detail::add_broken(violations, MessageType::Codec::layout, words_, request_);
        }
        return violations;
    }

    /// The registers, message or not.
    constexpr const Registers& words() const { return words_; }

    /// The registers of the request that they answer; if that is not known, or if they are a request, the same.
    constexpr const Registers& request() const { return request_; }

  private:
    friend struct detail::Unpacker;
    // Copied word by word: a copy of the whole struct goes through the stack on gcc 12.
    constexpr Unpacked(const Registers& words, const Registers& request, bool ok, bool received)
        : words_{{words[W3], words[W4], words[W5], words[W6], words[W7]}},
          request_{{request[W3], request[W4], request[W5], request[W6], request[W7]}}, ok_{ok}, received_{received} {}

    Registers words_;
    Registers request_;
    bool ok_;
    bool received_;
};

namespace detail {

enum class Strictness : uint8_t { strict, lenient };

/// Reference receivers find the message by interface id and opcode, and look at no reserved bit, flag or echo.
TSRPC_LAZY_ constexpr bool is_held(const Row& row, Strictness strictness) {
    return int(strictness) == int(Strictness::strict)
               ? int(row.rule) != int(Rule::res)
               : int(row.rule) == int(Rule::fixed) && (int(row.field) == int(Field::opcode) || int(row.field) == int(Field::interface_id));
}

/// The bits of a register that must have their constant.
TSRPC_LAZY_ constexpr uint32_t held_bits(const Layout& layout, Register reg, Strictness strictness) {
    uint32_t bits = 0;
    for (const Row row : layout) {
        if (int(row.reg) == int(reg) && !carries_value(row) && is_held(row, strictness)) {
            bits |= mask(row);
        }
    }
    return bits;
}

TSRPC_LAZY_ constexpr uint32_t echoed_bits(const Layout& layout, Register reg, Strictness strictness) {
    uint32_t bits = 0;
    for (const Row row : layout) {
        if (int(row.reg) == int(reg) && int(row.rule) == int(Rule::echo) && is_held(row, strictness)) {
            bits |= mask(row);
        }
    }
    return bits;
}

/// What differs in one register from what the table holds it to.
template <const Layout& Table, Strictness Strict, Register Reg>
[[TSRPC_INLINED_]] constexpr uint32_t difference(const Registers& words, const Registers& request) {
    constexpr uint32_t held = held_bits(Table, Reg, Strict);
    constexpr uint32_t constants = constant_bits(Table, Reg) & held;
    constexpr uint32_t echoed = echoed_bits(Table, Reg, Strict);
    uint32_t bits = 0;
    if constexpr (held != 0) {
        bits |= (words[Reg] & held) ^ constants;
    }
    if constexpr (echoed != 0) {
        bits |= (words[Reg] ^ request[Reg]) & echoed;
    }
    return bits;
}

/// A value that its register's bits can have and its field cannot.
struct Exclusion {
    Register reg;
    uint32_t bits;
    uint32_t value;
};

/// The value that a table excludes: no table has two. If it has none, `bits` is 0.
TSRPC_LAZY_ constexpr Exclusion exclusion(const Layout& layout) {
    for (const Row row : layout) {
        if (carries_value(row) && excluded(row.field) != any) {
            return {row.reg, mask(row), static_cast<uint32_t>(excluded(row.field)) << row.lsb};
        }
    }
    return {W3, 0, 0};
}

template <const Layout& Table>
inline constexpr Exclusion exclusion_of = exclusion(Table);

template <const Layout& Table>
[[TSRPC_INLINED_]] constexpr bool obeys_doorbell_rule(const Registers& words) {
    if constexpr (has_field(Table, Field::request_length)) {
        return pick_wide<Table, Field::memory_handle>(words) != TSRPC_INVALID_MEMORY_HANDLE ||
               pick<Table, Field::request_length>(words) == 0;
    } else {
        return true;
    }
}

template <const Layout& Table, Strictness Strict>
[[TSRPC_INLINED_]] constexpr bool accepts(const Registers& words, const Registers& request) {
    constexpr bool is_overlooked =
        Strict == Strictness::lenient && needs_success(Table, find_part(Table, Field::interface_id, 0));
    constexpr Register status = find_part(Table, Field::rpc_status, 0).reg;
    constexpr bool may_be_doorbell = Strict == Strictness::strict && has_field(Table, Field::request_length);
    // W3, W6, W7, W5, W4: in this order gcc 12 loads two registers with one instruction on aarch64.
    // The excluded value is tested here and not in a function: clang emits a branch otherwise.
    return (difference<Table, Strict, W3>(words, request) | difference<Table, Strict, W6>(words, request) |
            difference<Table, Strict, W7>(words, request) | difference<Table, Strict, W5>(words, request) |
            difference<Table, Strict, W4>(words, request)) == 0 &&
           (exclusion_of<Table>.bits == 0 ||
            (words.words[exclusion_of<Table>.reg] & exclusion_of<Table>.bits) != exclusion_of<Table>.value ||
            (is_overlooked && words.words[status] != TSRPC_RPC_SUCCESS)) &&
           (!may_be_doorbell || obeys_doorbell_rule<Table>(words));
}

/// Alone makes an Unpacked, so that one with a message always holds words that have one.
struct Unpacker {
    template <class MessageType, Strictness Strict>
    [[TSRPC_INLINED_]] static constexpr Unpacked<MessageType> unpack(const Registers& words, const Registers& request,
                                                                     bool received = true) {
        return {words, request, received && accepts<MessageType::Codec::layout, Strict>(words, request), received};
    }
};

} // namespace detail

/// The registers of the request that a response answers, where the request's message is not at hand.
class AnswerTo {
  public:
    // Copied word by word, as in Unpacked.
    [[TSRPC_INLINED_]] explicit constexpr AnswerTo(const Registers& request)
        : request_{{request[W3], request[W4], request[W5], request[W6], request[W7]}} {}

    /// The same registers.
    TSRPC_LAZY_ [[TSRPC_INLINED_]] constexpr const Registers& request() const { return request_; }

  private:
    Registers request_;
};

namespace detail {

template <class MessageType>
inline constexpr bool is_response = MessageType::Codec::layout.direction == Direction::response;

template <class Response, class Request>
inline constexpr bool answers =
    is_response<Response> && !is_response<Request> && Response::Codec::layout.message == Request::Codec::layout.message;

} // namespace detail

/// A request, if the registers break no MUST of its table: fixed values, MBZ bits, value ranges. Broken SHOULDs do not
/// refuse it; `violations()` lists them too.
template <class Request>
[[nodiscard, TSRPC_INLINED_]] constexpr Unpacked<Request> unpack(const Registers& words) {
    static_assert(!detail::is_response<Request>,
                  "a response is held to its request: pass the request too, or say unpack_without_request");
    return detail::Unpacker::unpack<Request, detail::Strictness::strict>(words, words);
}

/// The same for a response, which must also echo its request, a message: `unpack<GetVersionResponse>(words, request)`.
template <class Response, class Request>
[[nodiscard, TSRPC_INLINED_]] constexpr Unpacked<Response> unpack(const Registers& words, const Request& request) {
    static_assert(detail::answers<Response, Request>, "this message is no response to that request");
    return detail::Unpacker::unpack<Response, detail::Strictness::strict>(words, pack(request));
}

/// The same where the request is known by its registers alone: `unpack<GetVersionResponse>(words, AnswerTo{request})`.
template <class Response>
[[nodiscard, TSRPC_INLINED_]] constexpr Unpacked<Response> unpack(const Registers& words, const AnswerTo& to) {
    static_assert(detail::is_response<Response>, "a request answers no other: unpack<...>(words)");
    return detail::Unpacker::unpack<Response, detail::Strictness::strict>(words, to.request());
}

/// Does not compile: which registers are the request's? Say `AnswerTo{request}`.
template <class Response>
Unpacked<Response> unpack(const Registers& words, const Registers& request) = delete;

/// The same for a response whose request is not known: what it should echo is not checked, so it may answer another.
template <class Response>
[[nodiscard, TSRPC_INLINED_]] constexpr Unpacked<Response> unpack_without_request(const Registers& words) {
    static_assert(detail::is_response<Response>, "a request answers no other: unpack<...>(words)");
    return detail::Unpacker::unpack<Response, detail::Strictness::strict>(words, words);
}

/// The message, whatever its flags, SAP bits, reserved bits and echo. Fails only if there is no such message:
/// another interface id or opcode in a request, or a value that the message cannot hold. The interface id of a
/// SERVICE_INFO response means nothing after an RPC error: 0xff is then taken too, and reads as 0.
template <class MessageType>
[[nodiscard, TSRPC_INLINED_]] constexpr Unpacked<MessageType> unpack_lenient(const Registers& words) {
    return detail::Unpacker::unpack<MessageType, detail::Strictness::lenient>(words, words);
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_UNPACK_HPP

namespace tsrpc {
inline namespace v0_2_0 {

namespace detail {

/// The response that refuses a request: all but its interface id, opcode and status is 0 (ABI 4). One template whose
/// values are of dependent types, as clang takes long to check them in functions that are none.
template <class Request, class Response = typename Request::Response>
constexpr Response refusal(const Request& request, RpcStatus status) {
    if constexpr (__is_same(Request, ServiceCallRequest)) {
        return {request.interface_id, request.opcode, status, decltype(Response::service_status){0},
                decltype(Response::response_length){0}};
    } else if constexpr (__is_same(Request, ServiceInfoRequest)) {
        return {status, decltype(Response::interface_id){0}};
    } else {
        return {status};
    }
}

} // namespace detail

/// The response that refuses a request, as the other `reject` refuses its registers. Not of GET_VERSION, whose response
/// has no status.
template <class Request>
[[nodiscard, TSRPC_INLINED_]] constexpr typename Request::Response reject(const Request& request, RpcStatus status)
    TSRPC_REFUSES_CONSTANT_(int(status) == int(RpcStatus::success)) {
    static_assert(!__is_same(Request, GetVersionRequest), "GET_VERSION cannot be refused: answer it");
    if (TSRPC_IS_KNOWN_(status) && int(status) == int(RpcStatus::success)) {
        detail::constant_is_not_allowed();
    }
    if (int(status) == int(RpcStatus::success)) {
        success_is_no_refusal();
    }
    if constexpr (TSRPC_OPTIMISES_) {
        return Request::Response::Codec::read({{pack(request)[W3], static_cast<uint32_t>(status), 0, 0, 0}});
    } else {
        return detail::refusal(request, status);
    }
}

namespace detail {

TSRPC_LAZY_ [[gnu::always_inline]] constexpr Registers refuse(uint32_t control) {
    return {{control, static_cast<uint32_t>(RpcStatus::invalid_value), 0, 0, 0}};
}

/// W4 to W6 of a response, of which an error has nothing but the status.
TSRPC_LAZY_ constexpr Registers answer(uint32_t control, uint32_t status, uint32_t w5, uint32_t w6) {
    if (status != TSRPC_RPC_SUCCESS) {
        return {{control, status, 0, 0, 0}};
    }
    return {{control, status, w5, w6, 0}};
}

template <class Type>
Type declared();

/// What a handler returns for a request: void if it has no overload for it.
template <class Request, class Handler>
auto response_of(Handler& handler, const Request& request) -> decltype(handler(request));
template <class Request>
void response_of(...);

template <class Request, class Handler>
inline constexpr bool
    is_handled = __is_same(decltype(response_of<Request>(declared<Handler&>(), declared<const Request&>())),
                           typename Request::Response);

/// Answers words whose interface id and opcode, `control`, are those of this request.
template <class Request, Strictness Strict, class Handler>
[[TSRPC_INLINED_]] constexpr Registers serve_as(const Registers& words, uint32_t control, Handler& handler) {
    static_assert(is_handled<Request, Handler>,
                  "the handler has no overload for this request that returns its Request::Response");
    if (Strict == Strictness::strict && !accepts<Request::Codec::layout, Strict>(words, words)) {
        return refuse(control);
    }
    if constexpr (is_handled<Request, Handler>) {
        if constexpr (TSRPC_OPTIMISES_) {
            const Registers response = pack(handler(Request::Codec::read(words)));
            if (response[W4] != TSRPC_RPC_SUCCESS) {
                return {{control, response[W4], 0, 0, 0}};
            }
            return {{control, TSRPC_RPC_SUCCESS, response[W5], response[W6], 0}};
        } else {
            using Codec = typename Request::Response::Codec;
            const typename Request::Response response = handler(Request::Codec::read(words));
            return answer(control, Codec::template word<W4>(response), Codec::template word<W5>(response),
                          Codec::template word<W6>(response));
        }
    } else {
        return {};
    }
}

template <Strictness Strict, class Handler>
[[gnu::always_inline]] constexpr Registers serve(const Registers& words, Handler& handler) {
    const uint32_t control = words.words[W3] & (TSRPC_CONTROL_OPCODE_MASK | TSRPC_CONTROL_INTERFACE_ID_MASK);
    if ((words.words[W3] & TSRPC_CONTROL_INTERFACE_ID_MASK) != TSRPC_CONTROL_INTERFACE_ID_MASK) {
        return serve_as<ServiceCallRequest, Strict>(words, control, handler);
    }
    switch (words.words[W3] & TSRPC_CONTROL_OPCODE_MASK) {
    case TSRPC_OPCODE_GET_VERSION: return {{control, TSRPC_PROTOCOL_VERSION, 0, 0, 0}};
    case TSRPC_OPCODE_RETRIEVE_MEM: return serve_as<RetrieveMemRequest, Strict>(words, control, handler);
    case TSRPC_OPCODE_RELINQUISH_MEM: return serve_as<RelinquishMemRequest, Strict>(words, control, handler);
    case TSRPC_OPCODE_SERVICE_INFO: return serve_as<ServiceInfoRequest, Strict>(words, control, handler);
    default: return refuse(control);
    }
}

} // namespace detail

/// Answers any five words as an endpoint does: finds out once which request they are, and calls the handler's overload
/// for it. `handler` has one each for RETRIEVE_MEM, RELINQ_MEM, SERVICE_INFO and a service call, which returns its
/// response. Of that, interface id and opcode are always sent as the request has them, and all but the status as 0 if
/// that is not SUCCESS. What breaks a MUST, and a management opcode that no message has, is rejected with INVALID_VALUE
/// (ABI 4). GET_VERSION, which has one answer and cannot be refused, is answered.
template <class Handler>
[[nodiscard, TSRPC_INLINED_]] constexpr Registers serve(const Registers& words, Handler&& handler) {
    return detail::serve<detail::Strictness::strict>(words, handler);
}

/// The same as the reference endpoint does it, which unpacks as `unpack_lenient` does: only the management opcodes that
/// no message has are rejected.
template <class Handler>
[[nodiscard, TSRPC_INLINED_]] constexpr Registers serve_lenient(const Registers& words, Handler&& handler) {
    return detail::serve<detail::Strictness::lenient>(words, handler);
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_SERVE_HPP
// The front door of a caller: a request out, its response in.
#ifndef TSRPC_CODEC_TRANSACT_HPP
#define TSRPC_CODEC_TRANSACT_HPP

namespace tsrpc {
inline namespace v0_2_0 {

/// Sends a request, and holds the response to it as `unpack` does. `send` is called with the request's registers, a
/// `Registers&`, and leaves those of the response there. It returns true, or false if there is no response: then the
/// result has neither a message nor violations. Why there is none, `send` keeps or logs itself.
template <class Request, class Send>
[[nodiscard, TSRPC_INLINED_]] constexpr Unpacked<typename Request::Response> transact(Send&& send,
                                                                                      const Request& request) {
    using Response = typename Request::Response;
    Registers words = pack(request);
    static_assert(__is_same(decltype(send(words)), bool),
                  "send says whether there is a response by a bool: an error code of 0 would be false");
    const bool received = send(words);
    return detail::Unpacker::unpack<Response, detail::Strictness::strict>(words, pack(request), received);
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_TRANSACT_HPP

#endif // TSRPC_CODEC_HPP
