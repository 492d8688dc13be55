// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/escapes.hpp"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace tsrpc::report {
namespace {

/// From memory of just its size, so that AddressSanitizer sees what is read beyond it.
std::string without_escapes(const std::string& line) {
    std::vector<char> exact(line.begin(), line.end());
    return {exact.data(), take_out_escapes(exact.data(), exact.size())};
}

TEST(Escapes, AreTakenOut) {
    for (const auto& [line, expected] : std::vector<std::pair<std::string, std::string>>{
             {"", ""},
             {"> 00ff0000 [x]", "> 00ff0000 [x]"},
             {"\x1b[32m> 1\x1b[0m", "> 1"},
             {"\x1b[m\x1b[K00\x1b[01;31m\x1b[Kff\x1b[m\x1b[K0000", "00ff0000"},
             {"\x1b[38;2;255;0;0m1\x1b[?25h 2\x1b[1 q", "1 2"},
             {"\x1b]8;;https://a.example/#1\x1b\\1\x1b]8;;\x1b\\ 2\x1b]0;title\a 3", "1 2 3"},
             {"\x1bP1$r0m\x1b\\1\x1b_a\x1b\\\x1b^b\x1b\\\x1bXc\x1b\\", "1"},
             {"\x1b(B\x1b[m1\x1b"
              "7\x1b=",
              "1"},
         }) {
        EXPECT_EQ(without_escapes(line), expected) << line;
    }
}

TEST(Escapes, ThatDoNotEndLoseOnlyEsc) {
    for (const auto& [line, expected] : std::vector<std::pair<std::string, std::string>>{
             {"1\x1b", "1"},
             {"1\x1b[", "1["},
             {"1\x1b[32", "1[32"},
             {"\x1b[> 00ff0000 1", "[> 00ff0000 1"},
             {"\x1b[3\x1b[4m1", "[31"},
             {"\x1b]0;1 2", "]0;1 2"},
             {"\x1b]0;1 2\x1b", "]0;1 2"},
             {"\x1b]0;1 2\x1b[m 3", "]0;1 2 3"},
             {"\x1b(", "("},
             {"\x1b\x80 1", "\x80 1"},
             {"\x1b\x1b[m1", "1"},
         }) {
        EXPECT_EQ(without_escapes(line), expected) << line;
    }
}

} // namespace
} // namespace tsrpc::report
