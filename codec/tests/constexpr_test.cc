// SPDX-License-Identifier: BSD-3-Clause
//
// The whole codec works at compile time: what is asserted here is computed by the compiler. The frames are those of
// ABI 7, literally.

#include "messages.hpp"

#include "tsrpc/codec.hpp"
#include "tsrpc/names.hpp"

#include <gtest/gtest.h>

namespace tsrpc {
namespace {

using namespace literals;
using tests::unpack_any;

template <class M>
constexpr bool is_frame_of(const M& message, const Registers& frame) {
    return pack(message) == frame && unpack_any<M>(frame) && *unpack_any<M>(frame) == message &&
           unpack_lenient<M>(frame) && *unpack_lenient<M>(frame) == message &&
           unpack_any<M>(frame).violations().empty();
}

constexpr Registers get_version_request = {{0x00ff0000, 0, 0, 0, 0}};
static_assert(is_frame_of(GetVersionRequest{}, get_version_request));
static_assert(classify(get_version_request) == Message::get_version);

static_assert(is_frame_of(GetVersionResponse{ProtocolVersion{1}}, {{0x00ff0000, 1, 0, 0, 0}}));

static_assert(is_frame_of(RetrieveMemRequest{MemoryHandle{0xfedcba9876543210}, MemoryTag{0}},
                          {{0x00ff0001, 0x76543210, 0xfedcba98, 0, 0}}));
static_assert(is_frame_of(RetrieveMemResponse{RpcStatus::transport_layer}, {{0x00ff0001, 0xfffffffb, 0, 0, 0}}));

static_assert(is_frame_of(RelinquishMemRequest{MemoryHandle{0xfedcba9876543210}},
                          {{0x00ff0002, 0x76543210, 0xfedcba98, 0, 0}}));
static_assert(is_frame_of(RelinquishMemResponse{RpcStatus::success}, {{0x00ff0002, 0, 0, 0, 0}}));

constexpr Registers psa_crypto = {{0x00ff0003, 0xd552dfd9, 0xb24ba216, 0x6dd2a49a, 0xc0e8843b}};
static_assert(is_frame_of(ServiceInfoRequest{"d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0"_uuid}, psa_crypto));

constexpr Registers not_found = {{0x00ff0003, 0xfffffffd, 0, 0, 0}};
static_assert(is_frame_of(ServiceInfoResponse{RpcStatus::not_found, InterfaceId{0}}, not_found));
static_assert(reject(psa_crypto, RpcStatus::not_found) == not_found);

constexpr Registers call = {{0x00030102, 0x00000012, 0, 0x00000010, 0}};
static_assert(is_frame_of(ServiceCallRequest{InterfaceId{3}, Opcode{0x0102}, MemoryHandle{0x12}, RequestLength{16},
                                             ClientId{0}},
                          call));

constexpr Registers call_response = {{0x00030102, 0, 0xffffff7c, 8, 0}};
static_assert(is_frame_of(ServiceCallResponse{InterfaceId{3}, Opcode{0x0102}, RpcStatus::success,
                                              ServiceStatus{0xffffff7c}, ResponseLength{8}},
                          call_response));
static_assert(unpack<ServiceCallResponse>(call_response, AnswerTo{call}));

static_assert(is_frame_of(ServiceCallRequest{InterfaceId{0}, Opcode{1}, no_memory, RequestLength{0}, ClientId{0}},
                          {{0x00000001, 0xffffffff, 0xffffffff, 0, 0}}));

// ABI 3's example of byte order.
static_assert(pack(ServiceInfoRequest{"f033be6d-6cc4-4738-88fd-dd44ac562b69"_uuid}) ==
              Registers{{0x00ff0003, 0x6dbe33f0, 0x3847c46c, 0x44ddfd88, 0x692b56ac}});

// What else there is.
static_assert(inspect_request(call).valid() && inspect_request(call).message == Message::service_call);
static_assert(inspect_response(call_response, call).violations.empty());
static_assert(!inspect_response(call_response, psa_crypto).valid());
static_assert(inspect_response(not_found).layout == &layouts::service_info_response);
static_assert(inspect_request({{0x00ff0004, 0, 0, 0, 0}}).message == Message::unknown);
static_assert(check(layouts::get_version_request, {{0x80ff0000, 0, 0, 0, 0}}, {})[0] ==
              Violation{Field::sap_err, W3, Rule::fixed, 0x80000000});
static_assert(field_value(layouts::retrieve_mem_request, Field::memory_handle, {{0, 1, 2, 3, 4}}) == 0x200000001);
static_assert(parse_uuid("x", 1).ok == false);
static_assert(to_text("D9DF52D5-16A2-4BB2-9AA4-D26D3B84E8C0"_uuid).text[0] == 'd');
static_assert(InterfaceId::can_hold(0xfe) && !InterfaceId::can_hold(0xff));
static_assert(name(RpcStatus::not_found)[4] == 'F');
static_assert(Registers::from(call.words)[W6] == 16);
static_assert(call != call_response && RetrieveMemResponse{RpcStatus::success} != RetrieveMemResponse{RpcStatus{1}});

/// The same frames at run time, where UUIDs move by words instead of bytes.
TEST(WorkedFrames, AtRunTime) {
    Registers frame = psa_crypto;
    asm volatile("" : "+m"(frame));
    const auto request = unpack<ServiceInfoRequest>(frame);
    ASSERT_TRUE(request);
    EXPECT_STREQ(to_text((*request).service_uuid).text, TSRPC_SERVICE_PSA_CRYPTO);
    EXPECT_TRUE(pack(*request) == psa_crypto);
}

} // namespace
} // namespace tsrpc
