// SPDX-License-Identifier: BSD-3-Clause
//
// What a target says: the reply to a command, and what is said to a caller's asks.
#ifndef TSRPC_CONFORMANCE_PROTOCOL_REPLY_HPP
#define TSRPC_CONFORMANCE_PROTOCOL_REPLY_HPP

#include "conformance/protocol/spmc_event.hpp"
#include "tsrpc/codec.hpp"

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

namespace tsrpc::conformance {

/// Whose implementation a target holds.
enum class TargetRole : uint8_t { sp, caller };

/// What a target is and can do: its answer to Hello.
struct Greeting {
    uint32_t version = 0;
    TargetRole role = TargetRole::sp;
    uint16_t own_id = 0;           ///< FF-A id of the SP or caller
    std::vector<uint16_t> senders; ///< the ids that requests can come from; empty: any but `own_id`
    bool any_words = false;        ///< any request can be sent; else SERVICE_INFO and service calls alone
    bool has_memory = false;       ///< Share, Reclaim, Read, Write
    bool takes_handles = false;    ///< Share has the handle that it names; else the target chooses
    bool can_reset = false;        ///< Reset and Hello boot the SP or caller
    bool shows_events = false;     ///< all SPMC events are told
    bool can_refuse = false;       ///< Refuse
    uint32_t callers = 1;          ///< that can live at once: Select
    uint32_t ahead = 1;            ///< commands that may be sent before their replies are read
    std::string name;

    friend bool operator==(const Greeting&, const Greeting&) = default;
};

/// Done; there is nothing to tell.
struct Ok {
    friend bool operator==(const Ok&, const Ok&) = default;
};

/// W3..W7 of a direct response.
struct Response {
    Registers words;
    friend bool operator==(const Response&, const Response&) = default;
};

struct Shared {
    uint64_t handle;
    bool retrieved = false; ///< sharing and retrieving are one there, as for the users of a driver
    friend bool operator==(const Shared&, const Shared&) = default;
};

struct Bytes {
    std::vector<uint8_t> bytes;
    friend bool operator==(const Bytes&, const Bytes&) = default;
};

struct Opened {
    uint32_t session;
    friend bool operator==(const Opened&, const Opened&) = default;
};

struct Allocated {
    uint32_t memory;
    uint64_t base; ///< the address that the user gets; 0: null
    uint64_t size; ///< bytes
    friend bool operator==(const Allocated&, const Allocated&) = default;
};

struct Invoked {
    uint32_t service_status;
    uint32_t response_length;
    friend bool operator==(const Invoked&, const Invoked&) = default;
};

/// The answer to PartitionIds.
struct Ids {
    std::vector<uint16_t> ids;
    friend bool operator==(const Ids&, const Ids&) = default;
};

/// FF-A refused.
struct FfaError {
    int32_t code; ///< negative, a TSRPC_FFA_ error
    friend bool operator==(const FfaError&, const FfaError&) = default;
};

/// A caller's function returned an error.
struct Failed {
    int32_t code;       ///< not 0
    bool wrote = false; ///< though outputs are for success alone
    friend bool operator==(const Failed&, const Failed&) = default;
};

/// This target cannot express the command. Nothing has changed.
struct Cannot {
    std::string why;
    friend bool operator==(const Cannot&, const Cannot&) = default;
};

using Result =
    std::variant<Ok, Greeting, Response, Shared, Bytes, Opened, Allocated, Invoked, FfaError, Failed, Cannot>;

/// The reply to one command.
struct Reply {
    std::vector<SpmcEvent> events; ///< what the SP asked of its SPMC since the reply before, oldest first
    Result result;
    friend bool operator==(const Reply&, const Reply&) = default;
};

/// What a caller's ask gets.
using Granted = std::variant<Ok, Ids, Response, Shared, FfaError>;

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_PROTOCOL_REPLY_HPP
