// SPDX-License-Identifier: BSD-3-Clause
//
// The message types seen as fields and bits, so that tests can treat all of them alike. Written out by hand, beside
// the lists of members by which the codec does the same.
#ifndef TSRPC_CODEC_TESTS_MESSAGES_HPP
#define TSRPC_CODEC_TESTS_MESSAGES_HPP

#include "tsrpc/codec.hpp"

#include <bitset>
#include <cstdint>
#include <map>

namespace tsrpc::tests {

/// A field's bits, the least significant first; of a UUID, bit b is bit b % 8 of byte b / 8.
using Bits = std::bitset<128>;
using Fields = std::map<Field, Bits>;

template <Field F, class Rep>
Bits to_bits(Value<F, Rep> value) {
    return Bits{uint64_t{value.value()}};
}
inline Bits to_bits(RpcStatus status) { return Bits{static_cast<uint32_t>(status)}; }
inline Bits to_bits(const Uuid& uuid) {
    Bits bits;
    for (size_t i = 0; i < 128; ++i) {
        bits[i] = uuid.bytes[i / 8] >> i % 8 & 1;
    }
    return bits;
}

inline uint64_t low_64(const Bits& bits) { return (bits & Bits{~uint64_t{0}}).to_ullong(); }

template <class T>
struct FromBits;
template <Field F, class Rep>
struct FromBits<Value<F, Rep>> {
    static Value<F, Rep> from(const Bits& bits) { return Value<F, Rep>{static_cast<Rep>(low_64(bits))}; }
};
template <>
struct FromBits<RpcStatus> {
    static RpcStatus from(const Bits& bits) {
        return static_cast<RpcStatus>(static_cast<int32_t>(static_cast<uint32_t>(low_64(bits))));
    }
};
template <>
struct FromBits<Uuid> {
    static Uuid from(const Bits& bits) {
        Uuid uuid = {};
        for (size_t i = 0; i < 128; ++i) {
            uuid.bytes[i / 8] = static_cast<uint8_t>(uuid.bytes[i / 8] | bits[i] << i % 8);
        }
        return uuid;
    }
};

template <class T>
T from_bits(const Fields& fields, Field field) {
    return FromBits<T>::from(fields.at(field));
}

inline Fields fields_of(const GetVersionRequest&) { return {}; }
inline Fields fields_of(const GetVersionResponse& m) { return {{Field::version, to_bits(m.version)}}; }
inline Fields fields_of(const RetrieveMemRequest& m) {
    return {{Field::memory_handle, to_bits(m.memory_handle)}, {Field::memory_tag, to_bits(m.memory_tag)}};
}
inline Fields fields_of(const RetrieveMemResponse& m) { return {{Field::rpc_status, to_bits(m.rpc_status)}}; }
inline Fields fields_of(const RelinquishMemRequest& m) { return {{Field::memory_handle, to_bits(m.memory_handle)}}; }
inline Fields fields_of(const RelinquishMemResponse& m) { return {{Field::rpc_status, to_bits(m.rpc_status)}}; }
inline Fields fields_of(const ServiceInfoRequest& m) { return {{Field::service_uuid, to_bits(m.service_uuid)}}; }
inline Fields fields_of(const ServiceInfoResponse& m) {
    return {{Field::interface_id, to_bits(m.interface_id)}, {Field::rpc_status, to_bits(m.rpc_status)}};
}
inline Fields fields_of(const ServiceCallRequest& m) {
    return {{Field::interface_id, to_bits(m.interface_id)},
            {Field::opcode, to_bits(m.opcode)},
            {Field::memory_handle, to_bits(m.memory_handle)},
            {Field::request_length, to_bits(m.request_length)},
            {Field::client_id, to_bits(m.client_id)}};
}
inline Fields fields_of(const ServiceCallResponse& m) {
    return {{Field::interface_id, to_bits(m.interface_id)},
            {Field::opcode, to_bits(m.opcode)},
            {Field::rpc_status, to_bits(m.rpc_status)},
            {Field::service_status, to_bits(m.service_status)},
            {Field::response_length, to_bits(m.response_length)}};
}

/// A message from its fields, every one of which must be there.
template <class M>
M make(const Fields& fields);
template <>
inline GetVersionRequest make(const Fields&) {
    return {};
}
template <>
inline GetVersionResponse make(const Fields& f) {
    return {from_bits<ProtocolVersion>(f, Field::version)};
}
template <>
inline RetrieveMemRequest make(const Fields& f) {
    return {from_bits<MemoryHandle>(f, Field::memory_handle), from_bits<MemoryTag>(f, Field::memory_tag)};
}
template <>
inline RetrieveMemResponse make(const Fields& f) {
    return {from_bits<RpcStatus>(f, Field::rpc_status)};
}
template <>
inline RelinquishMemRequest make(const Fields& f) {
    return {from_bits<MemoryHandle>(f, Field::memory_handle)};
}
template <>
inline RelinquishMemResponse make(const Fields& f) {
    return {from_bits<RpcStatus>(f, Field::rpc_status)};
}
template <>
inline ServiceInfoRequest make(const Fields& f) {
    return {from_bits<Uuid>(f, Field::service_uuid)};
}
template <>
inline ServiceInfoResponse make(const Fields& f) {
    return {from_bits<RpcStatus>(f, Field::rpc_status), from_bits<InterfaceId>(f, Field::interface_id)};
}
template <>
inline ServiceCallRequest make(const Fields& f) {
    return {from_bits<InterfaceId>(f, Field::interface_id), from_bits<Opcode>(f, Field::opcode),
            from_bits<MemoryHandle>(f, Field::memory_handle), from_bits<RequestLength>(f, Field::request_length),
            from_bits<ClientId>(f, Field::client_id)};
}
template <>
inline ServiceCallResponse make(const Fields& f) {
    return {from_bits<InterfaceId>(f, Field::interface_id), from_bits<Opcode>(f, Field::opcode),
            from_bits<RpcStatus>(f, Field::rpc_status), from_bits<ServiceStatus>(f, Field::service_status),
            from_bits<ResponseLength>(f, Field::response_length)};
}

/// Which table a message type is of.
template <class M>
struct Tables;
#define TSRPC_TESTS_MESSAGE(type, table)                                                                               \
    template <>                                                                                                        \
    struct Tables<type> {                                                                                              \
        static constexpr const Layout& layout = layouts::table;                                                        \
    }
TSRPC_TESTS_MESSAGE(GetVersionRequest, get_version_request);
TSRPC_TESTS_MESSAGE(GetVersionResponse, get_version_response);
TSRPC_TESTS_MESSAGE(RetrieveMemRequest, retrieve_mem_request);
TSRPC_TESTS_MESSAGE(RetrieveMemResponse, retrieve_mem_response);
TSRPC_TESTS_MESSAGE(RelinquishMemRequest, relinquish_mem_request);
TSRPC_TESTS_MESSAGE(RelinquishMemResponse, relinquish_mem_response);
TSRPC_TESTS_MESSAGE(ServiceInfoRequest, service_info_request);
TSRPC_TESTS_MESSAGE(ServiceInfoResponse, service_info_response);
TSRPC_TESTS_MESSAGE(ServiceCallRequest, service_call_request);
TSRPC_TESTS_MESSAGE(ServiceCallResponse, service_call_response);
#undef TSRPC_TESTS_MESSAGE

template <class M>
constexpr const Layout& layout_of = Tables<M>::layout;

/// Strict unpacking of any message, of which only responses are held to a request.
template <class M>
[[nodiscard]] constexpr Unpacked<M> unpack_any(const Registers& words, const Registers& request) {
    if constexpr (layout_of<M>.direction == Direction::response) {
        return unpack<M>(words, AnswerTo{request});
    } else {
        return unpack<M>(words);
    }
}

/// The same where no request is known.
template <class M>
[[nodiscard]] constexpr Unpacked<M> unpack_any(const Registers& words) {
    if constexpr (layout_of<M>.direction == Direction::response) {
        return unpack_without_request<M>(words);
    } else {
        return unpack<M>(words);
    }
}

/// Whether a row is where its field is read from: the value rows, and of the service call response the echoed control
/// word too.
inline bool is_value_row(const Row& row) {
    return row.rule == Rule::value || (row.rule == Rule::echo && row.constant == any);
}

/// A type as a function argument.
template <class M>
struct Type {
    using type = M;
};

/// Calls `f` with the Type of every message type.
template <class F, class... M>
void for_each_message(F f, TypeList<M...>) {
    (f(Type<M>{}), ...);
}
template <class F>
void for_each_message(F f) {
    for_each_message(f, MessageTypes{});
}

} // namespace tsrpc::tests

#endif // TSRPC_CODEC_TESTS_MESSAGES_HPP
