// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/selection.hpp"

#include "conformance/cli/session.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <set>

namespace tsrpc::cli {
namespace {

using conformance::Case;
using conformance::Requirement;
using Ids = std::vector<std::string>;

Ids ids(const Selection& selection) {
    Ids selected;
    for (const Case& test : select(conformance::sp_cases(), selection)) {
        selected.emplace_back(test.requirement->id);
    }
    return selected;
}

std::string error(const Selection& selection) {
    try {
        ids(selection);
    } catch (const CommandError& error) {
        EXPECT_EQ(error.status(), ExitStatus::usage);
        return error.what();
    }
    return "none";
}

std::string file(const std::string& text) {
    std::string path = testing::TempDir() + "patterns.txt";
    std::ofstream(path) << text;
    return "@" + path;
}

TEST(Selection, EveryRequirementOfEndpointsHasItsTest) {
    std::set<std::string_view> wanted;
    for (const Requirement& requirement : conformance::catalogue()) {
        if (requirement.role == conformance::Role::endpoint) {
            wanted.insert(requirement.id);
        }
    }
    std::set<std::string_view> tested;
    for (const Case& test : conformance::sp_cases()) {
        EXPECT_TRUE(tested.insert(test.requirement->id).second) << test.requirement->id;
    }
    EXPECT_EQ(tested, wanted);
}

TEST(Selection, NoPatternIsAll) { EXPECT_EQ(ids({}).size(), conformance::sp_cases().size()); }

TEST(Selection, PatternsAddUpInTheCataloguesOrder) {
    EXPECT_EQ(ids({{"control.echo_opcode", "version.answer", "version.answer"}, {}}),
              (Ids{"version.answer", "control.echo_opcode"}));
    EXPECT_EQ(ids({{"control.echo_*"}, {}}), (Ids{"control.echo_opcode", "control.echo_interface_id"}));
    EXPECT_EQ(ids({{"version.answe?"}, {}}), Ids{"version.answer"});
}

TEST(Selection, SkippingComesLast) {
    EXPECT_EQ(ids({{"control.echo_*"}, {"*interface*"}}), Ids{"control.echo_opcode"});
    const Ids rest = ids({{}, {"version.*"}});
    EXPECT_EQ(std::ranges::count(rest, "version.answer"), 0);
    EXPECT_EQ(std::ranges::count(rest, "control.echo_opcode"), 1);
}

TEST(Selection, FilesHoldPatterns) {
    EXPECT_EQ(ids({{file("# a comment\n\n  version.answer # why\r\ncontrol.echo_opcode")}, {}}),
              (Ids{"version.answer", "control.echo_opcode"}));
}

TEST(Selection, MistakesAreErrors) {
    EXPECT_EQ(error({{"nothing.*"}, {}}), "no test matches 'nothing.*'; 'check sp --list' shows the ids");
    EXPECT_EQ(error({{"version.*"}, {"versions"}}), "no test matches 'versions'; 'check sp --list' shows the ids");
    EXPECT_EQ(error({{""}, {}}), "no test matches ''; 'check sp --list' shows the ids");
    EXPECT_EQ(error({{file("version.answer\ntypo\n")}, {}}), "no test matches 'typo'; 'check sp --list' shows the ids");
    EXPECT_EQ(error({{"version.*"}, {"*"}}), "--run and --skip leave no test to run");
    EXPECT_EQ(error({{file("# all commented out\n")}, {}}), "--run and --skip leave no test to run");
    EXPECT_EQ(error({{"@/no/such/file"}, {}}), "cannot read pattern file '/no/such/file': No such file or directory");
    EXPECT_EQ(error({{"@" + testing::TempDir()}, {}}), "cannot read pattern file '" + testing::TempDir() + "'");
}

} // namespace
} // namespace tsrpc::cli
