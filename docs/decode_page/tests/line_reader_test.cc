// SPDX-License-Identifier: BSD-3-Clause
#include "docs/decode_page/line_reader.hpp"

#include "docs/decode_page/json_writer.hpp"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

namespace tsrpc::docs {
namespace {

/// Reads a line from memory of just its size, so that AddressSanitizer sees what is read beyond it.
std::optional<Frame> take(LineReader& reader, const std::string& line) {
    const std::vector<char> exact(line.begin(), line.end());
    Frame frame = {};
    return reader.take(exact.data(), exact.size(), frame) ? std::optional(frame) : std::nullopt;
}

std::optional<Frame> take(const std::string& line) {
    LineReader reader;
    return take(reader, line);
}

constexpr Registers words = {{0x00ff0003, 0xd552dfd9, 0xb24ba216, 0x6dd2a49a, 0xc0e8843b}};
constexpr const char* text = "00ff0003 d552dfd9 b24ba216 6dd2a49a c0e8843b";

TEST(LineReader, FindsFiveWordsAnywhere) {
    for (const std::string line : {"%", "  > %", ">%\r", "[1.5] sp: %", "%  # comment",
                                   "{0x00ff0003, 0Xd552dfd9, "
                                   "0xB24BA216, 0x6dd2a49a, 0xc0e8843b}",
                                   "<7>[1.5] > % sent", "12:30 -> (%)"}) {
        std::string full = line;
        if (const size_t at = line.find('%'); at != line.npos) {
            full.replace(at, 1, text);
        }
        const std::optional<Frame> frame = take(full);
        ASSERT_TRUE(frame) << full;
        EXPECT_EQ(frame->words, words) << full;
        EXPECT_EQ(frame->direction, Direction::request) << full;
    }
}

TEST(LineReader, FindsNoFrameElsewhere) {
    for (const std::string line : {"",
                                   " ",
                                   "#",
                                   "# 1 2 3 4 5",
                                   "  # 1 2 3 4 5",
                                   "1",
                                   "1 2 3 4",
                                   "1 2 3 4 5 6",
                                   "1 2 3 4 g",
                                   "1 2 3 4 0x",
                                   "1 2 3 4 0x0x5",
                                   "1 2 3 4 123456789",
                                   "1 2 (3) 4 5",
                                   "1 2 3 4 -5",
                                   "> call 1 2 3 4 5",
                                   "> call 1 2 3 4 5 6 7",
                                   "  #",
                                   ">",
                                   "? ",
                                   "= ok"}) {
        EXPECT_FALSE(take(line)) << line;
    }
}

TEST(LineReader, TakesTheLastMark) {
    EXPECT_EQ(take("a > b < 1 2 3 4 5")->direction, Direction::response);
    EXPECT_EQ(take("a < b > 1 2 3 4 5")->direction, Direction::request);
    EXPECT_EQ(take("< 1 2 3 4 5 >")->direction, Direction::response);
}

TEST(LineReader, PairsWhatATracePairs) {
    LineReader reader;
    EXPECT_TRUE(take(reader, "< ok 1 2 3 4 5")) << "nothing is known yet";
    EXPECT_EQ(take(reader, "> call 0001 00ff0003 1 2 3 4")->words, (Registers{{0x00ff0003, 1, 2, 3, 4}}));
    EXPECT_FALSE(take(reader, "! retrieve 0001 fedcba9876543210 0000000000000000 0"));
    const std::optional<Frame> answer = take(reader, "< ok 00ff0003 0 1 0 0");
    ASSERT_TRUE(answer && answer->is_answer);
    EXPECT_EQ(answer->request, (Registers{{0x00ff0003, 1, 2, 3, 4}}));

    EXPECT_FALSE(take(reader, "? partitions bdcd76d7-825e-4751-963b-86d4f84943ac 5"));
    EXPECT_FALSE(take(reader, "= ok 8001 8002 8003 8004 8005"));
    EXPECT_TRUE(take(reader, "? send 8001 00ff0000 0 0 0 0"));
    EXPECT_TRUE(take(reader, "= ok 00ff0000 1 0 0 0")->is_answer);

    EXPECT_FALSE(take(reader, "> bye"));
    EXPECT_FALSE(take(reader, "< ok 1 2 3 4 5"));
    EXPECT_FALSE(take(reader, "< 1 2 3 4 5")->is_answer) << "a frame without ok stands alone";
}

TEST(JsonWriter, PutsCommasAndQuotes) {
    char buffer[100];
    JsonWriter out(buffer, sizeof buffer);
    out.open_object().key("a").string("x\"\\").key("b").open_array().number(-1).number(2).open_object().close_object();
    out.null().boolean(true).close_array().key("c").open_array().close_array().close_object();
    EXPECT_EQ(std::string(buffer, out.size()), R"({"a":"x\"\\","b":[-1,2,{},null,true],"c":[]})");
}

TEST(JsonWriterDeathTest, EndsTheProgramWhereTheBufferIsFull) {
    char buffer[4];
    EXPECT_EQ(JsonWriter(buffer, sizeof buffer).string("12").size(), 4u);
    EXPECT_DEATH(JsonWriter(buffer, sizeof buffer).string("123"), "");
}

} // namespace
} // namespace tsrpc::docs
