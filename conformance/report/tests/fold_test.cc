// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/fold.hpp"

#include "conformance/report/tests/outcomes.hpp"

#include <gtest/gtest.h>

namespace tsrpc::conformance {
namespace {

TEST(Fold, NumbersAreAllTheSame) {
    EXPECT_EQ(without_numbers(""), "");
    EXPECT_EQ(without_numbers("tag 0x0000 is not 0xFFff"), "tag # is not #");
    EXPECT_EQ(without_numbers("handle fedcba9876543210, 4096 bytes, status -6"), "handle #, # bytes, status -#");
    EXPECT_EQ(without_numbers("W3[15:0] is 7"), "W3[#:#] is #");
}

TEST(Fold, NamesAreNotNumbers) {
    EXPECT_EQ(without_numbers("W5 W6 dead cafe a1 SHA256 x_12"), "W5 W6 dead cafe a1 SHA256 x_12");
    EXPECT_EQ(without_numbers("0xg 0x_1"), "0xg 0x_1");
}

TEST(Fold, TheSameIsOfTheSameVerdictAndBlame) {
    const Outcome first = broken("memory.retrieve", {finding("memory.retrieve_tag", Evidence::spmc, "the tag is 0x1")});
    EXPECT_EQ(fold_key(first),
              fold_key(broken("call.success", {finding("memory.retrieve_tag", Evidence::other, "the tag is 0x200")})));
    EXPECT_NE(fold_key(first),
              fold_key(broken("call.success", {finding("memory.retrieve_tag", Evidence::spmc, "the handle is 0x1")})));
    EXPECT_NE(fold_key(first),
              fold_key(broken("memory.retrieve", {finding("memory.retrieve", Evidence::spmc, "the tag is 0x1")})));
    Outcome warning = first;
    warning.verdict = Verdict::warn;
    EXPECT_NE(fold_key(first), fold_key(warning));
}

} // namespace
} // namespace tsrpc::conformance
