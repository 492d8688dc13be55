// SPDX-License-Identifier: BSD-3-Clause
//
// Uses everything of the C++ codec, without any library: compiled by every compiler for every target.
#ifndef TSRPC_CODEC_TESTS_USE_ALL_HPP
#define TSRPC_CODEC_TESTS_USE_ALL_HPP

namespace use_all {

using namespace tsrpc;

template <class Request>
bool is_request(const Registers& words) {
    const Unpacked<Request> strict = unpack<Request>(words);
    const Unpacked<Request> lenient = unpack_lenient<Request>(words);
    return strict && lenient && *strict == *lenient && pack(*strict) == words && strict.violations().valid();
}

template <class Response, class Request>
bool answers(const Registers& words, const Registers& request) {
    const Unpacked<Response> strict = unpack<Response>(words, AnswerTo{request});
    const Unpacked<Response> alone = unpack_without_request<Response>(words);
    const Unpacked<Response> lenient = unpack_lenient<Response>(words);
    const Unpacked<Request> asked = unpack<Request>(request);
    return strict && alone && lenient && *strict == *lenient && *alone == *lenient && pack(*strict) == words &&
           strict.violations().valid() && is_request<Request>(request) && asked && unpack<Response>(words, *asked);
}

struct Handler {
    template <class Request>
    typename Request::Response operator()(const Request& request) const {
        return reject(request, RpcStatus::internal);
    }
};

template <class... Request>
bool transacts(const Registers& words, TypeList<Request...>) {
    const auto send = [](Registers& sent) {
        serve(sent, Handler{}).to(sent.words); // clang -O0 assigns a struct of five words by a call of memcpy
        return true;
    };
    return (true && ... && (unpack<Request>(words) && transact(send, *unpack<Request>(words)).violations().empty()));
}

bool is_less(const ServiceCallRequest& a, const ServiceCallRequest& b);
bool is_less(const ServiceCallRequest& a, const ServiceCallRequest& b) {
    return a.opcode < b.opcode && a.memory_handle > b.memory_handle && a.client_id <= b.client_id &&
           a.request_length >= b.request_length && Hash{}(a.memory_handle) < Hash{}(b.interface_id);
}

bool everything(const Registers& words, const Registers& request);
bool everything(const Registers& words, const Registers& request) {
    using namespace literals;
    constexpr Uuid uuid = "d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0"_uuid;
    static constexpr UuidText text = to_text(uuid); // in no variable, into which it would be copied
    const ParsedUuid parsed = parse_uuid(text.text, words.words[W3]);
    bool result = parsed.ok && to_text(parsed.uuid).text[0] == 'd';
    result = result && inspect_request(words).valid() && inspect_response(words, request).valid();
    result = result && inspect_response(words).violations.empty() && classify(words) != Message::unknown;
    result = result && reject(request, RpcStatus::internal) != pack(ServiceInfoRequest{uuid});
    result = result && name(RpcStatus::internal) != nullptr && InterfaceId::can_hold(3);
    uint64_t x[register_count];
    words.to_x(x);
    result = result && registers_from_x(x).ok && uuid < parsed.uuid && Hash{}(uuid) != 0;
    result = result && transacts(words, RequestTypes{}) && serve_lenient(words, Handler{}) == request;
    const auto call = unpack_lenient<ServiceCallRequest>(words);
    result = result && call && is_less(*call, *call) && call->opcode < Opcode{1} && call.words() != call.request();
    result = result && field_value(layouts::service_call_request, Field::opcode, words) != 0;
    return result && answers<GetVersionResponse, GetVersionRequest>(words, request) &&
           answers<RetrieveMemResponse, RetrieveMemRequest>(words, request) &&
           answers<RelinquishMemResponse, RelinquishMemRequest>(words, request) &&
           answers<ServiceInfoResponse, ServiceInfoRequest>(words, request) &&
           answers<ServiceCallResponse, ServiceCallRequest>(words, request);
}

} // namespace use_all

#endif // TSRPC_CODEC_TESTS_USE_ALL_HPP
