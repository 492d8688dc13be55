// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/printed_text.hpp"

#include <gtest/gtest.h>

namespace tsrpc::conformance {
namespace {

TEST(PrintedText, HasALineALine) {
    EXPECT_EQ(printed_text("", 9), "");
    EXPECT_EQ(printed_text("one\n\ntwo", 9), "printed:\n| one\n| \n| two\n");
    EXPECT_EQ(printed_text("one\r\n", 9), "printed:\n| one\n");
}

TEST(PrintedText, LeavesOutTheBegin) {
    EXPECT_EQ(printed_text("one\ntwo\nthree\n", 2), "printed, 1 line left out:\n| two\n| three\n");
}

TEST(PrintedText, MovesNoCursor) { EXPECT_EQ(printed_text("\x1b[2J\ta\xff", 9), "printed:\n| ?[2J a?\n"); }

} // namespace
} // namespace tsrpc::conformance
