// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/engine/known_failing.hpp"

#include "conformance/engine/selection.hpp"

#include <gtest/gtest.h>

#include <cstdint>

namespace tsrpc::conformance {
namespace {

const std::vector<Case>& cases() {
    static const std::vector<Case> all = [] {
        std::vector<Case> made;
        for (const std::string_view id : {"version.answer", "version.any_sender", "control.echo_opcode"}) {
            made.push_back({find_requirement(id), [](Test&) {}, __FILE__, __LINE__});
        }
        return made;
    }();
    return all;
}

std::vector<KnownFailing> parse(std::string_view text) { return parse_known_failing(text, "list.txt", cases()); }

/// "PATTERN|REASON|PLACE" of the lines.
std::vector<std::string> lines(std::string_view text) {
    std::vector<std::string> parsed;
    for (const KnownFailing& listed : parse(text)) {
        parsed.push_back(listed.pattern + "|" + listed.reason + "|" + listed.place);
    }
    return parsed;
}

std::string error(std::string_view text) {
    try {
        parse(text);
    } catch (const SelectionError& error) {
        return error.what();
    }
    return "none";
}

using Lines = std::vector<std::string>;

TEST(KnownFailing, IsAPatternAndAReasonALine) {
    EXPECT_EQ(lines(""), Lines{});
    EXPECT_EQ(lines("# a comment\n\n  \t\n   # another\n"), Lines{});
    EXPECT_EQ(lines("version.answer it says 2"), Lines{"version.answer|it says 2|line 1 of list.txt"});
    EXPECT_EQ(lines("# why\nversion.*\t\tsee  #12 # not yet \n\ncontrol.echo_opcode \xc3\xa9t\xc3\xa9\n"),
              (Lines{"version.*|see  #12 # not yet|line 2 of list.txt",
                     "control.echo_opcode|\xc3\xa9t\xc3\xa9|line 4 of list.txt"}));
}

TEST(KnownFailing, TakesFilesOfOtherSystems) {
    EXPECT_EQ(lines("\xef\xbb\xbf# of an editor\r\nversion.answer it says 2\r\n\r\n"),
              Lines{"version.answer|it says 2|line 2 of list.txt"});
}

TEST(KnownFailing, ALineWithoutAReasonIsAnError) {
    for (const std::string reason : {"", " ", "\t", " #", " -- ", "\r"}) {
        EXPECT_EQ(error("\nversion.answer" + reason + "\n"),
                  "list.txt:2: 'version.answer' has no reason; expected one after the pattern")
            << reason;
    }
}

TEST(KnownFailing, APatternForNothingIsAnError) {
    EXPECT_EQ(error("version.answer why\nversions why\n"),
              "list.txt:2: no test matches 'versions'; --list shows the ids");
    EXPECT_EQ(error("memory.* why"), "list.txt:1: no test matches 'memory.*'; --list shows the ids");
}

TEST(KnownFailing, WhatIsNoTextIsAnError) {
    const std::string expected = "list.txt:1: the line is not text; expected a pattern of test ids and a reason";
    EXPECT_EQ(error(std::string("\x7f\x45LF\x02\0\0\x01", 8)), expected);
    EXPECT_EQ(error(std::string("version.answer a\0b", 18)), expected);
    EXPECT_EQ(error("version.answer \xff\xfe"), expected);
    EXPECT_EQ(error("version.answer \x1b[31mred"), expected);
    EXPECT_EQ(error("version.answer of an old\rversion.any_sender Mac"), expected);
}

TEST(KnownFailing, TheFirstLineThatMatchesCounts) {
    const std::vector<KnownFailing> list = parse("version.answer one\nversion.* two\n");
    EXPECT_EQ(find_known_failing(list, cases()[0])->reason, "one");
    EXPECT_EQ(find_known_failing(list, cases()[1])->reason, "two");
    EXPECT_EQ(find_known_failing(list, cases()[2]), nullptr);
    const std::vector<Selected> selected = select(cases(), {{"*.any_sender", "control.*"}, {}, {}}, list);
    ASSERT_EQ(selected.size(), 2u);
    EXPECT_EQ(selected[0].known_failing->reason, "two");
    EXPECT_FALSE(selected[1].known_failing);
}

Outcome held(std::string_view line, Outcome outcome) {
    hold_to_list(parse(line).front(), outcome);
    return outcome;
}

Outcome outcome(Verdict verdict) {
    Outcome made;
    made.verdict = verdict;
    made.why = "why";
    return made;
}

TEST(KnownFailing, ToleratesAllThatFailsARun) {
    for (uint8_t i = 0; i < verdict_count; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        const Outcome listed = held("version.answer it does", outcome(verdict));
        if (is_failure(verdict)) {
            EXPECT_EQ(listed.verdict, Verdict::known_fail) << name(verdict);
            EXPECT_EQ(listed.seen(), verdict);
            EXPECT_EQ(listed.known_failing, "it does");
            EXPECT_EQ(listed.why, "why");
        } else if (verdict != Verdict::pass) {
            EXPECT_EQ(listed.verdict, verdict);
            EXPECT_EQ(listed.known_failing, "");
            EXPECT_EQ(listed.why, "why");
        }
    }
    EXPECT_FALSE(is_failure(Verdict::known_fail));
}

TEST(KnownFailing, AnUnexpectedPassFails) {
    const Outcome passed = held("\nversion.answer it does", outcome(Verdict::pass));
    EXPECT_EQ(passed.verdict, Verdict::fail);
    EXPECT_EQ(passed.seen(), Verdict::pass);
    EXPECT_EQ(passed.why, "unexpectedly passes: remove line 2 of list.txt");
    EXPECT_EQ(held("version.* it does", outcome(Verdict::pass)).why,
              "unexpectedly passes: 'version.*' in line 1 of list.txt must not match it");
}

TEST(KnownFailing, APassByKnownIsNoUnexpectedOne) {
    Outcome tolerant = outcome(Verdict::pass);
    tolerant.tolerated = {{"version.answer", Evidence::other, "seen", {}, 0}};
    EXPECT_EQ(held("version.answer it does", tolerant).verdict, Verdict::pass);
}

} // namespace
} // namespace tsrpc::conformance
