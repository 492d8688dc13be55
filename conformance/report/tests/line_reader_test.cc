// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/line_reader.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace tsrpc::report {
namespace {

/// Reads a line from memory of just its size, so that AddressSanitizer sees what is read beyond it.
Line take(LineReader& reader, const std::string& line) {
    const std::vector<char> exact(line.begin(), line.end());
    return reader.take(exact.data(), exact.size());
}

Line take(const std::string& line) {
    LineReader reader;
    return take(reader, line);
}

constexpr Registers words = {{0x00ff0003, 0xd552dfd9, 0xb24ba216, 0x6dd2a49a, 0xc0e8843b}};
constexpr Registers short_words = {{0x00ff0003, 0x12, 0, 0x10, 0}};

/// The line with the words: @ stands for full ones, % for others.
std::string with_frame(std::string line) {
    for (const auto& [sign, text] :
         {std::pair('@', "00ff0003 d552dfd9 b24ba216 6dd2a49a c0e8843b"), std::pair('%', "00ff0003 12 0 10 0")}) {
        if (const size_t at = line.find(sign); at != line.npos) {
            line.replace(at, 1, text);
        }
    }
    return line;
}

void expect_frame(const std::string& line, const Registers& expected, bool has_direction, Direction direction) {
    const Line seen = take(line);
    ASSERT_EQ(seen.content, LineContent::frame) << line << ": " << seen.problem.c_str();
    EXPECT_EQ(seen.frame.words, expected) << line;
    EXPECT_EQ(seen.frame.has_direction, has_direction) << line;
    EXPECT_EQ(seen.frame.direction, direction) << line;
}

TEST(LineReader, FindsFullWordsAnywhere) {
    for (const std::string line : {
             "@",
             "@  # comment",
             "0x00ff0003, 0Xd552dfd9, 0xB24BA216, 0x6dd2a49a, 0xc0e8843b;",
             "static const uint32_t frame[] = {0xff0003, 0xd552dfd9, 0xb24ba216, 0x6dd2a49a, 0xc0e8843b};",
             "[   12.345678] tstee arm-ffa-8: @",
             "[   12.345678][  T123] tstee arm-ffa-8: request @ sent",
             "<6>[   12.345678] tstee: @",
             "Nov 26 11:44:24 board kernel: [ 1.5] sp @",
             "D/TC:0 0 spmc_sp_msg_handler:1234 @",
             "D/TC:? 0 spmc_sp_msg_handler:1234 @",
             "I/TC:0 0 @",
             "I/TC: @",
             "F/TC:? 0 trace_syscall:149 @",
             "NOTICE:  @",
             "NOTICE: hafnium @",
             "VERBOSE: Forwarding @ to 8003",
             "INFO:    SPMD: @",
             "I/SP: (@)",
             "12 @",
             "1764157464 0001 @",
             "\"@\"",
             "[00ff0003] [d552dfd9] [b24ba216] [6dd2a49a] [c0e8843b]",
             "00ff0003; d552dfd9; b24ba216; 6dd2a49a; c0e8843b",
             "a | 0x00ff0003 | 0xd552dfd9 | 0xb24ba216 | 0x6dd2a49a | 0xc0e8843b |",
             "(80001234) @",
             "[80001234] 80004321: @",
             "0000000000ff0003 00000000d552dfd9 00000000b24ba216 000000006dd2a49a 00000000c0e8843b",
             "0xff0003 0xd552dfd9 0xb24ba216 0x000000006dd2a49a 0xc0e8843b",
             "W3-W7: @",
             "W3: @",
         }) {
        expect_frame(with_frame(line), words, false, Direction::request);
    }
    for (const std::string line : {"< @", "sp -> x <@", "[1.5] a <- b: @", "<7>[1.5] < @", "<= @", "(< @)"}) {
        expect_frame(with_frame(line), words, true, Direction::response);
    }
    for (const std::string line : {">@", "  > @", "[1.5] a -> b: @", "<7>[1.5] > @", "=> @", "a < b > @"}) {
        expect_frame(with_frame(line), words, true, Direction::request);
    }
}

TEST(LineReader, FindsShortWordsAlone) {
    for (const std::string line :
         {"%", "  %\r", "[1.5] sp: %", "D/TC:0 0 %", "caller - sp: % (ok)", "got \"%\"", "[%]"}) {
        expect_frame(with_frame(line), short_words, false, Direction::request);
    }
    for (const std::string line : {"> %", "[   12.345678] tstee: > %", "D/TC:0 0 f:12 >%", "> % (sent)"}) {
        expect_frame(with_frame(line), short_words, true, Direction::request);
    }
    for (const std::string line : {"-> %", "-->%", "=> %", "[1.5] tstee: -> %", "sp -> % (sent)", "a <-> %"}) {
        expect_frame(with_frame(line), short_words, true, Direction::request);
    }
    for (const std::string line : {"< %", "<- %", "<-%", "<-- %", "<= %", "[1.5] tstee: <- %", "sp -> x <- % (ok)"}) {
        expect_frame(with_frame(line), short_words, true, Direction::response);
    }
    expect_frame("1 2 3 4 5", {{1, 2, 3, 4, 5}}, false, Direction::request);
    expect_frame("x: < 1 2 3 4 5", {{1, 2, 3, 4, 5}}, true, Direction::response);
    expect_frame("w3: ff0003 12 0 10 0", short_words, false, Direction::request);
}

TEST(LineReader, FindsRegistersByName) {
    for (const std::string line : {
             "W3: 0x00ff0003 W4: 0x12 W5: 0x0 W6: 0x10 W7: 0x0",
             "w3=00ff0003 w4=12 w5=0 w6=10 w7=0",
             "w3=ff0003,w4=12,w5=0,w6=10,w7=0",
             "[   12.3] tstee: w3 = 0xff0003, w4 = 0x12, w5 = 0x0, w6 = 0x10, w7 = 0x0 (ok)",
             "NOTICE:  W3 : ff0003; W4 : 12; W5 : 0; W6 : 10; W7 : 0",
             "x3=0000000000ff0003 x4=0000000000000012 x5=0000000000000000 x6=0000000000000010 x7=0000000000000000",
             "{x3: 0x0000000000ff0003, x4: 0x0000000000000012, x5: 0, x6: 0x10, x7: 0x0000000000000000}",
             "x3 0000000000ff0003 x4 0000000000000012 x5 0000000000000000 x6 0000000000000010 x7 0000000000000000",
             "x3=00ff0003 x4=12 x5=0 x6=10 x7=0 x8=1234567812345678 x9=0",
             "x7=0 x6=10 x5=0 x4=12 x3=0000000000ff0003",
             "W7: 0 W6: 10 W5: 0 W4: 12 W3: ff0003 W2: 0",
             "W3=ff0003 W5=0 W4=12 W6=10 W7=0",
         }) {
        expect_frame(line, short_words, false, Direction::request);
    }
    expect_frame("< W3=ff0003 W4=12 W5=0 W6=10 W7=0", short_words, true, Direction::response);
}

TEST(LineReader, ReadsWhoSendsIt) {
    for (const std::string line : {
             "x0=8400006f x1=00018003 x2=0 x3=00ff0003 x4=12 x5=0 x6=10 x7=0",
             "w0: 0x8400006f, w1: 0x18003, w3: 0xff0003, w4: 0x12, w5: 0x0, w6: 0x10, w7: 0x0",
             "VERBOSE: smc 8400006f 00018003 00000000 00ff0003 00000012 00000000 00000010 00000000",
             "x0-x7: 0x8400006f 0x18003 0x0 0xff0003 0x12 0x0 0x10 0x0",
             "x0..x7 8400006f 00018003 00000000 00ff0003 00000012 00000000 00000010 00000000 to the SPMC",
             "< W0: 8400006f 18003 0 ff0003 12 0 10 0",
             "x7=0 x6=10 x5=0 x4=12 x3=00ff0003 x2=0 x1=00018003 x0=8400006f",
         }) {
        expect_frame(line, short_words, true, Direction::request);
        const LoggedFrame frame = take(line).frame;
        EXPECT_EQ(frame.form, FrameForm::ffa) << line;
        EXPECT_EQ(frame.sender, 0x0001) << line;
        EXPECT_EQ(frame.receiver, 0x8003) << line;
    }
    expect_frame("x0=0000000084000070 x1=80030001 x2=0 x3=00ff0003 x4=12 x5=0 x6=10 x7=0", short_words, true,
                 Direction::response);
    const std::string other = "x0=84000077 x1=1 x2=2 x3=3 x4=4 x5=5 x6=6 x7=7";
    EXPECT_EQ(take(other).content, LineContent::other) << "FFA_MEM_RELINQUISH, say";
}

TEST(LineReader, FindsNothingInOtherLines) {
    for (const std::string line : {
             "1",
             "1 2 3 4",
             "1 2 3 4 5 6",
             "1 2 3 4 g",
             "g 1 2 3 4 5",
             "cpu usage: 10 20 30 40 50",
             "1 2 3 4 0x0x5",
             "1 2 (3) 4 5",
             "(1) (2) (3) (4) (5)",
             "1 2 3 4 -5",
             "20261126 11 44 24 1 up",
             "[   12.345678] Booting Linux on physical CPU 0x0000000000 [0x411fd070]",
             "80000000: 00000001 00000002 00000003 00000004",
             "00000010  7f 45 4c 46 02  |.ELF.|",
             "ffff800010a3bd60 ffff800010a3bd60 ffff800010a3bd60 ffff800010a3bd60 0000000000000000",
             "x5 : 0000000000000000 x4 : 0000000000000000 x3 : 0000000000ff0003",
             "x29: ffff800010a3bd60 x28: 0000000000000000 x27: 0000000000000000",
             "E/TC:0 0  x2  0000000040000000 x3  0000000000000000",
             "x3             = 0x0000000000ff0003",
             "W3 W4 W5 W6 W7",
             "registers W3 to W7",
             "at 00ff0003 d552dfd9 b24ba216 6dd2a49a",
             "[00ff0003] [d552dfd9] [b24ba216] [6dd2a49a]",
             "[1] [00ff0003] [d552dfd9] [b24ba216] [6dd2a49a] [c0e8843b] [00ff0003]",
             "a 00ff0003 d552dfd9 b24ba216 6dd2a49a c0e8843b 1",
             "caf\xc3\xa9 1 2 3 4 \xd9\xa5",
             "\x01\x02\xff",
             "> frobnicate 1",
             "? ",
             "= ok?",
             "boot: 1 2 3",
             "> 2 packets",
         }) {
        const Line seen = take(line);
        EXPECT_EQ(seen.content, LineContent::other) << line << ": " << seen.problem.c_str();
    }
    EXPECT_EQ(take(std::string("1 2 3 4 5\0", 10)).content, LineContent::other);
}

TEST(LineReader, SaysWhatIsWrong) {
    for (const auto& [line, problem] : std::vector<std::pair<std::string, std::string>>{
             {"> 00ff0000 0 0 0", "4 words; expected five"},
             {"00ff0000 0 0 0", "4 words; expected five"},
             {"00ff0000 0 0 0 0 0", "6 words; expected five"},
             {"< 1 2 3 4 5 6", "6 words; expected five"},
             {"<- 00ff0000 1 0 0", "4 words; expected five"},
             {"-> 00ff0000 1 0 0", "4 words; expected five"},
             {"<= 1 2 3 4 5 6", "6 words; expected five"},
             {"> 0001 00ff0003 d552dfd9 b24ba216 6dd2a49a c0e8843b", "6 words; expected five"},
             {"> call 1 2 3 4 5", "4 words; expected five"},
             {"> call 1 2 3 4 5 6 7", "6 words; expected five"},
             {"> call 0001", "0 words; expected five"},
             {"> call 10001 2 3 4 5 6", "an id of more than 16 bits"},
             {"? send 1 2", "1 word; expected five"},
             {"> 1 2 3 4 123456789", "the upper half of W7 is not 0"},
             {"x3=0000000100ff0003 x4=0 x5=0 x6=0 x7=0", "the upper half of W3 is not 0"},
             {"x3=00ff0003 x4=ffffffff00000000 x5=0 x6=0 x7=0", "the upper half of W4 is not 0"},
             {"W3=00ff0003 W4=0 W5=0 W6=0", "W7 is missing; expected W3 to W7"},
             {"W3: 00ff0003 W4: 0 W6: 0 W7: 0", "W5 is missing; expected W3 to W7"},
             {"x0=8400006f x1=18003 x2=0 x3=00ff0003", "W4 is missing; expected W3 to W7"},
             {"W3=0 W4=0 W5=0 W6=0 W7=0 0", "more than one word behind a register's name"},
             {"W3=0 W4=0 W5=0 W6=0 W7=0 W7=1", "registers that are there twice; expected W3 to W7 once each"},
             {"x7=0 x6=0 x5=0 x4=0 x3=0 x7=1", "registers that are there twice; expected W3 to W7 once each"},
             {"> 00ff0000 0 0 0 0 took 3 us",
              "text behind five words; expected eight digits each, or two spaces and # before a comment"},
             {"> 00ff0000 0 0 0 0 # one space",
              "text behind five words; expected eight digits each, or two spaces and # before a comment"},
             {with_frame("@") + " -> " + with_frame("@"), "two frames; expected one in a line"},
         }) {
        const Line seen = take(line);
        EXPECT_EQ(seen.content, LineContent::malformed) << line;
        EXPECT_EQ(seen.problem.c_str(), problem) << line;
    }
}

TEST(LineReader, KnowsWhatStandsBesideFrames) {
    for (const std::string line :
         {"", " ", " \t\r", "#", "# 1 2 3 4 5", "  # 1 2 3 4 5", "> hello 2", "< ok 2 sp 8003 name=it", "> bye", "< ok",
          "< ffa -6", "! ready", "! retrieve 0001 fedcba9876543210 0000000000000000 0", "! fault 11 create 0 near null",
          "? partitions bdcd76d7-825e-4751-963b-86d4f84943ac 5", "= ok", "= ffa -2", "    > reset"}) {
        EXPECT_EQ(take(line).content, LineContent::beside) << line;
    }
    for (const std::string line : {"! odd", "> hello2", "ok", "= what", "? who"}) {
        EXPECT_EQ(take(line).content, LineContent::other) << line;
    }
}

TEST(LineReader, RefusesLinesThatAreTooLong) {
    LineReader reader;
    const std::string longest = std::string(longest_line - 9, ' ') + "1 2 3 4 5";
    EXPECT_EQ(take(reader, longest).content, LineContent::frame);
    take(reader, "> bye");
    const Line seen = take(reader, ' ' + longest);
    EXPECT_EQ(seen.content, LineContent::malformed);
    EXPECT_STREQ(seen.problem.c_str(), "more than 1048576 bytes");
    EXPECT_EQ(take(reader, "< ok 1 2 3 4 5").content, LineContent::frame) << "what it answers is not known";
}

TEST(LineReader, PairsWhatATracePairs) {
    LineReader reader;
    EXPECT_EQ(take(reader, "< ok 1 2 3 4 5").content, LineContent::frame) << "nothing is known yet";
    const LoggedFrame call = take(reader, "> call 0001 00ff0003 1 2 3 4").frame;
    EXPECT_EQ(call.words, (Registers{{0x00ff0003, 1, 2, 3, 4}}));
    EXPECT_EQ(call.form, FrameForm::call);
    EXPECT_EQ(call.sender, 0x0001);
    EXPECT_EQ(take(reader, "! retrieve 0001 fedcba9876543210 0000000000000000 0").content, LineContent::beside);
    const LoggedFrame answer = take(reader, "< ok 00ff0003 0 1 0 0").frame;
    ASSERT_TRUE(answer.is_answer);
    EXPECT_EQ(answer.form, FrameForm::call);
    EXPECT_EQ(answer.request, (Registers{{0x00ff0003, 1, 2, 3, 4}}));

    EXPECT_EQ(take(reader, "? partitions bdcd76d7-825e-4751-963b-86d4f84943ac 5").content, LineContent::beside);
    EXPECT_EQ(take(reader, "= ok 8001 8002 8003 8004 8005").content, LineContent::beside);
    const LoggedFrame send = take(reader, "? send 8001 00ff0000 0 0 0 0").frame;
    EXPECT_EQ(send.form, FrameForm::send);
    EXPECT_EQ(send.receiver, 0x8001);
    EXPECT_TRUE(take(reader, "= ok 00ff0000 1 0 0 0").frame.is_answer);

    EXPECT_EQ(take(reader, "> bye").content, LineContent::beside);
    EXPECT_EQ(take(reader, "< ok 1 2 3 4 5").content, LineContent::beside);
    EXPECT_FALSE(take(reader, "< 1 2 3 4 5").frame.is_answer) << "a frame without ok stands alone";

    take(reader, "> call 0001 00ff0000 0 0 0 0");
    EXPECT_STREQ(take(reader, "< ok 1 2 3 4").problem.c_str(), "no five words; expected the answer to a request");
    take(reader, "> call 0001 00ff0000 0 0 0");
    EXPECT_FALSE(take(reader, "< ok 00ff0000 1 0 0 0").frame.is_answer) << "what was asked is not known";
}

} // namespace
} // namespace tsrpc::report
