// SPDX-License-Identifier: BSD-3-Clause
//
// What is said to a target: commands, and what a caller asks while it works on one. docs/target-protocol.md has the
// same as lines of text.
#ifndef TSRPC_CONFORMANCE_PROTOCOL_COMMAND_HPP
#define TSRPC_CONFORMANCE_PROTOCOL_COMMAND_HPP

#include "conformance/protocol/spmc_event.hpp"
#include "tsrpc/codec.hpp"

#include <cstdint>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

namespace tsrpc::conformance {

/// Of docs/target-protocol.md.
inline constexpr uint32_t target_protocol_version = 2;

// --- to every target -------------------------------------------------------------------------------------------------

/// Comes first. A further one starts anew: whatever can be reset is as after boot.
struct Hello {
    uint32_t version = target_protocol_version;
    friend bool operator==(const Hello&, const Hello&) = default;
};

/// The SP or caller is as after boot; nothing is shared, nothing refused.
struct Reset {
    friend bool operator==(const Reset&, const Reset&) = default;
};

/// The SP or caller is ended in an orderly way.
struct Bye {
    friend bool operator==(const Bye&, const Bye&) = default;
};

/// The bytes of shared memory that the side which the runner plays sees: the owner, or for a caller the endpoint.
struct Read {
    uint64_t handle;
    uint64_t offset;
    uint64_t length; ///< bytes, `most_bytes` at most
    friend bool operator==(const Read&, const Read&) = default;
};

struct Write {
    uint64_t handle;
    uint64_t offset;
    std::vector<uint8_t> bytes;
    friend bool operator==(const Write&, const Write&) = default;
};

// --- to an SP and its SPMC -------------------------------------------------------------------------------------------

/// One FFA_MSG_SEND_DIRECT_REQ32.
struct Call {
    uint16_t sender;
    Registers request; ///< W3..W7
    friend bool operator==(const Call&, const Call&) = default;
};

/// FFA_MEM_SHARE of zeroed memory with the SP.
struct Share {
    uint16_t owner;
    uint64_t size; ///< bytes, whole pages
    uint64_t tag;
    std::optional<uint64_t> handle; ///< nothing: the target chooses
    friend bool operator==(const Share&, const Share&) = default;
};

/// FFA_MEM_RECLAIM.
struct Reclaim {
    uint16_t owner;
    uint64_t handle;
    friend bool operator==(const Reclaim&, const Reclaim&) = default;
};

/// The SPMC answers the SP's next `count` calls of `operation` with `error`, and does nothing. 0 lifts it.
struct Refuse {
    SpmcOperation operation; ///< retrieve or relinquish
    int32_t error;           ///< a TSRPC_FFA_ error
    uint32_t count;
    friend bool operator==(const Refuse&, const Refuse&) = default;
};

// --- to a caller, one for each function of tsrpc_caller_plugin ------------------------------------------------------

/// The commands that follow are for that caller: the first is 0, and one that is not there is created. Bye and Reset
/// are for it alone.
struct Select {
    uint32_t caller; ///< less than `callers` of the greeting
    friend bool operator==(const Select&, const Select&) = default;
};

struct Open {
    uint16_t endpoint;
    Uuid service;
    friend bool operator==(const Open&, const Open&) = default;
};

struct Close {
    uint32_t session;
    friend bool operator==(const Close&, const Close&) = default;
};

struct Alloc {
    uint32_t session;
    uint64_t size; ///< bytes
    friend bool operator==(const Alloc&, const Alloc&) = default;
};

struct Free {
    uint32_t memory;
    friend bool operator==(const Free&, const Free&) = default;
};

struct Invoke {
    uint32_t session;
    uint16_t opcode;
    uint32_t memory; ///< 0: none
    uint32_t request_length;
    friend bool operator==(const Invoke&, const Invoke&) = default;
};

/// The bytes that the caller's user sees at a memory's base.
struct Load {
    uint32_t memory;
    uint64_t offset;
    uint64_t length; ///< bytes, `most_bytes` at most
    friend bool operator==(const Load&, const Load&) = default;
};

struct Store {
    uint32_t memory;
    uint64_t offset;
    std::vector<uint8_t> bytes;
    friend bool operator==(const Store&, const Store&) = default;
};

using Command = std::variant<Hello, Reset, Bye, Read, Write, Call, Share, Reclaim, Refuse, Select, Open, Close, Alloc,
                             Free, Invoke, Load, Store>;

/// The command's word in a line: "call", "share".
std::string_view name(const Command& command);

/// Whether a command has that word.
bool is_command_name(std::string_view word);

// --- what a caller asks its FF-A driver for, while it works on a command --------------------------------------------

struct PartitionIds {
    Uuid protocol;
    uint32_t capacity;
    friend bool operator==(const PartitionIds&, const PartitionIds&) = default;
};

/// One FFA_MSG_SEND_DIRECT_REQ32.
struct Send {
    uint16_t endpoint;
    Registers request; ///< W3..W7
    friend bool operator==(const Send&, const Send&) = default;
};

struct FfaShare {
    uint16_t endpoint;
    uint64_t base; ///< the caller's address of the pages, so that overlaps can be seen
    uint64_t size; ///< bytes
    friend bool operator==(const FfaShare&, const FfaShare&) = default;
};

struct FfaReclaim {
    uint64_t handle;
    friend bool operator==(const FfaReclaim&, const FfaReclaim&) = default;
};

using Ask = std::variant<PartitionIds, Send, FfaShare, FfaReclaim>;

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_PROTOCOL_COMMAND_HPP
