// SPDX-License-Identifier: BSD-3-Clause
//
// A whole endpoint, and a whole exchange, by the codec and by hand: the instructions beside the calls.
#include "front_door.h"

#include "by_hand.hpp"

#include "tsrpc/codec.hpp"

namespace {

struct Endpoint {
    tsrpc::RetrieveMemResponse operator()(const tsrpc::RetrieveMemRequest& request) const {
        return {tsrpc::RpcStatus{retrieve_memory(request.memory_handle.value(), request.memory_tag.value())}};
    }
    tsrpc::RelinquishMemResponse operator()(const tsrpc::RelinquishMemRequest& request) const {
        return {tsrpc::RpcStatus{relinquish_memory(request.memory_handle.value())}};
    }
    tsrpc::ServiceInfoResponse operator()(const tsrpc::ServiceInfoRequest& request) const {
        uint8_t id = 0;
        const tsrpc::RpcStatus status{find_service(request.service_uuid.bytes, &id)};
        if (status != tsrpc::RpcStatus::success) {
            return reject(request, status);
        }
        if (!tsrpc::InterfaceId::can_hold(id)) {
            return reject(request, tsrpc::RpcStatus::internal);
        }
        return {status, tsrpc::InterfaceId{id}};
    }
    tsrpc::ServiceCallResponse operator()(const tsrpc::ServiceCallRequest& request) const {
        uint32_t service_status = 0;
        uint32_t length = 0;
        const tsrpc::RpcStatus status{call_service(request.interface_id.value(), request.opcode.value(),
                                                   request.memory_handle.value(), request.request_length.value(),
                                                   request.client_id.value(), &service_status, &length)};
        return {request.interface_id, request.opcode, status, tsrpc::ServiceStatus{service_status},
                tsrpc::ResponseLength{length}};
    }
};

using by_hand::Frame;

Frame answer(uint32_t control, int32_t status) { return {{control, static_cast<uint32_t>(status), 0, 0, 0}}; }

Frame serve_lenient(const Frame& f) {
    using namespace by_hand;
    const uint32_t control = f.w[0] & named_mask;
    if ((f.w[0] & interface_mask) != interface_mask) {
        uint32_t service_status = 0;
        uint32_t length = 0;
        ServiceCallRequest m;
        read(f, m);
        const int32_t status = call_service(m.interface_id, m.opcode, m.memory_handle, m.request_length, m.client_id,
                                            &service_status, &length);
        if (status != 0) {
            return answer(control, status);
        }
        return {{control, 0, service_status, length, 0}};
    }
    switch (f.w[0] & opcode_mask) {
    case 0: return answer(control, 1);
    case 1: return answer(control, retrieve_memory(join(f.w[1], f.w[2]), join(f.w[3], f.w[4])));
    case 2: return answer(control, relinquish_memory(join(f.w[1], f.w[2])));
    case 3: {
        ServiceInfoRequest m;
        uint8_t id = 0;
        read(f, m);
        const int32_t status = find_service(m.service_uuid, &id);
        if (status != 0) {
            return answer(control, status);
        }
        if (id == 0xff) {
            return answer(control, -1);
        }
        return {{control, 0, id, 0, 0}};
    }
    default: return answer(control, -2);
    }
}

} // namespace

extern "C" {

void endpoint_by_codec(const tsrpc::Registers* words, tsrpc::Registers* response);
void endpoint_by_hand(const Frame* words, Frame* response);
bool caller_by_codec(const tsrpc::ServiceInfoRequest* request, uint8_t* id);
bool caller_by_hand(const by_hand::ServiceInfoRequest* request, uint8_t* id);

void endpoint_by_codec(const tsrpc::Registers* words, tsrpc::Registers* response) {
    *response = tsrpc::serve_lenient(*words, Endpoint{});
}
void endpoint_by_hand(const Frame* words, Frame* response) { *response = serve_lenient(*words); }

bool caller_by_codec(const tsrpc::ServiceInfoRequest* request, uint8_t* id) {
    const auto send = [](tsrpc::Registers& words) { return ffa_direct_request(words.words, words.words) == 0; };
    const auto response = tsrpc::transact(send, *request);
    if (!response || response->rpc_status != tsrpc::RpcStatus::success) {
        return false;
    }
    *id = response->interface_id.value();
    return true;
}
bool caller_by_hand(const by_hand::ServiceInfoRequest* request, uint8_t* id) {
    Frame frame = by_hand::pack(*request);
    if (ffa_direct_request(frame.w, frame.w) != 0) {
        return false;
    }
    by_hand::ServiceInfoResponse response;
    if (!by_hand::is_strict(frame, by_hand::pack(*request), &response)) {
        return false;
    }
    by_hand::read(frame, response);
    if (response.rpc_status != 0) {
        return false;
    }
    *id = response.interface_id;
    return true;
}

} // extern "C"
