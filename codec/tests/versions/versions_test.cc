// SPDX-License-Identifier: BSD-3-Clause
//
// Each version keeps to its own code when two are linked together.

#include "other_version.hpp"
#include "tsrpc.hpp"

#include <gtest/gtest.h>

namespace {

bool is_service_info(const uint32_t words[5]) {
    tsrpc::Message (*const classify)(const tsrpc::Registers&) = tsrpc::classify;
    return classify(tsrpc::Registers::from(words)) == tsrpc::Message::service_info;
}

TEST(TwoVersions, KeepToTheirOwnCode) {
    const uint32_t opcode_3[] = {0x00ff0003, 0, 0, 0, 0};
    const uint32_t opcode_4[] = {0x00ff0004, 0, 0, 0, 0};
    EXPECT_TRUE(is_service_info(opcode_3));
    EXPECT_FALSE(is_service_info(opcode_4));
    EXPECT_FALSE(is_service_info_in_other_version(opcode_3));
    EXPECT_TRUE(is_service_info_in_other_version(opcode_4));
}

TEST(TwoVersions, KeepToTheirOwnCodeInC) {
    const uint32_t opcode_3[] = {0x00ff0003, 0, 0, 0, 0};
    const uint32_t opcode_4[] = {0x00ff0004, 0, 0, 0, 0};
    EXPECT_EQ(is_service_info_in_c(opcode_3), 1);
    EXPECT_EQ(is_service_info_in_c(opcode_4), 0);
    EXPECT_EQ(is_service_info_in_other_version_in_c(opcode_3), 0);
    EXPECT_EQ(is_service_info_in_other_version_in_c(opcode_4), 1);
}

} // namespace
