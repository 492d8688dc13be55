// SPDX-License-Identifier: BSD-3-Clause
//
// Which calls are those of a profile, and what an answer has that it does not say.
#include "conformance/sp/profile_call.hpp"

#include "conformance/sp/tests/told.hpp"

#include <gtest/gtest.h>

namespace tsrpc::conformance {
namespace {

using namespace literals;

constexpr Uuid uuid = "01020300-0000-0000-0000-000000000000"_uuid;
const ProfileCall one = {.name = "one",
                         .opcode = 0x10,
                         .request = {1, 2},
                         .service_status = 7,
                         .response_length = 2,
                         .response = std::vector<uint8_t>{9, 8}};
const ProfileCall other = {.name = "other", .opcode = 0x10, .request = {1, 3}, .service_status = 8};
const ProfileCall longer = {.name = "longer", .opcode = 0x10, .request = {1, 2, 3}, .service_status = 9};
const ProfileCall bell = {.name = "bell", .opcode = 0x11, .doorbell = true};
const std::vector<ProfileService> profile = {{uuid, {one, other, longer, bell}}};

std::string found(uint16_t opcode, uint32_t length, const std::vector<uint8_t>& content, bool is_doorbell = false,
                  const Uuid& service = uuid) {
    const ProfileCall* const call = find_call(profile, service, told::request(opcode, length), content, is_doorbell);
    return call == nullptr ? "" : call->name;
}

TEST(ProfileCalls, AreThoseWithTheirOpcodeAndBytes) {
    EXPECT_EQ(found(0x10, 2, {1, 2, 0x55}), "one");
    EXPECT_EQ(found(0x10, 2, {1, 3}), "other");
    EXPECT_EQ(found(0x10, 3, {1, 2, 3}), "longer");
    EXPECT_EQ(found(0x11, 0, {}, true), "bell");

    EXPECT_EQ(found(0x10, 2, {1, 4}), "");
    EXPECT_EQ(found(0x10, 2, {1}), "") << "its last byte is not known";
    EXPECT_EQ(found(0x10, 1, {1, 2}), "");
    EXPECT_EQ(found(0x12, 2, {1, 2}), "");
    EXPECT_EQ(found(0x11, 0, {}), "") << "it has memory";
    EXPECT_EQ(found(0x10, 2, {1, 2}, true), "");
    EXPECT_EQ(found(0x10, 2, {1, 2}, false, Uuid{}), "");
}

TEST(ProfileCalls, SayWhatIsDifferent) {
    const auto with = [](const ProfileCall& call, const told::Rest& rest, const std::vector<uint8_t>& content) {
        return difference(call, {{0, rest.w4, rest.w5, rest.w6, rest.w7}}, content);
    };
    EXPECT_EQ(with(one, {0, 7, 2}, {9, 8}), "");
    EXPECT_EQ(with(one, told::refused(RpcStatus::not_found), {}), "RPC status is -3 (NOT_FOUND), not SUCCESS");
    EXPECT_EQ(with(one, {0, 6, 2}, {9, 8}), "the service status is 0x00000006, not 0x00000007");
    EXPECT_EQ(with(one, {0, 7, 3}, {9, 8}), "the response length is 3, not 2");
    EXPECT_EQ(with(one, {0, 7, 2}, {9, 4}), "byte 1 of the response is 0x04, not 0x08");
    EXPECT_EQ(with(other, {0, 8, 99}, {}), "") << "any response";
}

TEST(ProfileCalls, HaveDecoys) {
    const ProfileService& service = profile.front();
    const auto decoy = [&](const ProfileCall& call) {
        const ProfileCall* const found = decoy_of(service, call);
        return found == nullptr ? "" : found->name;
    };
    EXPECT_EQ(decoy(one), "other");
    EXPECT_EQ(decoy(other), "one");
    EXPECT_EQ(decoy(longer), "") << "no other request is as long";
    EXPECT_EQ(decoy(bell), "");
    EXPECT_EQ(decoy({.name = "alike", .opcode = 0x10, .request = {5, 5}, .service_status = 8}), "one");
    EXPECT_EQ(decoy({.name = "any", .opcode = 0x10, .request = {5, 5}, .service_status = 7}), "other");
}

} // namespace
} // namespace tsrpc::conformance
