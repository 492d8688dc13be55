// SPDX-License-Identifier: BSD-3-Clause
//
// Field values: what they hold, and what they refuse.

#include "tsrpc/codec.hpp"

#include <gtest/gtest.h>

#include <type_traits>

namespace tsrpc {
namespace {

template <class T>
constexpr bool is_plain_number_in_a_type =
    sizeof(T) == sizeof(std::declval<T>().value()) && std::is_trivially_copyable_v<T>&& std::is_standard_layout_v<T> &&
    !std::is_default_constructible_v<T> && !std::is_convertible_v<uint64_t, T> && !std::is_convertible_v<T, uint64_t>;

static_assert(is_plain_number_in_a_type<ProtocolVersion>);
static_assert(is_plain_number_in_a_type<InterfaceId>);
static_assert(is_plain_number_in_a_type<Opcode>);
static_assert(is_plain_number_in_a_type<MemoryHandle>);
static_assert(is_plain_number_in_a_type<MemoryTag>);
static_assert(is_plain_number_in_a_type<RequestLength>);
static_assert(is_plain_number_in_a_type<ResponseLength>);
static_assert(is_plain_number_in_a_type<ClientId>);
static_assert(is_plain_number_in_a_type<ServiceStatus>);

static_assert(!std::is_constructible_v<MemoryTag, MemoryHandle>, "a handle is no tag");
static_assert(!std::is_constructible_v<InterfaceId, Opcode>, "an opcode is no interface id");
static_assert(!std::is_constructible_v<InterfaceId, EndpointId>, "nor is an endpoint id");
static_assert(!std::is_constructible_v<ResponseLength, RequestLength>);
static_assert(!std::is_constructible_v<ServiceStatus, RpcStatus>);

static_assert(std::is_constructible_v<MemoryHandle, uint32_t>, "what fits needs no cast");
static_assert(std::is_constructible_v<Opcode, uint8_t>);

TEST(Value, HoldsEveryNumberOfItsWidth) {
    EXPECT_EQ(InterfaceId{0xfe}.value(), 0xfe);
    EXPECT_EQ(Opcode{0xffff}.value(), 0xffff);
    EXPECT_EQ(MemoryHandle{0xfedcba9876543210}.value(), 0xfedcba9876543210);
    EXPECT_EQ(no_memory.value(), TSRPC_INVALID_MEMORY_HANDLE);
    EXPECT_TRUE(Opcode{1} == Opcode{1});
    EXPECT_TRUE(Opcode{1} != Opcode{2});
    EXPECT_FALSE(Opcode{1} == Opcode{2});
}

TEST(Value, OnlyTwoFieldsCannotHoldANumber) {
    for (unsigned id = 0; id <= 0xff; ++id) {
        EXPECT_EQ(InterfaceId::can_hold(static_cast<uint8_t>(id)), id != 0xff);
    }
    EXPECT_FALSE(InterfaceId::can_hold(0x100)) << "wider than the field";
    EXPECT_FALSE(InterfaceId::can_hold(~uint64_t{0}));
    EXPECT_FALSE(Opcode::can_hold(0x10000));
    EXPECT_FALSE(ClientId::can_hold(0x100000000));
    EXPECT_FALSE(ProtocolVersion::can_hold(0));
    EXPECT_TRUE(ProtocolVersion::can_hold(0xffffffff));
    EXPECT_TRUE(Opcode::can_hold(0));
    EXPECT_TRUE(Opcode::can_hold(0xffff));
    EXPECT_TRUE(MemoryHandle::can_hold(~uint64_t{0}));
    EXPECT_TRUE(ClientId::can_hold(0xffffffff));
    EXPECT_TRUE(ServiceStatus::can_hold(0xffffffff));
}

/// A number that the compiler cannot know.
template <class T>
T opaque(T number) {
    asm volatile("" : "+m"(number));
    return number;
}

TEST(ValueDeathTest, TheManagementInterfaceIsNoService) { EXPECT_DEATH(InterfaceId{opaque(uint8_t{0xff})}, ""); }

TEST(ValueDeathTest, ThereIsNoVersionZero) { EXPECT_DEATH(ProtocolVersion{opaque(uint32_t{0})}, ""); }

TEST(ValueDeathTest, AnEmptyUnpackedHasNoMessage) {
    const auto empty = unpack<GetVersionRequest>({{opaque(1u), 0, 0, 0, 0}});
    EXPECT_DEATH(static_cast<void>(*empty), "");
    const auto lenient = unpack_lenient<ServiceCallRequest>({{opaque(0x00ff0000u), 0, 0, 0, 0}});
    EXPECT_DEATH(static_cast<void>(*lenient), "");
    EXPECT_DEATH(static_cast<void>(lenient->opcode), "");
}

TEST(ValueDeathTest, SuccessRefusesNothing) {
    EXPECT_DEATH(static_cast<void>(reject({{0x00ff0001, 0, 0, 0, 0}}, opaque(RpcStatus::success))), "");
}

TEST(ValueDeathTest, ViolationsHaveRoomForOneARow) {
    Violations violations;
    for (size_t i = 0; i < Layout::max_rows; ++i) {
        violations.add({Field::reserved, W7, Rule::res, 1});
    }
    EXPECT_EQ(violations.size(), Layout::max_rows);
    EXPECT_DEATH(violations.add({Field::reserved, W7, Rule::mbz, 1}), "");
}

TEST(RpcStatus, Names) {
    const char* const names[] = {"SUCCESS",         "INTERNAL",        "INVALID_VALUE",        "NOT_FOUND",
                                 "INVALID_STATE",   "TRANSPORT_LAYER", "INVALID_REQUEST_BODY", "INVALID_RESPONSE_BODY",
                                 "RESOURCE_FAILURE"};
    for (int32_t status = 0; status > -9; --status) {
        EXPECT_STREQ(name(RpcStatus{status}), names[-status]);
    }
    EXPECT_EQ(name(RpcStatus{1}), nullptr);
    EXPECT_EQ(name(RpcStatus{-9}), nullptr);
    EXPECT_EQ(name(RpcStatus{INT32_MIN}), nullptr);
}

} // namespace
} // namespace tsrpc
