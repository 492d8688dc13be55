// SPDX-License-Identifier: BSD-3-Clause
//
// What a conversation tells of a caller: its sessions, its memories, what it shares with whom, and what endpoints have
// told it. Pure: the state after an exchange is a function of the state before and of the exchange.
#ifndef TSRPC_CONFORMANCE_CALLER_STATE_HPP
#define TSRPC_CONFORMANCE_CALLER_STATE_HPP

#include "conformance/protocol/trace.hpp"
#include "tsrpc/codec.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>

namespace tsrpc::conformance {

/// An open session.
struct Session {
    uint16_t endpoint;
    std::string service; ///< its UUID
};

/// Memory that the caller has given its user, until the user gives it back, whatever the caller makes of that.
struct Memory {
    uint16_t endpoint;
    uint32_t session;         ///< on which it was allocated
    uint64_t base;            ///< the user's address
    uint64_t size;            ///< bytes, as the caller says
    bool may_be_gone = false; ///< its session was closed: a caller may free it then, or keep it
};

/// Whether an endpoint has memory retrieved, as far as its caller was told.
enum class Retrieved : uint8_t {
    no,
    yes,
    unsure, ///< FF-A failed, or the answer was no valid frame: a caller may believe it or not
};

/// Pages that the caller shares with an endpoint: from FFA_MEM_SHARE until FFA_MEM_RECLAIM succeeds.
struct CallerShare {
    static constexpr uint32_t nobody = ~0u;

    uint32_t caller; ///< whose they are, where several live; nobody's if that one has ended
    uint16_t endpoint;
    uint64_t base; ///< the caller's address
    uint64_t size; ///< bytes
    Retrieved held = Retrieved::no;
    bool was_refused = false; ///< the endpoint or FF-A did not give it back when it should
};

struct CallerState {
    uint32_t caller = 0;          ///< as Select has it
    std::set<uint16_t> endpoints; ///< that have the protocol UUID
    std::set<uint16_t> version_1; ///< endpoints that have answered it
    /// All W5 of SERVICE_INFO with SUCCESS, by endpoint and service: a caller may keep what it has, or ask again.
    std::map<std::pair<uint16_t, std::string>, std::set<uint32_t>> interface_ids;
    std::map<uint32_t, Session> sessions; ///< by the caller's ids
    std::map<uint32_t, Memory> memories;
    std::map<uint64_t, CallerShare> shares; ///< of all callers, by handle

    const Session* find_session(uint32_t id) const;       ///< null: it is closed
    const Memory* find_memory(uint32_t id) const;         ///< null: it was freed
    const CallerShare* find_share(uint64_t handle) const; ///< null: it is not this caller's

    /// Whether the endpoint is known to speak version 1.
    bool speaks_version_1(uint16_t endpoint) const { return version_1.contains(endpoint); }
};

/// The state in which a caller is created: it knows nothing, but what was shared may be so still.
CallerState as_created(CallerState state);

/// The state after an ask was granted, in the middle of a command.
CallerState next(CallerState state, const Asked& asked);

/// The state after an exchange, asks included.
CallerState next(CallerState state, const Said& said);

/// Whether an ask is a request with that message.
bool is_request(const Ask& ask, Message message);

/// What a response says of how the request went: the RPC status, or nothing where FF-A failed.
std::optional<RpcStatus> rpc_status(const Granted& granted);

/// Whether FF-A says that a message was not delivered, so that it may be sent again.
bool was_not_delivered(const Granted& granted);

/// Whether `size` bytes at `base` have a byte of the others.
bool overlap(uint64_t base, uint64_t size, uint64_t other_base, uint64_t other_size);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_CALLER_STATE_HPP
