// SPDX-License-Identifier: BSD-3-Clause
//
// The C codec's `tsrpc_serve`, register files, ranges and names against those of the C++ codec.

#include "c_front_door.h"

#include "codec/tests/frames.hpp"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstring>

namespace tsrpc::tests {
namespace {

/// The handler of c_front_door.c in C++.
struct Handler {
    c_service& service;

    RpcStatus note(Message message, uint64_t a, uint64_t b, uint64_t c) {
        ++service.calls;
        service.message = static_cast<int>(message);
        service.fields[0] = a;
        service.fields[1] = b;
        service.fields[2] = c;
        return RpcStatus{service.rpc_status};
    }

    RetrieveMemResponse operator()(const RetrieveMemRequest& m) {
        return {note(Message::retrieve_mem, m.memory_handle.value(), m.memory_tag.value(), 0)};
    }
    RelinquishMemResponse operator()(const RelinquishMemRequest& m) {
        return {note(Message::relinquish_mem, m.memory_handle.value(), 0, 0)};
    }
    ServiceInfoResponse operator()(const ServiceInfoRequest& m) {
        uint64_t halves[2];
        std::memcpy(halves, m.service_uuid.bytes, sizeof halves);
        const RpcStatus status = note(Message::service_info, halves[0], halves[1], 0);
        return status == RpcStatus::success ? ServiceInfoResponse{status, InterfaceId{service.interface_id}}
                                            : reject(m, status);
    }
    ServiceCallResponse operator()(const ServiceCallRequest& m) {
        const RpcStatus status = note(Message::service_call, m.memory_handle.value(),
                                      uint64_t{m.request_length.value()} << 32 | m.client_id.value(),
                                      uint64_t{m.interface_id.value()} << 16 | m.opcode.value());
        return {m.interface_id, m.opcode, status, ServiceStatus{service.service_status},
                ResponseLength{service.response_length}};
    }
};

void expect_same_answer(bool strict, const Registers& words, const c_service& service) {
    c_service in_c = service;
    c_service in_cpp = service;
    Registers response = {};
    c_serve(strict, words.words, &in_c, response.words);
    Handler handler{in_cpp};
    RC_ASSERT(response == (strict ? serve(words, handler) : serve_lenient(words, handler)));
    RC_ASSERT(in_c.calls == in_cpp.calls);
    RC_ASSERT(in_c.message == in_cpp.message);
    RC_ASSERT(std::memcmp(in_c.fields, in_cpp.fields, sizeof in_c.fields) == 0);
}

RC_GTEST_PROP(CFrontDoor, ServesAsTheCppCodecDoes, ()) {
    c_service service = {};
    service.rpc_status = *rc::gen::element<int32_t>(0, 0, -3, 7);
    service.service_status = *word();
    service.response_length = *word();
    service.interface_id = static_cast<uint8_t>(*word() % 0xff);
    const auto expect_same = [&](auto type) {
        const Registers words = any_frame<typename decltype(type)::type>();
        expect_same_answer(true, words, service);
        expect_same_answer(false, words, service);
    };
    for_each_message(expect_same, RequestTypes{});
}

TEST(CFrontDoor, DropsAnyInterfaceIdAfterAnError) {
    const Registers words = {{0x00ff0003, 1, 2, 3, 4}};
    Registers response = {};
    c_service service = {};
    service.interface_id = 0xff;
    service.rpc_status = TSRPC_RPC_NOT_FOUND;
    c_serve(1, words.words, &service, response.words);
    EXPECT_EQ(response, reject(words, RpcStatus::not_found));
    service.rpc_status = TSRPC_RPC_SUCCESS;
    EXPECT_DEATH(c_serve(1, words.words, &service, response.words), "");
}

RC_GTEST_PROP(CFrontDoor, ReadsAndWritesTheSame64BitRegisters, ()) {
    const Registers words = any_words();
    uint64_t x[5] = {};
    uint64_t expected[5] = {};
    c_registers_to_x(words.words, x);
    words.to_x(expected);
    RC_ASSERT(std::memcmp(x, expected, sizeof x) == 0);
    if (*rc::gen::arbitrary<bool>()) {
        x[*rc::gen::inRange(0, 5)] |= uint64_t{1} << *rc::gen::inRange(32, 64);
    }
    const ParsedRegisters parsed = registers_from_x(x);
    Registers read = {{1, 2, 3, 4, 5}};
    RC_ASSERT((c_registers_from_x(x, read.words) != 0) == parsed.ok);
    RC_ASSERT(read == (parsed.ok ? words : Registers{{1, 2, 3, 4, 5}}));
}

TEST(CFrontDoor, KnowsTheSameRanges) {
    for (const uint64_t number : {uint64_t{0}, uint64_t{1}, uint64_t{0xfe}, uint64_t{0xff}, uint64_t{0x100},
                                  uint64_t{0xffffffff}, uint64_t{0x100000000}, ~uint64_t{0}}) {
        EXPECT_EQ(c_can_hold_interface_id(number) != 0, InterfaceId::can_hold(number)) << number;
        EXPECT_EQ(c_can_hold_version(number) != 0, ProtocolVersion::can_hold(number)) << number;
    }
}

TEST(CFrontDoor, HasTheSameNames) {
    for (int i = 0; i < 15; ++i) {
        EXPECT_STREQ(c_field_name(i), name(static_cast<Field>(i)));
    }
    for (int i = 0; i < 6; ++i) {
        EXPECT_STREQ(c_message_name(i), name(static_cast<Message>(i)));
        EXPECT_STREQ(c_register_name(i), name(static_cast<Register>(i)));
    }
    for (int i = 0; i < 5; ++i) {
        EXPECT_STREQ(c_rule_name(i), name(static_cast<Rule>(i)));
    }
    for (int i = 0; i < 2; ++i) {
        EXPECT_STREQ(c_direction_name(i), name(static_cast<Direction>(i)));
    }
}

} // namespace
} // namespace tsrpc::tests
