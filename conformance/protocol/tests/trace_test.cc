// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/protocol/trace.hpp"

#include "conformance/protocol/tests/arbitrary.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

constexpr const char* text = "> hello 2\n"
                             "< ok 2 sp 8003 senders=any words=any handles=runner ahead=1 name=x\n"
                             "> share 0001 1000 0000000000000000 0000000000000012\n"
                             "< ok 0000000000000012\n"
                             "> call 0001 00ff0001 00000012 00000000 00000000 00000000\n"
                             "! retrieve 0001 0000000000000012 0000000000000000 0\n"
                             "< ok 00ff0001 00000000 00000000 00000000 00000000\n"
                             "> write 0000000000000012 0 5a*1000\n"
                             "< ok\n"
                             "> open 8003 5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042\n"
                             "? send 8003 00ff0000 00000000 00000000 00000000 00000000\n"
                             "= ok 00ff0000 00000001 00000000 00000000 00000000\n"
                             "? reclaim 0000000000000012\n"
                             "= ffa -6\n"
                             "< failed 22\n"
                             "> bye\n";

std::string error_of(std::string_view trace) {
    try {
        parse_trace(trace);
    } catch (const TraceError& error) {
        return error.what();
    }
    return "no error";
}

TEST(Trace, IsTheLinesOfTheProtocol) {
    const Trace trace = parse_trace(text);
    ASSERT_EQ(trace.size(), 6u);
    EXPECT_EQ(trace[2].reply->events.size(), 1u);
    EXPECT_EQ(trace[4].asked.size(), 2u);
    EXPECT_FALSE(trace[5].reply); // lost
    EXPECT_EQ(to_text(trace), text);
}

TEST(Trace, CommentsBlankLinesAndCarriageReturnsAreLeftOut) {
    EXPECT_EQ(to_text(parse_trace("# tsrpc 1\n\n> reset\r\n# \xff\n< ok\n")), "> reset\n< ok\n");
    EXPECT_EQ(to_text(parse_trace("> reset\n< ok")), "> reset\n< ok\n");
    EXPECT_TRUE(parse_trace("").empty());
}

TEST(Trace, IsReadAsTheConsolePrintsIt) {
    EXPECT_EQ(
        to_text(parse_trace("    # 3 exchanges left out: 3 call\n"
                            "    > call 0001 00ff0000 00000000 00000000 00000000 00000000  # get_version request\n"
                            "    < ok 00ff0000 00000001 00000000 00000000 00000000  # get_version response\r\n"
                            "    > reset\n"
                            "    < cannot be  # reset\n")),
        "> call 0001 00ff0000 00000000 00000000 00000000 00000000\n"
        "< ok 00ff0000 00000001 00000000 00000000 00000000\n"
        "> reset\n"
        "< cannot be  # reset\n");
}

TEST(Trace, ErrorsNameTheirLine) {
    EXPECT_EQ(error_of("# x\n\n> frobnicate\n"),
              "line 3, '> frobnicate': expected a command, event, ask or reply of docs/target-protocol.md, or a "
              "comment");
    EXPECT_EQ(error_of("> call 0001 0 0 0 0\n"), "line 1, '> call 0001 0 0 0 0': the line ends too soon");
    EXPECT_EQ(error_of("> reset\n< ok\n< ok\n"), "line 3, '< ok': there is no command before it");
    EXPECT_EQ(error_of("< ok\n"), "line 1, '< ok': there is no command before it");
    EXPECT_EQ(error_of("! relinquish 0000000000000012 0\n"),
              "line 1, '! relinquish 0000000000000012 0': there is no command before it");
    EXPECT_EQ(error_of("> reset\n< error no\n"), "line 2, '< error no': a trace holds no reply of this kind");
    EXPECT_EQ(error_of("> reset\n= ok\n"), "line 2, '= ok': there is no ask before it");
    EXPECT_EQ(error_of("> close 0\n? reclaim 1\n< ok\n"), "line 3, '< ok': the ask before it has no answer");
    EXPECT_EQ(error_of("> close 0\n? reclaim 1\n? reclaim 1\n"),
              "line 3, '? reclaim 1': the ask before it has no answer");
    EXPECT_EQ(error_of("> close 0\n? reclaim 1\n> close 0\n"), "line 3, '> close 0': the ask before it has no answer");
    EXPECT_EQ(error_of("> close 0\n? reclaim 1\n"), "the trace ends after an ask without an answer");
    EXPECT_EQ(error_of("> reset\n! ready\n").substr(0, 17), "line 2, '! ready'");
}

