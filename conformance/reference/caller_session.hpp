// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_CALLER_SESSION_HPP
#define TSRPC_CONFORMANCE_REFERENCE_CALLER_SESSION_HPP

#include "conformance/reference/caller_memory.hpp"
#include "conformance/reference/channel.hpp"
#include "conformance/reference/expected.hpp"

#include <cstdint>
#include <optional>
#include <span>

namespace tsrpc {

/// What a service answered.
struct Served {
    EndpointId endpoint_id;
    ServiceStatus service_status;      ///< the service's own; most services have 0 for success
    std::span<const uint8_t> response; ///< in the call's memory, until the next call with it or its end

    /// A service status other than 0, as an error of the service.
    std::optional<CallerError> failure() const {
        if (service_status == ServiceStatus{0}) {
            return std::nullopt;
        }
        return CallerError{Step::service_call, endpoint_id, service_status};
    }
};

/// A service of an endpoint. It ends when it goes out of scope: nothing is said over the wire then (ABI 5).
class Session {
  public:
    /// What `Caller::open` and `Caller::find_service` do. RPC status NOT_FOUND: the endpoint does not have the service.
    static Expected<Session> open(const Channel& channel, const Uuid& service_uuid);

    EndpointId endpoint_id() const { return channel_.endpoint_id(); }

    /// Zeroed memory of at least `size` bytes, 1 to 2^32 - 1, for calls of all sessions with this endpoint.
    Expected<Memory> allocate(uint64_t size) const { return Memory::allocate(channel_, size); }

    /// One service call, with the first `request_length` bytes of the memory for a request.
    Expected<Served> call(Opcode opcode, Memory& memory, uint64_t request_length) const;

    /// A call without memory, a doorbell. ABI 3 says that its length is 0; another is sent as given.
    Expected<Served> ring(Opcode opcode, RequestLength request_length = RequestLength{0}) const;

  private:
    Session(const Channel& channel, InterfaceId interface_id) : channel_{channel}, interface_id_{interface_id} {}

    Expected<Served> invoke(Opcode opcode, MemoryHandle handle, RequestLength request_length,
                            std::span<const uint8_t> memory) const;

    Channel channel_;
    InterfaceId interface_id_;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_CALLER_SESSION_HPP
