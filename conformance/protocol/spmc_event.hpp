// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_PROTOCOL_SPMC_EVENT_HPP
#define TSRPC_CONFORMANCE_PROTOCOL_SPMC_EVENT_HPP

#include <cstdint>

namespace tsrpc {

/// FF-A's memory management calls: by the owner (share, reclaim) and by the SP (retrieve, relinquish).
enum class SpmcOperation : uint8_t { share, retrieve, relinquish, reclaim };

/// One memory management call as the SPMC saw it.
struct SpmcEvent {
    SpmcOperation operation;
    uint16_t sender_id; ///< the owner; of a relinquish, whose call does not name it, the region's or 0
    uint64_t handle;
    uint64_t tag;   ///< of a share or retrieve, else 0
    int32_t result; ///< 0 or a TSRPC_FFA_ error

    friend bool operator==(const SpmcEvent&, const SpmcEvent&) = default;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_PROTOCOL_SPMC_EVENT_HPP
