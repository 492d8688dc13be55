// SPDX-License-Identifier: BSD-3-Clause
//
// One endpoint as a caller reaches it. Sessions and memory are made of it; an application does not need it itself.
#ifndef TSRPC_CONFORMANCE_REFERENCE_CHANNEL_HPP
#define TSRPC_CONFORMANCE_REFERENCE_CHANNEL_HPP

#include "conformance/reference/expected.hpp"
#include "tsrpc/codec.hpp"
#include "tsrpc/plugin.h"

#include <cstdint>
#include <optional>

namespace tsrpc {

/// An endpoint behind an FF-A driver. A value.
class Channel {
  public:
    /// `ffa` must outlive all copies.
    Channel(const tsrpc_ffa& ffa, EndpointId endpoint_id) : ffa_{&ffa}, endpoint_id_{endpoint_id} {}

    EndpointId endpoint_id() const { return endpoint_id_; }

    /// One direct request: its response, or FF-A's error.
    Expected<Registers> send(Step step, const Registers& request) const;

    /// The same for messages. Read leniently, as the known callers do. Where the response has an RPC status, any but
    /// SUCCESS is an error.
    template <class Response, class Request>
    Expected<Response> ask(Step step, const Request& request) const {
        const Expected<Registers> words = send(step, pack(request));
        if (!words) {
            return words.error();
        }
        return read(step, unpack_lenient<Response>(*words));
    }

    /// What a response says.
    template <class Response>
    Expected<Response> read(Step step, const Unpacked<Response>& unpacked) const {
        if (!unpacked) {
            return error(step, AnswerFault::malformed);
        }
        const Response response = *unpacked;
        if constexpr (requires { response.rpc_status; }) {
            if (response.rpc_status != RpcStatus::success) {
                return error(step, response.rpc_status);
            }
        }
        return response;
    }

    /// FFA_MEM_SHARE of `size` bytes, whole pages, at `base`.
    Expected<MemoryHandle> share(void* base, uint64_t size) const;

    /// FFA_MEM_RECLAIM: an error, or nothing.
    std::optional<CallerError> reclaim(MemoryHandle handle) const;

    /// An error that this endpoint is concerned with.
    CallerError error(Step step, const CallerError::Cause& cause) const { return {step, endpoint_id_, cause}; }

    /// The same endpoint behind the same driver.
    friend bool operator==(const Channel&, const Channel&) = default;

  private:
    const tsrpc_ffa* ffa_;
    EndpointId endpoint_id_;
};

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_CHANNEL_HPP
