// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_ENDPOINT_HPP
#define TSRPC_CONFORMANCE_REFERENCE_ENDPOINT_HPP

#include "conformance/reference/service.hpp"
#include "tsrpc/plugin.h"

#include <cstddef>
#include <span>
#include <vector>

namespace tsrpc {

/// A conforming endpoint: ABI 2 to 4, with the reference endpoint's statuses. It ignores reserved bits, flags and SAP
/// bits of requests, as reference receivers do, and sends 0 there.
class Endpoint {
  public:
    static constexpr size_t default_slot_count = 16;

    /// `spmc` must outlive the endpoint. `services` have different UUIDs and interface ids. `slot_count`: how many
    /// regions it can have retrieved at a time, all callers together.
    Endpoint(const tsrpc_spmc& spmc, std::span<const Service> services, size_t slot_count = default_slot_count);
    Endpoint(const Endpoint&) = delete;
    Endpoint& operator=(const Endpoint&) = delete;

    /// Answers one direct request.
    Registers direct_request(EndpointId sender_id, const Registers& request);

  private:
    /// One retrieved region. It belongs to the (caller, endpoint) pair (ABI 3).
    struct Slot {
        EndpointId sender_id;
        MemoryHandle handle;
        std::span<uint8_t> memory;
    };
    using Slots = std::vector<Slot>;

    RpcStatus retrieve_mem(EndpointId sender_id, const RetrieveMemRequest& request);
    RpcStatus relinquish_mem(EndpointId sender_id, const RelinquishMemRequest& request);
    Registers service_info(const Registers& words) const;
    Registers service_call(EndpointId sender_id, const Registers& words);

    Slots::iterator find_slot(EndpointId sender_id, MemoryHandle handle);

    const tsrpc_spmc& spmc_;
    std::vector<Service> services_;
    Slots slots_; ///< the used ones
    size_t slot_count_;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_ENDPOINT_HPP
