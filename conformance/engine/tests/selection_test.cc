// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/engine/selection.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>

namespace tsrpc::conformance {
namespace {

using Ids = std::vector<std::string>;

const std::vector<Case>& cases() {
    static const std::vector<Case> all = [] {
        std::vector<Case> made;
        for (const Requirement& requirement : catalogue()) {
            made.push_back({&requirement, [](Test&) {}, __FILE__, __LINE__});
        }
        return made;
    }();
    return all;
}

Ids ids(const Selection& selection) {
    Ids selected;
    for (const Selected& one : select(cases(), selection)) {
        selected.emplace_back(one.test.requirement->id);
    }
    return selected;
}

Ids required(const Selection& selection) {
    Ids chosen;
    for (const Selected& one : select(cases(), selection)) {
        if (one.required) {
            chosen.emplace_back(one.test.requirement->id);
        }
    }
    return chosen;
}

std::string error(const Selection& selection) {
    try {
        ids(selection);
    } catch (const SelectionError& error) {
        return error.what();
    }
    return "none";
}

std::string file(const std::string& text) {
    std::string path = testing::TempDir() + "patterns.txt";
    std::ofstream(path) << text;
    return "@" + path;
}

TEST(Selection, NoPatternIsAll) { EXPECT_EQ(ids({}).size(), cases().size()); }

TEST(Selection, PatternsAddUpInTheCataloguesOrder) {
    EXPECT_EQ(ids({{"control.echo_opcode", "version.answer", "version.answer"}, {}, {}}),
              (Ids{"version.answer", "control.echo_opcode"}));
    EXPECT_EQ(ids({{"control.echo_*"}, {}, {}}), (Ids{"control.echo_opcode", "control.echo_interface_id"}));
    EXPECT_EQ(ids({{"version.answe?"}, {}, {}}), Ids{"version.answer"});
}

TEST(Selection, SkippingComesLast) {
    EXPECT_EQ(ids({{"control.echo_*"}, {"*interface*"}, {}}), Ids{"control.echo_opcode"});
    const Ids rest = ids({{}, {"version.*"}, {}});
    EXPECT_EQ(std::ranges::count(rest, "version.answer"), 0);
    EXPECT_EQ(std::ranges::count(rest, "control.echo_opcode"), 1);
}

TEST(Selection, FilesHoldPatterns) {
    EXPECT_EQ(ids({{file("# a comment\n\n  version.answer # why\r\ncontrol.echo_opcode")}, {}, {}}),
              (Ids{"version.answer", "control.echo_opcode"}));
}

TEST(Selection, RequiresWhatMatches) {
    EXPECT_EQ(required({{"version.*"}, {}, {}}), Ids{});
    EXPECT_EQ(required({{"version.*"}, {}, {"*.answer", "version.any_*"}}),
              (Ids{"version.answer", "version.any_sender"}));
    EXPECT_EQ(required({{"version.*"}, {}, {file("version.answer\n")}}), Ids{"version.answer"});
}

TEST(Selection, MistakesAreErrors) {
    EXPECT_EQ(error({{"nothing.*"}, {}, {}}), "no test matches 'nothing.*'; --list shows the ids");
    EXPECT_EQ(error({{"version.*"}, {"versions"}, {}}), "no test matches 'versions'; --list shows the ids");
    EXPECT_EQ(error({{""}, {}, {}}), "no test matches ''; --list shows the ids");
    EXPECT_EQ(error({{file("version.answer\ntypo\n")}, {}, {}}), "no test matches 'typo'; --list shows the ids");
    EXPECT_EQ(error({{"version.*"}, {"*"}, {}}), "--run and --skip leave no test to run");
    EXPECT_EQ(error({{file("# all commented out\n")}, {}, {}}), "--run and --skip leave no test to run");
    EXPECT_EQ(error({{"@/no/such/file"}, {}, {}}),
              "cannot read pattern file '/no/such/file': No such file or directory");
    EXPECT_EQ(error({{"@" + testing::TempDir()}, {}, {}}), "cannot read pattern file '" + testing::TempDir() + "'");
    EXPECT_EQ(error({{}, {}, {"nothing.*"}}), "no test matches 'nothing.*'; --list shows the ids");
    EXPECT_EQ(error({{"version.*"}, {}, {"control.*"}}),
              "--require 'control.*': --run and --skip leave out each test that it matches");
}

TEST(Selection, WhatIsRequiredMustBeLookedAt) {
    for (const Verdict verdict : {Verdict::skip, Verdict::unreachable}) {
        Outcome outcome;
        outcome.verdict = verdict;
        outcome.why = "there is none";
        hold_to_requirement(outcome);
        EXPECT_EQ(outcome.verdict, Verdict::fail);
        EXPECT_EQ(outcome.why, std::string(name(verdict)) + " of a test that --require names: there is none");
    }
    for (const Verdict verdict : {Verdict::pass, Verdict::warn, Verdict::fail, Verdict::hung, Verdict::not_run}) {
        Outcome outcome;
        outcome.verdict = verdict;
        outcome.why = "why";
        hold_to_requirement(outcome);
        EXPECT_EQ(outcome.verdict, verdict);
        EXPECT_EQ(outcome.why, "why");
    }
}

} // namespace
} // namespace tsrpc::conformance
