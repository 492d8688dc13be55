// SPDX-License-Identifier: BSD-3-Clause
//
// Lists of the message types, for code that treats all of them alike.
#ifndef TSRPC_CODEC_MESSAGE_LIST_HPP
#define TSRPC_CODEC_MESSAGE_LIST_HPP

#include "tsrpc/codec/message.hpp"

namespace tsrpc {
inline namespace v0_2_0 {

/// Types to take apart: `template <class... Type> void f(TypeList<Type...>)`.
template <class... Type>
struct TypeList {};

/// The requests, in the order of `Message`. The response to each is its `Response`.
using RequestTypes =
    TypeList<GetVersionRequest, RetrieveMemRequest, RelinquishMemRequest, ServiceInfoRequest, ServiceCallRequest>;

/// The responses, in the same order.
using ResponseTypes =
    TypeList<GetVersionResponse, RetrieveMemResponse, RelinquishMemResponse, ServiceInfoResponse, ServiceCallResponse>;

/// Both, in the order of `layouts::all`: `Type::Codec::layout` is the table of each.
using MessageTypes =
    TypeList<GetVersionRequest, GetVersionResponse, RetrieveMemRequest, RetrieveMemResponse, RelinquishMemRequest,
             RelinquishMemResponse, ServiceInfoRequest, ServiceInfoResponse, ServiceCallRequest, ServiceCallResponse>;

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_MESSAGE_LIST_HPP
