// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_CALLER_HPP
#define TSRPC_CONFORMANCE_REFERENCE_CALLER_HPP

#include "tsrpc/codec.hpp"
#include "tsrpc/plugin.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>

namespace tsrpc {

/// A conforming caller: ABI 5, with the Linux driver's errors. Functions return 0 or an errno value: EINVAL, ENODEV, or
/// ENOMEM where the host has no memory to share. A failed direct request is EINVAL.
class Caller {
  public:
    /// Probes every endpoint that has the protocol UUID and keeps those that speak version 1. `ffa` must outlive the
    /// caller.
    explicit Caller(const tsrpc_ffa& ffa);

    /// Frees all memory.
    ~Caller();
    Caller(const Caller&) = delete;
    Caller& operator=(const Caller&) = delete;

    /// Whether the probe has found an endpoint.
    bool has_endpoint() const { return !endpoints_.empty(); }

    /// ENODEV: no such endpoint, or it refuses the service. EINVAL: an answer that no interface id can be.
    int32_t open_session(EndpointId endpoint_id, const Uuid& service_uuid, uint32_t* session);

    /// EINVAL: unknown session.
    int32_t close_session(uint32_t session);

    /// Zeroed memory of `size` bytes, rounded up to whole pages, for all sessions with the session's endpoint.
    /// `*memory` is never 0. EINVAL: unknown session, a size of 0 or over 32 bits, or FF-A or the endpoint refuses.
    int32_t alloc_memory(uint32_t session, uint64_t size, uint32_t* memory, void** base, uint64_t* actual_size);

    /// EINVAL: unknown memory, or the endpoint or FF-A refuses; the memory then stays.
    int32_t free_memory(uint32_t memory);

    /// One service call; memory 0 is none. EINVAL: unknown session, no memory of its endpoint, a request or response
    /// over the memory, or an RPC error.
    int32_t invoke(uint32_t session, Opcode opcode, uint32_t memory, RequestLength request_length,
                   uint32_t* service_status, uint32_t* response_length);

  private:
    struct alignas(TSRPC_PAGE_SIZE) Page {
        uint8_t bytes[TSRPC_PAGE_SIZE];
    };
    struct Session {
        EndpointId endpoint_id;
        InterfaceId interface_id;
    };
    struct Memory {
        EndpointId endpoint_id;
        MemoryHandle handle;
        std::unique_ptr<Page[]> pages;
        uint64_t size;
        bool relinquished = false; ///< by the endpoint, and not reclaimed yet
    };

    std::optional<Registers> send(EndpointId endpoint_id, const Registers& request);
    template <class Response, class Request>
    std::optional<Response> ask(EndpointId endpoint_id, const Request& request);

    void probe(EndpointId endpoint_id);

    /// Of pages that the endpoint may still write to: nobody else may have them.
    static void keep_for_ever(std::unique_ptr<Page[]> pages);
    int32_t unshare(Memory& memory);

    const tsrpc_ffa& ffa_;
    std::set<EndpointId> endpoints_;
    std::map<uint32_t, Session> sessions_;
    std::map<uint32_t, Memory> memories_;
    uint32_t last_session_ = 0;
    uint32_t last_memory_ = 0;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_CALLER_HPP
