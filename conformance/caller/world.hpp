// SPDX-License-Identifier: BSD-3-Clause
//
// The other side of a caller: its FF-A driver, and every endpoint. It tells the truth unless a test has it lie.
#ifndef TSRPC_CONFORMANCE_CALLER_WORLD_HPP
#define TSRPC_CONFORMANCE_CALLER_WORLD_HPP

#include "conformance/caller/state.hpp"

#include <cstdint>
#include <functional>
#include <vector>

namespace tsrpc::conformance {

struct EndpointService {
    Uuid uuid;
    uint8_t interface_id;
};

/// An endpoint with the TS-RPC protocol UUID.
struct Endpoint {
    uint16_t id;
    std::vector<EndpointService> services;
    uint32_t version = TSRPC_PROTOCOL_VERSION;
};

/// What is granted instead of the truth.
using Script = std::function<Granted(const Ask& ask, const Granted& truth)>;

struct World {
    std::vector<Endpoint> endpoints;
    uint32_t service_status = 0; ///< of calls
    Script script;               ///< empty: the truth
    bool scribbles = false;      ///< endpoints write to all memory that they have, whenever they are asked something
    std::vector<uint64_t> handles{}; ///< of what is shared first; then others
    uint64_t shares = 0;             ///< so many regions were shared, each under a handle of its own
};

/// Two endpoints, each with the test service and another one, of other interface ids.
World usual_world();

/// What a conforming other side grants. A service call is answered with as many bytes as it has.
Granted truth(const World& world, const CallerState& state, const Ask& ask);

/// The truth, but for requests with that message, which get `granted`; `times` of them at most.
Script answer(Message message, Granted granted, unsigned times = ~0u);

/// The truth, but for shares or reclaims, which FF-A refuses.
Script refuse_shares(int32_t error);
Script refuse_reclaims(int32_t error);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_CALLER_WORLD_HPP