/// Everything that can be said is read as it was written.
RC_GTEST_PROP(Trace, EverythingComesBack, ()) {
    Trace trace;
    const auto count = *rc::gen::inRange(0, 8);
    for (int i = 0; i < count; ++i) {
        Said said{gen::command(), {}, {}};
        for (auto asks = *rc::gen::inRange(0, 3); asks > 0; --asks) {
            const Ask ask = gen::ask();
            said.asked.push_back({ask, gen::granted(ask)});
            if (std::holds_alternative<Send>(ask)) {
                said.asked.back().meanwhile = {{Write{1, 0, {0x5a}}, Reply{{}, Ok{}}},
                                               {Read{1, 2, 3}, Reply{{}, Bytes{{7, 8, 9}}}}};
            }
        }
        Reply reply;
        for (auto events = *rc::gen::inRange(0, 3); events > 0; --events) {
            reply.events.push_back(gen::event());
        }
        reply.result = gen::result(said.command);
        if (gen::any<bool>()) {
            said.reply = reply;
        }
        trace.push_back(said);
    }
    RC_ASSERT(parse_trace(to_text(trace)) == trace);
}

// --- replay ----------------------------------------------------------------------------------------------------------

/// A link that says what a trace says.
Link actor(Trace script, std::vector<Command>* heard = nullptr) {
    return [script = std::move(script), heard, next = size_t{0}](std::span<const Command> commands, const Grant& grant,
                                                                 const TakeReply& take) mutable {
        for (const Command& command : commands) {
            if (heard != nullptr) {
                heard->push_back(command);
            }
            const Said& said = script.at(next++);
            for (const Asked& asked : said.asked) {
                grant(asked.ask);
            }
            if (!said.reply) {
                throw TargetLost(TargetLost::How::crashed, "gone");
            }
            take(Reply(*said.reply));
        }
    };
}

TEST(Replay, TheSameHappens) {
    const Trace trace = parse_trace(text);
    std::vector<Command> heard;
    EXPECT_FALSE(replay(trace, actor(trace, &heard)));
    ASSERT_EQ(heard.size(), trace.size());
    for (size_t i = 0; i < heard.size(); ++i) {
        EXPECT_EQ(heard[i], trace[i].command);
    }
}

TEST(Replay, TheFirstDifferenceIsTold) {
    const Trace trace = parse_trace(text);
    Trace other = trace;
    other[2].reply->events[0].result = -6;
    other[4].reply->result = Failed{5};
    const auto difference = replay(trace, actor(other));
    ASSERT_TRUE(difference);
    EXPECT_EQ(difference->index, 2u);
    EXPECT_EQ(difference->expected, trace[2]);
    EXPECT_EQ(difference->seen, other[2]);
}

TEST(Replay, TheNameMayDiffer) {
    const Trace trace = parse_trace(text);
    Trace other = trace;
    std::get<Greeting>(other[0].reply->result).name = "y";
    EXPECT_FALSE(replay(trace, actor(other)));
}

TEST(Replay, WhatIsNotInTheTextMayDiffer) {
    const Trace trace = parse_trace("> call 0001 00ff0002 12 0 0 0\n! relinquish 12 0\n< ok 00ff0002 0 0 0 0\n");
    Trace in_process = trace;
    in_process[0].reply->events[0].sender_id = 1;
    EXPECT_FALSE(replay(trace, actor(in_process)));
}

