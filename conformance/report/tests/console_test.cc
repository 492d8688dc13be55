// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/console.hpp"

#include <gtest/gtest.h>

#include <set>

namespace tsrpc::conformance {
namespace {

const Requirement& requirement(std::string_view id) { return *find_requirement(id); }

const Requirement& answer = requirement("version.answer");
const Requirement& echo = requirement("control.echo_opcode");

TEST(Console, APassIsALine) {
    EXPECT_EQ(console_text({&answer, nullptr, Verdict::pass, ""}, "again"), "PASS        version.answer\n");
    EXPECT_EQ(console_text({&answer, nullptr, Verdict::pass, "what was seen"}, "again"),
              "PASS        version.answer\n    what was seen\n");
}

TEST(Console, ASkipSaysWhy) {
    EXPECT_EQ(console_text({&answer, nullptr, Verdict::skip, "the SP has none\n"}, "again"),
              "SKIP        version.answer\n    the SP has none\n");
    EXPECT_EQ(console_text({&answer, nullptr, Verdict::unreachable, "no way\n"}, "again"),
              "UNREACHABLE version.answer\n    no way\n");
}

TEST(Console, AFailureNamesWhatIsBroken) {
    for (const Verdict verdict : {Verdict::fail, Verdict::warn}) {
        EXPECT_EQ(console_text({&answer, &echo, verdict, "why\n  frames\n"}, "again"),
                  std::string(name(verdict)) + "        version.answer\n"
                                               "    broken: control.echo_opcode (MUST, abi.md §2): A response "
                                               "carries the request's opcode in W3[15:0].\n"
                                               "    why\n"
                                               "      frames\n"
                                               "    repeat with: again\n");
    }
}

TEST(Console, ALostTargetNamesWhatWasChecked) {
    EXPECT_EQ(console_text({&answer, nullptr, Verdict::crashed, "why\n"}, "again"),
              "CRASHED     version.answer\n"
              "    checking: version.answer (MUST, abi.md §0, §3): GET_VERSION answers with protocol version 1 in W4.\n"
              "    why\n"
              "    repeat with: again\n");
}

TEST(Console, VerdictsHaveNames) {
    std::set<std::string_view> names;
    for (size_t i = 0; i < verdict_count; ++i) {
        names.insert(name(static_cast<Verdict>(i)));
    }
    EXPECT_EQ(names.size(), verdict_count);
}

TEST(Tally, OnlyWhatRanAndDidNotFailConforms) {
    EXPECT_FALSE(Tally().conforms());
    for (size_t i = 0; i < verdict_count; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        Tally tally;
        tally.add(Verdict::pass, 3);
        tally.add(verdict);
        EXPECT_EQ(tally.total(), 4u);
        EXPECT_EQ(tally.conforms(), verdict == Verdict::pass || verdict == Verdict::warn || verdict == Verdict::skip ||
                                        verdict == Verdict::unreachable)
            << name(verdict);
    }
}

TEST(Tally, IsSummedUpInALine) {
    Tally tally;
    tally.add(Verdict::warn);
    EXPECT_EQ(console_summary("SP", tally), "SP conforms: 0 PASS, 1 WARN\n");
    tally.add(Verdict::pass, 2);
    tally.add(Verdict::hung);
    EXPECT_EQ(console_summary("SP", tally), "SP does not conform: 2 PASS, 1 WARN, 1 HUNG\n");
}

TEST(BrokenRequirements, AreCountedInTheCataloguesOrder) {
    BrokenRequirements broken;
    EXPECT_EQ(broken.text(), "");
    broken.add({&answer, &echo, Verdict::fail, ""});
    broken.add({&answer, nullptr, Verdict::pass, ""});
    broken.add({&answer, &answer, Verdict::fail, ""});
    broken.add({&echo, &echo, Verdict::fail, ""});
    EXPECT_EQ(broken.text(),
              "broken: version.answer (MUST), in 1 test\nbroken: control.echo_opcode (MUST), in 2 tests\n");
}

} // namespace
} // namespace tsrpc::conformance
