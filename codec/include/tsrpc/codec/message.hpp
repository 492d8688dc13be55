// SPDX-License-Identifier: BSD-3-Clause
//
// The messages of ABI 3 as types: one struct a message and direction, one member a field, named as the field is.
// A message with a field left out does not compile: no member has a default value.
#ifndef TSRPC_CODEC_MESSAGE_HPP
#define TSRPC_CODEC_MESSAGE_HPP

#include "tsrpc/codec/fields.hpp"

namespace tsrpc {
inline namespace v0_1_0 {
namespace detail {

/// The initialisers of the members whose types have a default value: leaving them out does not compile either.
[[gnu::error("a field of this message has no value: write one for each")]] RpcStatus missing_rpc_status();
[[gnu::error("a field of this message has no value: write one for each")]] Uuid missing_service_uuid();

template <class C, class T>
T member_type(T C::*);

/// A message type's table and members, in the order of their declaration.
template <class M, const Layout& L, auto... Member>
struct Codec {
    static constexpr const Layout& layout = L;

    [[gnu::always_inline]] static constexpr Registers pack(const M& message) {
        return pack_registers<L>(message.*Member...);
    }
    [[gnu::always_inline]] static constexpr M read(const Registers& words) {
        return {Read<decltype(member_type(Member))>::template from<L>(words)...};
    }
    static constexpr bool equal(const M& a, const M& b) { return (true && ... && (a.*Member == b.*Member)); }
};

} // namespace detail

/// GET_VERSION request: has no fields.
struct GetVersionRequest {
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

    using Codec = detail::Codec<RetrieveMemRequest, layouts::retrieve_mem_request, &RetrieveMemRequest::memory_handle,
                                &RetrieveMemRequest::memory_tag>;
};

/// RETRIEVE_MEM response: whether the endpoint has the memory now.
struct RetrieveMemResponse {
    RpcStatus rpc_status = detail::missing_rpc_status();

    using Codec = detail::Codec<RetrieveMemResponse, layouts::retrieve_mem_response, &RetrieveMemResponse::rpc_status>;
};

/// RELINQ_MEM request: do FFA_MEM_RELINQUISH with this handle.
struct RelinquishMemRequest {
    MemoryHandle memory_handle;

    using Codec =
        detail::Codec<RelinquishMemRequest, layouts::relinquish_mem_request, &RelinquishMemRequest::memory_handle>;
};

/// RELINQ_MEM response: whether the endpoint gave the memory up.
struct RelinquishMemResponse {
    RpcStatus rpc_status = detail::missing_rpc_status();

    using Codec =
        detail::Codec<RelinquishMemResponse, layouts::relinquish_mem_response, &RelinquishMemResponse::rpc_status>;
};

/// SERVICE_INFO request: which interface id has the service?
struct ServiceInfoRequest {
    Uuid service_uuid = detail::missing_service_uuid();

    using Codec = detail::Codec<ServiceInfoRequest, layouts::service_info_request, &ServiceInfoRequest::service_uuid>;
};

/// SERVICE_INFO response. The interface id means something only if the RPC status is SUCCESS; send 0 otherwise (ABI 4).
/// It stands first as g++ copies a class that ends in padding a byte at a time under -mstrict-align.
struct ServiceInfoResponse {
    InterfaceId interface_id;
    RpcStatus rpc_status = detail::missing_rpc_status();

    using Codec = detail::Codec<ServiceInfoResponse, layouts::service_info_response, &ServiceInfoResponse::interface_id,
                                &ServiceInfoResponse::rpc_status>;
};

/// A call to a service. A doorbell, a call without shared memory, has handle `no_memory` and request length 0.
struct ServiceCallRequest {
    InterfaceId interface_id;
    Opcode opcode;
    MemoryHandle memory_handle;
    RequestLength request_length;
    ClientId client_id;

    using Codec = detail::Codec<ServiceCallRequest, layouts::service_call_request, &ServiceCallRequest::interface_id,
                                &ServiceCallRequest::opcode, &ServiceCallRequest::memory_handle,
                                &ServiceCallRequest::request_length, &ServiceCallRequest::client_id>;
};

/// The answer to a call: interface id and opcode are the request's. After an RPC error the rest is 0 (ABI 4).
struct ServiceCallResponse {
    InterfaceId interface_id;
    Opcode opcode;
    RpcStatus rpc_status = detail::missing_rpc_status();
    ServiceStatus service_status;
    ResponseLength response_length;

    using Codec = detail::Codec<ServiceCallResponse, layouts::service_call_response, &ServiceCallResponse::interface_id,
                                &ServiceCallResponse::opcode, &ServiceCallResponse::rpc_status,
                                &ServiceCallResponse::service_status, &ServiceCallResponse::response_length>;
};

/// Messages are equal if all their fields are.
template <class M>
constexpr auto operator==(const M& a, const M& b) -> decltype(M::Codec::equal(a, b)) {
    return M::Codec::equal(a, b);
}
template <class M>
constexpr auto operator!=(const M& a, const M& b) -> decltype(M::Codec::equal(a, b)) {
    return !M::Codec::equal(a, b);
}

/// The five registers of a message. Total: every message has an encoding, with all its reserved bits 0.
template <class M>
[[gnu::always_inline]] constexpr auto pack(const M& message) -> decltype(M::Codec::pack(message)) {
    return M::Codec::pack(message);
}

/// How an endpoint refuses a request: its interface id and opcode, the status, and 0 in every other register (ABI 4).
/// Fits every request but GET_VERSION, whose response has no status.
[[gnu::always_inline]] constexpr Registers reject(const Registers& request, RpcStatus status) {
    constexpr uint32_t echoed = TSRPC_CONTROL_OPCODE_MASK | TSRPC_CONTROL_INTERFACE_ID_MASK;
    return {{request[W3] & echoed, static_cast<uint32_t>(status), 0, 0, 0}};
}

} // namespace v0_1_0
} // namespace tsrpc

#endif // TSRPC_CODEC_MESSAGE_HPP