TEST(Replay, AddressesMayDiffer) {
    const auto trace_at = [](const char* base) {
        return parse_trace(fmt::format("> alloc 1 1000\n? share 8003 {0} 1000\n= ok 12\n< ok 1 {0} 1000\n", base));
    };
    EXPECT_FALSE(replay(trace_at("7f0000001000"), actor(trace_at("7f0000002000"))));
    EXPECT_TRUE(replay(trace_at("7f0000001000"), actor(trace_at("0"))));
}

TEST(Replay, OtherAsksAreDifferences) {
    const Trace trace = parse_trace(text);
    Trace more = trace;
    more[4].asked.push_back(more[4].asked[0]);
    Trace fewer = trace;
    fewer[4].asked.pop_back();
    Trace other = trace;
    std::get<Send>(other[4].asked[0].ask).endpoint = 0x8004;
    for (const Trace& played : {more, fewer, other}) {
        const auto difference = replay(trace, actor(played));
        ASSERT_TRUE(difference);
        EXPECT_EQ(difference->index, 4u);
    }
}

TEST(Replay, WhetherTheTargetIsLostCounts) {
    const Trace trace = parse_trace(text);
    Trace lives = trace;
    lives[5].reply = Reply{};
    EXPECT_EQ(replay(trace, actor(lives)).value().index, 5u);
    Trace dies = trace;
    dies[3].reply.reset();
    const auto difference = replay(trace, actor(dies));
    EXPECT_EQ(difference.value().index, 3u);
    EXPECT_FALSE(difference.value().seen.reply);
}

/// Handles as the target chooses them now.
TEST(Replay, HandlesAreTranslated) {
    const Trace trace = parse_trace("> share 0001 1000 0000000000000000\n"
                                    "< ok 0000001200000034\n"
                                    "> call 0001 00ff0001 00000034 00000012 00000000 00000000\n"
                                    "! retrieve 0001 0000001200000034 0000000000000000 0\n"
                                    "< ok 00ff0001 00000000 00000000 00000000 00000000\n"
                                    "> call 0001 00410001 00000034 00000012 00000004 00000000\n"
                                    "< ok 00410001 00000000 00000000 00000004 00000000\n"
                                    "> call 0001 00ff0003 00000034 00000012 00000000 00000000\n"
                                    "< ok 00ff0003 fffffffd 00000000 00000000 00000000\n"
                                    "> read 0000001200000034 0 1\n"
                                    "< ok 00\n"
                                    "> write 0000001200000034 0 01\n"
                                    "< ok\n"
                                    "> reclaim 0001 0000001200000034\n"
                                    "< ffa -6\n");
    Trace now = trace;
    constexpr uint64_t chosen = 0x99999999aaaaaaaa;
    now[0].reply->result = Shared{chosen};
    now[1].reply->events[0].handle = chosen;
    std::vector<Command> heard;
    EXPECT_FALSE(replay(trace, actor(now, &heard)));
    const std::vector<std::string> expected = {"> share 0001 1000 0000000000000000",
                                               "> call 0001 00ff0001 aaaaaaaa 99999999 00000000 00000000",
                                               "> call 0001 00410001 aaaaaaaa 99999999 00000004 00000000",
                                               "> call 0001 00ff0003 00000034 00000012 00000000 00000000",
                                               "> read 99999999aaaaaaaa 0 1",
                                               "> write 99999999aaaaaaaa 0 01",
                                               "> reclaim 0001 99999999aaaaaaaa"};
    std::vector<std::string> lines;
    std::ranges::transform(heard, std::back_inserter(lines), [](const Command& c) { return to_line(c); });
    EXPECT_EQ(lines, expected);
    // A difference is told with the trace's handles.
    now[1].reply->events[0].result = -6;
    EXPECT_EQ(replay(trace, actor(now)).value().seen.reply->events[0].handle, 0x0000001200000034u);
}

} // namespace
} // namespace tsrpc::conformance
