// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/requirements/catalogue.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <string_view>

namespace tsrpc::conformance {
namespace {

TEST(Catalogue, IdsAreUniqueAndWellFormed) {
    std::set<std::string_view> seen;
    for (const Requirement& row : catalogue()) {
        EXPECT_EQ(std::ranges::count(row.id, '.'), 1) << row.id;
        EXPECT_FALSE(area(row).empty() || short_name(row).empty()) << row.id;
        EXPECT_EQ(row.id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_."), row.id.npos) << row.id;
        EXPECT_TRUE(seen.insert(row.id).second) << row.id;
    }
}

TEST(Catalogue, SentencesAreSentences) {
    for (const Requirement& row : catalogue()) {
        EXPECT_EQ(row.sentence.back(), '.') << row.id;
    }
}

/// Sections 0 to 5 of docs/abi.md: those that ask for something. Section 4 is what the reference endpoint does where
/// the documents say nothing, so that no MUST stands on it alone.
/// Or the interface that a caller under test is attached by.
TEST(Catalogue, SourcesAreSectionsOfTheAbi) {
    for (const Requirement& row : catalogue()) {
        if (row.source == "plugin.h" && row.role == Role::caller) {
            continue;
        }
        std::string_view rest = row.source;
        for (std::string_view before = "abi.md §"; !rest.empty(); before = ", §") {
            ASSERT_TRUE(rest.starts_with(before)) << row.id << ": " << row.source;
            rest.remove_prefix(before.size());
            ASSERT_TRUE(!rest.empty() && rest[0] >= '0' && rest[0] <= '5') << row.id << ": " << row.source;
            rest.remove_prefix(1);
        }
        EXPECT_FALSE(row.source.empty()) << row.id;
        EXPECT_FALSE(row.level == Level::must && row.source == "abi.md §4") << row.id;
    }
}

TEST(Catalogue, AreasAreContiguous) {
    std::set<std::string_view> finished;
    std::string_view current;
    for (const Requirement& row : catalogue()) {
        if (area(row) != current) {
            EXPECT_TRUE(finished.insert(area(row)).second) << area(row);
            current = area(row);
        }
    }
}

TEST(Catalogue, FindsById) {
    const Requirement* row = find_requirement("version.answer");
    ASSERT_NE(row, nullptr);
    EXPECT_EQ(area(*row), "version");
    EXPECT_EQ(short_name(*row), "answer");
    EXPECT_EQ(find_requirement("version.answers"), nullptr);
}

} // namespace
} // namespace tsrpc::conformance
