// SPDX-License-Identifier: BSD-3-Clause
//
// Why a caller did not get what it asked for: which layer failed, in which step, and what that layer said.
#ifndef TSRPC_CONFORMANCE_REFERENCE_CALLER_ERROR_HPP
#define TSRPC_CONFORMANCE_REFERENCE_CALLER_ERROR_HPP

#include "tsrpc/codec.hpp"
#include "tsrpc/plugin.h"

#include <cstdint>
#include <optional>
#include <string>
#include <variant>

namespace tsrpc {

/// What a caller does, from the first question on (ABI 5).
enum class Step : uint8_t {
    find_endpoints, ///< FFA_PARTITION_INFO_GET
    get_version,
    service_info,
    share, ///< FFA_MEM_SHARE
    retrieve_mem,
    service_call,
    relinquish_mem,
    reclaim, ///< FFA_MEM_RECLAIM
};

/// In this process: nothing was asked of FF-A.
enum class LocalFault : uint8_t {
    interface_version, ///< the tsrpc_ffa has another abi_version
    no_endpoint,       ///< FF-A names no endpoint of the protocol
    unusable_endpoint, ///< none of `Caller::endpoints()`
    bad_size,          ///< memory of 0 bytes, or of 4 GiB and more
    no_host_memory,    ///< the host has no pages to share
    other_endpoint,    ///< the memory is shared with another endpoint than the session's, or through another driver
    given_back,        ///< the memory was moved away, or the endpoint has relinquished it
    long_request,      ///< the request is longer than the memory
};

/// FF-A's error codes (plugin.h). An open set: any other 32-bit value is kept as it is.
enum class FfaStatus : int32_t {
    not_supported = TSRPC_FFA_NOT_SUPPORTED,
    invalid_parameters = TSRPC_FFA_INVALID_PARAMETERS,
    no_memory = TSRPC_FFA_NO_MEMORY,
    busy = TSRPC_FFA_BUSY, ///< a direct request was not delivered, and may be sent again
    interrupted = TSRPC_FFA_INTERRUPTED,
    denied = TSRPC_FFA_DENIED,
    retry = TSRPC_FFA_RETRY, ///< as busy
    aborted = TSRPC_FFA_ABORTED,
};

/// FF-A's name of a status ("BUSY"), or null for one that it does not define.
const char* name(FfaStatus status);

/// The endpoint answered, and a conforming endpoint answers otherwise.
enum class AnswerFault : uint8_t {
    malformed,     ///< a value that its field cannot have (ABI 3)
    version,       ///< a protocol version other than 1
    interface_id,  ///< 0xff, which is no service, or more than 8 bits (ABI 5)
    long_response, ///< the response is longer than the memory
};

/// Where a call can fail, top down.
enum class Layer : uint8_t {
    local,   ///< in this process
    ffa,     ///< FF-A did not deliver, share or reclaim
    rpc,     ///< the endpoint refused, or could not deliver to the service
    answer,  ///< the endpoint's answer cannot be used
    service, ///< the service was called, and says itself that it failed
};

/// One error.
struct CallerError {
    /// What the layer said. In the order of `Layer`. An RPC status is any but SUCCESS, a service status any but 0.
    using Cause = std::variant<LocalFault, FfaStatus, RpcStatus, AnswerFault, ServiceStatus>;

    Step step;
    std::optional<EndpointId> endpoint_id; ///< none where no endpoint is concerned
    Cause cause;

    Layer layer() const { return static_cast<Layer>(cause.index()); }

    /// Whether this is the cause: `error.is(RpcStatus::not_found)`.
    template <class T>
    bool is(T value) const {
        const T* const own = std::get_if<T>(&cause);
        return own != nullptr && *own == value;
    }

    friend bool operator==(const CallerError&, const CallerError&) = default;
};

/// For a log: "endpoint 0x8001: RETRIEVE_MEM: RPC status -3 (NOT_FOUND)".
std::string to_text(const CallerError& error);

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_CALLER_ERROR_HPP
