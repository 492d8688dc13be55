// SPDX-License-Identifier: BSD-3-Clause
//
// The front door of an endpoint: any five words in, the registers of the response out.
#ifndef TSRPC_CODEC_SERVE_HPP
#define TSRPC_CODEC_SERVE_HPP

#include "tsrpc/codec/unpack.hpp"

namespace tsrpc {
inline namespace v0_2_0 {

namespace detail {

/// The response that refuses a request: all but its interface id, opcode and status is 0 (ABI 4). One template whose
/// values are of dependent types, as clang takes long to check them in functions that are none.
template <class Request, class Response = typename Request::Response>
constexpr Response refusal(const Request& request, RpcStatus status) {
    if constexpr (__is_same(Request, ServiceCallRequest)) {
        return {request.interface_id, request.opcode, status, decltype(Response::service_status){0},
                decltype(Response::response_length){0}};
    } else if constexpr (__is_same(Request, ServiceInfoRequest)) {
        return {status, decltype(Response::interface_id){0}};
    } else {
        return {status};
    }
}

} // namespace detail

/// The response that refuses a request, as the other `reject` refuses its registers. Not of GET_VERSION, whose response
/// has no status.
template <class Request>
[[nodiscard, TSRPC_INLINED_]] constexpr typename Request::Response reject(const Request& request, RpcStatus status)
    TSRPC_REFUSES_CONSTANT_(status == RpcStatus::success) {
    static_assert(!__is_same(Request, GetVersionRequest), "GET_VERSION cannot be refused: answer it");
    if (TSRPC_IS_KNOWN_(status) && status == RpcStatus::success) {
        detail::constant_is_not_allowed();
    }
    if (status == RpcStatus::success) {
        success_is_no_refusal();
    }
    if constexpr (TSRPC_OPTIMISES_) {
        return Request::Response::Codec::read({{pack(request)[W3], static_cast<uint32_t>(status), 0, 0, 0}});
    } else {
        return detail::refusal(request, status);
    }
}

namespace detail {

[[gnu::always_inline]] constexpr Registers refuse(uint32_t control) {
    return {{control, static_cast<uint32_t>(RpcStatus::invalid_value), 0, 0, 0}};
}

/// W4 to W6 of a response, of which an error has nothing but the status.
constexpr Registers answer(uint32_t control, uint32_t status, uint32_t w5, uint32_t w6) {
    if (status != TSRPC_RPC_SUCCESS) {
        return {{control, status, 0, 0, 0}};
    }
    return {{control, status, w5, w6, 0}};
}

template <class Type>
Type declared();

/// What a handler returns for a request: void if it has no overload for it.
template <class Request, class Handler>
auto response_of(Handler& handler, const Request& request) -> decltype(handler(request));
template <class Request>
void response_of(...);

template <class Request, class Handler>
inline constexpr bool
    is_handled = __is_same(decltype(response_of<Request>(declared<Handler&>(), declared<const Request&>())),
                           typename Request::Response);

/// Answers words whose interface id and opcode, `control`, are those of this request.
template <class Request, Strictness Strict, class Handler>
[[TSRPC_INLINED_]] constexpr Registers serve_as(const Registers& words, uint32_t control, Handler& handler) {
    static_assert(is_handled<Request, Handler>,
                  "the handler has no overload for this request that returns its Request::Response");
    if (Strict == Strictness::strict && !accepts<Request::Codec::layout, Strict>(words, words)) {
        return refuse(control);
    }
    if constexpr (is_handled<Request, Handler>) {
        if constexpr (TSRPC_OPTIMISES_) {
            const Registers response = pack(handler(Request::Codec::read(words)));
            if (response[W4] != TSRPC_RPC_SUCCESS) {
                return {{control, response[W4], 0, 0, 0}};
            }
            return {{control, TSRPC_RPC_SUCCESS, response[W5], response[W6], 0}};
        } else {
            using Codec = typename Request::Response::Codec;
            const typename Request::Response response = handler(Request::Codec::read(words));
            return answer(control, Codec::template word<W4>(response), Codec::template word<W5>(response),
                          Codec::template word<W6>(response));
        }
    } else {
        return {};
    }
}

template <Strictness Strict, class Handler>
[[gnu::always_inline]] constexpr Registers serve(const Registers& words, Handler& handler) {
    const uint32_t control = words.words[W3] & (TSRPC_CONTROL_OPCODE_MASK | TSRPC_CONTROL_INTERFACE_ID_MASK);
    if ((words.words[W3] & TSRPC_CONTROL_INTERFACE_ID_MASK) != TSRPC_CONTROL_INTERFACE_ID_MASK) {
        return serve_as<ServiceCallRequest, Strict>(words, control, handler);
    }
    switch (words.words[W3] & TSRPC_CONTROL_OPCODE_MASK) {
    case TSRPC_OPCODE_GET_VERSION: return {{control, TSRPC_PROTOCOL_VERSION, 0, 0, 0}};
    case TSRPC_OPCODE_RETRIEVE_MEM: return serve_as<RetrieveMemRequest, Strict>(words, control, handler);
    case TSRPC_OPCODE_RELINQUISH_MEM: return serve_as<RelinquishMemRequest, Strict>(words, control, handler);
    case TSRPC_OPCODE_SERVICE_INFO: return serve_as<ServiceInfoRequest, Strict>(words, control, handler);
    default: return refuse(control);
    }
}

} // namespace detail

/// Answers any five words as an endpoint does: finds out once which request they are, and calls the handler's overload
/// for it. `handler` has one each for RETRIEVE_MEM, RELINQ_MEM, SERVICE_INFO and a service call, which returns its
/// response. Of that, interface id and opcode are always sent as the request has them, and all but the status as 0 if
/// that is not SUCCESS. What breaks a MUST, and a management opcode that no message has, is rejected with INVALID_VALUE
/// (ABI 4). GET_VERSION, which has one answer and cannot be refused, is answered.
template <class Handler>
[[nodiscard, TSRPC_INLINED_]] constexpr Registers serve(const Registers& words, Handler&& handler) {
    return detail::serve<detail::Strictness::strict>(words, handler);
}

/// The same as the reference endpoint does it, which unpacks as `unpack_lenient` does: only the management opcodes that
/// no message has are rejected.
template <class Handler>
[[nodiscard, TSRPC_INLINED_]] constexpr Registers serve_lenient(const Registers& words, Handler&& handler) {
    return detail::serve<detail::Strictness::lenient>(words, handler);
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_SERVE_HPP
