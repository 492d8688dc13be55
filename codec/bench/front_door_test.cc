// SPDX-License-Identifier: BSD-3-Clause
//
// What front_door.cc and front_door.c compare answers the same.

#include "codec/bench/front_door.h"
#include "codec/tests/frames.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace {

int32_t status = 0; // of every function below
tsrpc::Registers response;

} // namespace

int32_t retrieve_memory(uint64_t, uint64_t) { return status; }
int32_t relinquish_memory(uint64_t) { return status; }
int32_t find_service(const uint8_t uuid[16], uint8_t* interface_id) {
    *interface_id = uuid[0];
    return status;
}
int32_t call_service(uint8_t interface_id, uint16_t opcode, uint64_t handle, uint32_t length, uint32_t client_id,
                     uint32_t* service_status, uint32_t* response_length) {
    *service_status = interface_id ^ opcode ^ client_id;
    *response_length = static_cast<uint32_t>(handle ^ handle >> 32) ^ length;
    return status;
}
int32_t ffa_direct_request(const uint32_t*, uint32_t words[5]) {
    response.to(words);
    return status;
}

extern "C" {
void endpoint_by_codec(const void* words, tsrpc::Registers* answer);
void endpoint_by_hand(const void* words, tsrpc::Registers* answer);
void endpoint_by_c(const void* words, tsrpc::Registers* answer);
bool caller_by_codec(const void* request, uint8_t* id);
bool caller_by_hand(const void* request, uint8_t* id);
}

namespace tsrpc::tests {
namespace {

RC_GTEST_PROP(FrontDoor, AnswersAsByHand, ()) {
    const auto expect_same = [](auto type) {
        const Registers words = any_frame<typename decltype(type)::type>();
        Registers by_codec;
        Registers by_hand;
        Registers by_c;
        status = *rc::gen::element<int32_t>(0, 0, -3);
        endpoint_by_codec(&words, &by_codec);
        endpoint_by_hand(&words, &by_hand);
        endpoint_by_c(&words, &by_c);
        RC_ASSERT(by_codec == by_hand);
        RC_ASSERT(by_c == by_hand);
    };
    for_each_message(expect_same, RequestTypes{});
}

RC_GTEST_PROP(FrontDoor, AsksAsByHand, ()) {
    const auto request = any_message<ServiceInfoRequest>();
    response = *rc::gen::arbitrary<bool>() ? any_frame<ServiceInfoResponse>() : valid_frame<ServiceInfoResponse>();
    if (*rc::gen::arbitrary<bool>()) {
        response.words[W4] = 0;
    }
    status = *rc::gen::element<int32_t>(0, 0, -3);
    uint8_t by_codec = 0;
    uint8_t by_hand = 0;
    RC_ASSERT(caller_by_codec(&request, &by_codec) == caller_by_hand(&request, &by_hand));
    RC_ASSERT(by_codec == by_hand);
}

} // namespace
} // namespace tsrpc::tests
