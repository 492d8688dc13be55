// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/tally.hpp"

#include <gtest/gtest.h>

#include <set>

namespace tsrpc::conformance {
namespace {

TEST(Verdict, HasAName) {
    std::set<std::string_view> names;
    for (size_t i = 0; i < verdict_count; ++i) {
        names.insert(name(static_cast<Verdict>(i)));
    }
    EXPECT_EQ(names.size(), verdict_count);
}

TEST(Tally, OnlyWhatPassedAndDidNotFailConforms) {
    EXPECT_FALSE(Tally().conforms());
    for (size_t i = 0; i < verdict_count; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        Tally tally;
        tally.add(Verdict::pass, 3);
        tally.add(verdict);
        EXPECT_EQ(tally.total(), 4u);
        EXPECT_EQ(tally.conforms(), verdict == Verdict::pass || verdict == Verdict::warn || verdict == Verdict::skip ||
                                        verdict == Verdict::unreachable || verdict == Verdict::known_fail)
            << name(verdict);
    }
}

TEST(Tally, WithoutAPassOrAKnownFailureNothingConforms) {
    for (size_t i = 0; i < verdict_count; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        Tally tally;
        tally.add(verdict, 2);
        EXPECT_EQ(tally.conforms(), verdict == Verdict::pass || verdict == Verdict::known_fail) << name(verdict);
    }
}

TEST(Tally, IsALine) {
    Tally tally;
    tally.add(Verdict::warn);
    EXPECT_EQ(tally.text(), "0 PASS, 1 WARN");
    tally.add(Verdict::hung);
    tally.add(Verdict::pass, 2);
    EXPECT_EQ(tally.text(), "2 PASS, 1 WARN, 1 HUNG");
}

} // namespace
} // namespace tsrpc::conformance
