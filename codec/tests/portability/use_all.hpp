// SPDX-License-Identifier: BSD-3-Clause
//
// Uses everything of the C++ codec, without any library: compiled by every compiler for every target.
#ifndef TSRPC_CODEC_TESTS_USE_ALL_HPP
#define TSRPC_CODEC_TESTS_USE_ALL_HPP

namespace use_all {

using namespace tsrpc;

template <class M>
bool round_trip(const Registers& words, const Registers& request) {
    const Unpacked<M> strict = unpack<M>(words, request);
    const Unpacked<M> alone = unpack<M>(words);
    const Unpacked<M> lenient = unpack_lenient<M>(words);
    return strict && alone && lenient && *strict == *lenient && *alone == *lenient && pack(*strict) == words &&
           strict.violations().valid();
}

bool everything(const Registers& words, const Registers& request);
bool everything(const Registers& words, const Registers& request) {
    using namespace literals;
    constexpr Uuid uuid = "d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0"_uuid;
    const UuidText text = to_text(uuid);
    bool result = parse_uuid(text.text, Uuid::text_length).ok;
    result = result && inspect_request(words).valid() && inspect_response(words, request).valid();
    result = result && inspect_response(words).violations.empty() && classify(words) != Message::unknown;
    result = result && reject(request, RpcStatus::internal) != pack(ServiceInfoRequest{uuid});
    result = result && name(RpcStatus::internal) != nullptr && InterfaceId::can_hold(3);
    result = result && field_value(layouts::service_call_request, Field::opcode, words) != 0;
    return result && round_trip<GetVersionRequest>(words, request) && round_trip<GetVersionResponse>(words, request) &&
           round_trip<RetrieveMemRequest>(words, request) && round_trip<RetrieveMemResponse>(words, request) &&
           round_trip<RelinquishMemRequest>(words, request) && round_trip<RelinquishMemResponse>(words, request) &&
           round_trip<ServiceInfoRequest>(words, request) && round_trip<ServiceInfoResponse>(words, request) &&
           round_trip<ServiceCallRequest>(words, request) && round_trip<ServiceCallResponse>(words, request);
}

} // namespace use_all

#endif // TSRPC_CODEC_TESTS_USE_ALL_HPP
