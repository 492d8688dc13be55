// SPDX-License-Identifier: BSD-3-Clause
//
// A conforming caller, for applications: ABI 5. docs/calling-a-service.md is the guide.
//
// One rule of lifetime: the tsrpc_ffa, and what it leads to, outlives callers, sessions and memory. These do not need
// each other, and share no state: they can be used from several threads, each from one at a time, if the driver can.
#ifndef TSRPC_CONFORMANCE_REFERENCE_CALLER_HPP
#define TSRPC_CONFORMANCE_REFERENCE_CALLER_HPP

#include "conformance/reference/caller_error.hpp"
#include "conformance/reference/caller_session.hpp"
#include "conformance/reference/expected.hpp"
#include "tsrpc/codec.hpp"
#include "tsrpc/plugin.h"

#include <optional>
#include <span>
#include <vector>

namespace tsrpc {

/// Finds services.
class Caller {
  public:
    /// Asks every endpoint that has the protocol UUID for its version.
    explicit Caller(const tsrpc_ffa& ffa);

    /// Those that speak version 1, in FF-A's order. No other is sent anything more.
    std::span<const EndpointId> endpoints() const { return endpoints_; }

    /// Why each other endpoint is unusable, in FF-A's order; or why there is none at all.
    std::span<const CallerError> unusable() const { return unusable_; }

    /// Opens a session with a service of that endpoint.
    Expected<Session> open(EndpointId endpoint_id, const Uuid& service_uuid) const;

    /// Opens a session with a service of the first endpoint that has it. If none has: the first error that is not RPC
    /// status NOT_FOUND; else NOT_FOUND; and if no endpoint could be asked, the first of `unusable()`.
    Expected<Session> find_service(const Uuid& service_uuid) const;

  private:
    std::optional<CallerError> probe(EndpointId endpoint_id) const;

    const tsrpc_ffa& ffa_;
    std::vector<EndpointId> endpoints_;
    std::vector<CallerError> unusable_;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_CALLER_HPP
