// SPDX-License-Identifier: BSD-3-Clause
//
// Registers to and from the register files of FF-A calls.

#include "printers.hpp"

#include <gtest/gtest.h>

namespace tsrpc {
namespace {

constexpr Registers some = {{0x00ff0001, 0x76543210, 0xfedcba98, 0x80000000, 0xffffffff}};

TEST(Registers, GoToWordsAndBack) {
    uint32_t words[5] = {};
    some.to(words);
    EXPECT_EQ(words[0], 0x00ff0001u);
    EXPECT_EQ(words[4], 0xffffffffu);
    EXPECT_EQ(Registers::from(words), some);
}

TEST(Registers, GoToX3ToX7AndBack) {
    uint64_t x[] = {1, 2, ~uint64_t{0}, ~uint64_t{0}, ~uint64_t{0}, ~uint64_t{0}, ~uint64_t{0}, 8};
    some.to_x(x + 2);
    EXPECT_EQ(x[1], 2u);
    EXPECT_EQ(x[2], 0x00ff0001u);
    EXPECT_EQ(x[6], 0xffffffffu) << "the upper half is 0";
    EXPECT_EQ(x[7], 8u);
    const ParsedRegisters parsed = registers_from_x(x + 2);
    EXPECT_TRUE(parsed.ok);
    EXPECT_EQ(parsed.registers, some);
}

TEST(Registers, AreNotOf64Bits) {
    for (size_t i = 0; i < 5; ++i) {
        for (unsigned bit = 32; bit < 64; ++bit) {
            uint64_t x[5] = {};
            some.to_x(x);
            x[i] |= uint64_t{1} << bit;
            const ParsedRegisters parsed = registers_from_x(x);
            EXPECT_FALSE(parsed.ok) << i << ' ' << bit;
            EXPECT_EQ(parsed.registers, Registers{}) << i << ' ' << bit;
        }
    }
}

} // namespace
} // namespace tsrpc
