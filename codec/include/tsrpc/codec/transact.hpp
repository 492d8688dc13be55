// SPDX-License-Identifier: BSD-3-Clause
//
// The front door of a caller: a request out, its response in.
#ifndef TSRPC_CODEC_TRANSACT_HPP
#define TSRPC_CODEC_TRANSACT_HPP

#include "tsrpc/codec/unpack.hpp"

namespace tsrpc {
inline namespace v0_2_0 {

/// Sends a request, and holds the response to it as `unpack` does. `send` is called with the request's registers, a
/// `Registers&`, and leaves those of the response there. It returns true, or false if there is no response: then the
/// result has neither a message nor violations. Why there is none, `send` keeps or logs itself.
template <class Request, class Send>
[[nodiscard, TSRPC_INLINED_]] constexpr Unpacked<typename Request::Response> transact(Send&& send,
                                                                                      const Request& request) {
    using Response = typename Request::Response;
    Registers words = pack(request);
    static_assert(__is_same(decltype(send(words)), bool),
                  "send says whether there is a response by a bool: an error code of 0 would be false");
    const bool received = send(words);
    return detail::Unpacker::unpack<Response, detail::Strictness::strict>(words, pack(request), received);
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_TRANSACT_HPP
