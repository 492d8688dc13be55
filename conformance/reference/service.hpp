// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_SERVICE_HPP
#define TSRPC_CONFORMANCE_REFERENCE_SERVICE_HPP

#include "tsrpc/codec.hpp"

#include <cstdint>
#include <span>

namespace tsrpc {

/// A service call that the endpoint has found in order.
struct ServiceCall {
    EndpointId sender_id;
    ServiceCallRequest request;
    std::span<uint8_t> memory; ///< request in, response out; at least the request length; empty for a doorbell
};

/// A service's answer. Unless the RPC status is SUCCESS the rest does not reach the caller (ABI 4).
struct ServiceResult {
    RpcStatus rpc_status;
    ServiceStatus service_status;
    ResponseLength response_length; ///< within the memory
};

/// Answers calls that the service does not know or cannot parse with an RPC status other than SUCCESS (ABI 4).
using ServiceHandler = ServiceResult (*)(const ServiceCall& call);

/// A service as an endpoint hosts it.
struct Service {
    Uuid uuid;
    InterfaceId interface_id;
    ServiceHandler handler;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_SERVICE_HPP
