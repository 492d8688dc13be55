// SPDX-License-Identifier: BSD-3-Clause
//
// The messages of ABI 3 as types: one struct a message and direction, one member a field, named as the field is.
// A message with a field left out does not compile: a member whose type has a default value is initialised by a
// constructor that asks for it. `Request::Response` is the message that answers a request.
#ifndef TSRPC_CODEC_MESSAGE_HPP
#define TSRPC_CODEC_MESSAGE_HPP

#include "tsrpc/codec/fields.hpp"
#include "tsrpc/trap.h"

namespace tsrpc {
inline namespace v0_2_0 {
namespace detail {

/// What initialises a member whose type has a default value: neither a missing argument nor `{}` is taken for one.
template <class Type>
struct Given {
    Given() = delete;

    template <class Argument, typename EnableIf<__is_same(Argument, Type)>::type = 0>
    [[gnu::always_inline]] constexpr Given(const Argument& argument) : value{argument} {}

    const Type& value;
};

template <class Class, class Type>
Type member_type(Type Class::*);

/// A message type's table and members, in the order of their declaration.
template <class MessageType, const Layout& Table, auto... Member>
struct Codec {
    static constexpr const Layout& layout = Table;

    /// One register of a message.
    template <Register Reg>
    [[gnu::always_inline]] static constexpr uint32_t word(const MessageType& message) {
        return (constants_of<Table, Reg> | ... |
                (row_in<Table, Reg, decltype(member_type(Member))>.width != 0
                     ? place<row_in<Table, Reg, decltype(member_type(Member))>>(message.*Member)
                     : 0));
    }
    [[TSRPC_INLINED_]] static constexpr Registers pack(const MessageType& message) {
        if constexpr (TSRPC_COPIES_UUID_AT_ONCE_ && sizeof...(Member) == 1 && has_field(Table, Field::service_uuid)) {
            if (!__builtin_is_constant_evaluated()) {
                return pack_uuid<Table>((message.*Member)...);
            }
        }
        // All words in one initialiser: an array that is filled one word after the other goes through the stack on
        // gcc 12.
        return {{word<W3>(message), word<W4>(message), word<W5>(message), word<W6>(message), word<W7>(message)}};
    }
    [[TSRPC_INLINED_]] static constexpr MessageType read(const Registers& words) {
        return {Read<decltype(member_type(Member))>::template from<Table>(words)...};
    }
    static constexpr bool equal(const MessageType& a, const MessageType& b) {
        return (true && ... && (a.*Member == b.*Member));
    }
};

} // namespace detail

/// GET_VERSION request: has no fields.
struct GetVersionRequest {
    using Response = struct GetVersionResponse;
    using Codec = detail::Codec<GetVersionRequest, layouts::get_version_request>;
};

/// GET_VERSION response. It has no RPC status.
struct GetVersionResponse {
    ProtocolVersion version;

    using Codec = detail::Codec<GetVersionResponse, layouts::get_version_response, &GetVersionResponse::version>;
};

/// RETRIEVE_MEM request: do FFA_MEM_RETRIEVE_REQ with this handle and tag.
struct RetrieveMemRequest {
    MemoryHandle memory_handle;
    MemoryTag memory_tag;

    using Response = struct RetrieveMemResponse;
    using Codec = detail::Codec<RetrieveMemRequest, layouts::retrieve_mem_request, &RetrieveMemRequest::memory_handle,
                                &RetrieveMemRequest::memory_tag>;
};

/// RETRIEVE_MEM response: whether the endpoint has the memory now.
struct RetrieveMemResponse {
    RpcStatus rpc_status;

    RetrieveMemResponse() = delete;
    [[TSRPC_INLINED_]] constexpr RetrieveMemResponse(detail::Given<RpcStatus> status) : rpc_status{status.value} {}

    using Codec = detail::Codec<RetrieveMemResponse, layouts::retrieve_mem_response, &RetrieveMemResponse::rpc_status>;
};

/// RELINQ_MEM request: do FFA_MEM_RELINQUISH with this handle.
struct RelinquishMemRequest {
    MemoryHandle memory_handle;

    using Response = struct RelinquishMemResponse;
    using Codec =
        detail::Codec<RelinquishMemRequest, layouts::relinquish_mem_request, &RelinquishMemRequest::memory_handle>;
};

/// RELINQ_MEM response: whether the endpoint gave the memory up.
struct RelinquishMemResponse {
    RpcStatus rpc_status;

    RelinquishMemResponse() = delete;
    [[TSRPC_INLINED_]] constexpr RelinquishMemResponse(detail::Given<RpcStatus> status) : rpc_status{status.value} {}

    using Codec =
        detail::Codec<RelinquishMemResponse, layouts::relinquish_mem_response, &RelinquishMemResponse::rpc_status>;
};

/// SERVICE_INFO request: which interface id has the service?
struct ServiceInfoRequest {
    Uuid service_uuid;

    ServiceInfoRequest() = delete;
    [[TSRPC_INLINED_]] constexpr ServiceInfoRequest(detail::Given<Uuid> uuid) : service_uuid{uuid.value} {}

    using Response = struct ServiceInfoResponse;
    using Codec = detail::Codec<ServiceInfoRequest, layouts::service_info_request, &ServiceInfoRequest::service_uuid>;
};

/// SERVICE_INFO response. The interface id means something only if the RPC status is SUCCESS; send 0 otherwise (ABI 4).
struct ServiceInfoResponse {
    RpcStatus rpc_status;
    InterfaceId interface_id;
    uint32_t : 24; // g++ copies a class that ends in padding a byte at a time under -mstrict-align

    ServiceInfoResponse() = delete;
    [[TSRPC_INLINED_]] constexpr ServiceInfoResponse(detail::Given<RpcStatus> status, InterfaceId id)
        : rpc_status{status.value}, interface_id{id} {}

    using Codec = detail::Codec<ServiceInfoResponse, layouts::service_info_response, &ServiceInfoResponse::rpc_status,
                                &ServiceInfoResponse::interface_id>;
};

/// A call to a service. A doorbell, a call without shared memory, has handle `no_memory` and request length 0.
struct ServiceCallRequest {
    InterfaceId interface_id;
    Opcode opcode;
    MemoryHandle memory_handle;
    RequestLength request_length;
    ClientId client_id;

    using Response = struct ServiceCallResponse;
    using Codec = detail::Codec<ServiceCallRequest, layouts::service_call_request, &ServiceCallRequest::interface_id,
                                &ServiceCallRequest::opcode, &ServiceCallRequest::memory_handle,
                                &ServiceCallRequest::request_length, &ServiceCallRequest::client_id>;
};

/// The answer to a call: interface id and opcode are the request's. After an RPC error the rest is 0 (ABI 4).
struct ServiceCallResponse {
    InterfaceId interface_id;
    Opcode opcode;
    RpcStatus rpc_status;
    ServiceStatus service_status;
    ResponseLength response_length;

    ServiceCallResponse() = delete;
    [[TSRPC_INLINED_]] constexpr ServiceCallResponse(InterfaceId id, Opcode code, detail::Given<RpcStatus> status,
                                                     ServiceStatus own_status, ResponseLength length)
        : interface_id{id}, opcode{code}, rpc_status{status.value}, service_status{own_status}, response_length{
                                                                                                    length} {}

    using Codec = detail::Codec<ServiceCallResponse, layouts::service_call_response, &ServiceCallResponse::interface_id,
                                &ServiceCallResponse::opcode, &ServiceCallResponse::rpc_status,
                                &ServiceCallResponse::service_status, &ServiceCallResponse::response_length>;
};

/// Messages are equal if all their fields are.
template <class MessageType>
constexpr auto operator==(const MessageType& a, const MessageType& b) -> decltype(MessageType::Codec::equal(a, b)) {
    return MessageType::Codec::equal(a, b);
}
template <class MessageType>
constexpr auto operator!=(const MessageType& a, const MessageType& b) -> decltype(MessageType::Codec::equal(a, b)) {
    return !MessageType::Codec::equal(a, b);
}

/// The five registers of a message, with all its reserved bits 0. Total: every message has an encoding. One of them
/// breaks a MUST all the same, a ServiceCallRequest of `no_memory` with a request length other than 0.
template <class MessageType>
[[nodiscard, gnu::always_inline]] constexpr auto pack(const MessageType& message)
    -> decltype(MessageType::Codec::pack(message)) {
    return MessageType::Codec::pack(message);
}

/// Where a refusal with SUCCESS is refused: a compile-time error for a constant, a trap at run time.
[[noreturn]] inline void success_is_no_refusal() {
    for (;;) {
        TSRPC_TRAP();
    }
}

/// How an endpoint refuses any request: its interface id and opcode, the status, and 0 in every other register (ABI 4).
/// GET_VERSION, whose response has no status, cannot be refused: it is answered. SUCCESS traps.
[[nodiscard, TSRPC_INLINED_]] constexpr Registers reject(const Registers& request, RpcStatus status)
    TSRPC_REFUSES_CONSTANT_(status == RpcStatus::success) {
    if (TSRPC_IS_KNOWN_(status) && status == RpcStatus::success) {
        detail::constant_is_not_allowed();
    }
    if (status == RpcStatus::success) {
        success_is_no_refusal();
    }
    constexpr uint32_t echoed = TSRPC_CONTROL_OPCODE_MASK | TSRPC_CONTROL_INTERFACE_ID_MASK;
    constexpr uint32_t get_version =
        uint32_t{TSRPC_MANAGEMENT_INTERFACE_ID} << TSRPC_CONTROL_INTERFACE_ID_SHIFT | TSRPC_OPCODE_GET_VERSION;
    const uint32_t control = request[W3] & echoed;
    return {{control, control == get_version ? TSRPC_PROTOCOL_VERSION : static_cast<uint32_t>(status), 0, 0, 0}};
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_MESSAGE_HPP
