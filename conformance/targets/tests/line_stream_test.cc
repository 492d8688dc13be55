// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/line_stream.hpp"

#include "conformance/targets/tests/stream_pair.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fcntl.h>
#include <thread>

namespace tsrpc::conformance {
namespace {

using namespace std::chrono_literals;
using Moved = LineStream::Moved;

constexpr auto patient = 60s;

std::optional<std::string> read(LineStream& stream) {
    const auto line = stream.read_line();
    return line ? std::optional(std::string(*line)) : std::nullopt;
}

/// The ways that bytes can take: one descriptor for both directions, or one for each.
class LineStreamTest : public testing::TestWithParam<bool> {
  protected:
    StreamPair pair{GetParam() ? StreamPair::sockets() : StreamPair::pipes()};
};

INSTANTIATE_TEST_SUITE_P(Ways, LineStreamTest, testing::Bool(),
                         [](const auto& way) { return way.param ? "Socket" : "Pipes"; });

TEST_P(LineStreamTest, ReadsLinesHoweverTheyArrive) {
    pair.say("one\ntwo\r\n\n\r\nthr");
    EXPECT_EQ(read(*pair.stream), "one");
    EXPECT_EQ(read(*pair.stream), "two");
    EXPECT_EQ(read(*pair.stream), "");
    EXPECT_EQ(read(*pair.stream), "");
    EXPECT_EQ(pair.stream->next_line(), std::nullopt);
    EXPECT_EQ(pair.stream->half_line(), "thr");
    EXPECT_EQ(pair.stream->move(0ms), Moved::none);
    pair.say("\ree\r\r\n");
    EXPECT_EQ(read(*pair.stream), "thr\ree\r");
    EXPECT_EQ(pair.stream->received(), 21u);
}

TEST_P(LineStreamTest, ReadsWhatCameBeforeTheEnd) {
    pair.say("whole\nhalf");
    pair.hang_up();
    EXPECT_EQ(read(*pair.stream), "whole");
    EXPECT_EQ(read(*pair.stream), std::nullopt);
    EXPECT_EQ(pair.stream->half_line(), "half");
    EXPECT_EQ(pair.stream->move(0ms), Moved::closed);
}

TEST_P(LineStreamTest, TakesLinesFromElsewhere) {
    pair.say("one\nt");
    EXPECT_EQ(read(*pair.stream), "one");
    pair.stream->add("wo\nthree\n");
    EXPECT_EQ(pair.stream->next_line(), "two");
    EXPECT_EQ(pair.stream->next_line(), "three");
}

TEST_P(LineStreamTest, KnowsAnEndlessLine) {
    const std::string longest(LineStream::longest_line, 'a');
    std::thread sender([&] { pair.say(longest + '\n' + longest + "a\n"); });
    EXPECT_EQ(read(*pair.stream), longest);
    EXPECT_EQ(read(*pair.stream), std::nullopt);
    EXPECT_TRUE(pair.stream->is_too_long());
    sender.join();
}

TEST_P(LineStreamTest, SendsLines) {
    pair.stream->put("one");
    pair.stream->put("");
    EXPECT_EQ(pair.stream->unsent(), "one\n\n");
    EXPECT_EQ(pair.stream->said(), 5u);
    EXPECT_TRUE(pair.stream->flush());
    EXPECT_EQ(pair.stream->unsent(), "");
    EXPECT_EQ(pair.heard(5), "one\n\n");
}

/// Both sides have more to say than what lies between them holds, and neither reads all before it has said all.
TEST_P(LineStreamTest, NeverWaitsForASideThatWaits) {
    const std::string line(1000, 'a');
    constexpr int count = 20'000;
    std::thread other([&] {
        std::string all;
        for (int i = 0; i < count; ++i) {
            all += line + '\n';
        }
        pair.say(all);
        EXPECT_EQ(pair.heard(all.size()), all);
    });
    for (int i = 0; i < count; ++i) {
        pair.stream->put(line);
    }
    int lines = 0;
    while (lines < count || !pair.stream->unsent().empty()) {
        if (pair.stream->next_line()) {
            ++lines;
        } else {
            ASSERT_EQ(pair.stream->move(patient), Moved::bytes);
        }
    }
    other.join();
}

TEST_P(LineStreamTest, SaysWhenTheTimeIsOver) {
    EXPECT_EQ(pair.stream->move(1ms), Moved::none);
    pair.stream->put(std::string(size_t{1} << 24, 'a')); // nobody reads
    while (pair.stream->move(1ms) == Moved::bytes) {
    }
    EXPECT_FALSE(pair.stream->unsent().empty());
}

TEST_P(LineStreamTest, SpeaksToNobodyWithoutASignal) {
    pair.say("last words\n");
    pair.hang_up();
    EXPECT_NE(signal(SIGPIPE, SIG_DFL), SIG_ERR);
    for (int i = 0; i < 2; ++i) {
        pair.stream->put("line");
        EXPECT_FALSE(pair.stream->flush());
        EXPECT_EQ(pair.stream->unsent(), "");
    }
    // What the other side said before is still there.
    while (pair.stream->move(patient) != Moved::closed) {
    }
    EXPECT_EQ(pair.stream->next_line(), "last words");
}

TEST(LineStreamOwns, ItsDescriptors) {
    int fds[2];
    ASSERT_EQ(pipe(fds), 0);
    { const LineStream stream(fds[0], fds[1]); }
    EXPECT_EQ(fcntl(fds[0], F_GETFD), -1);
    EXPECT_EQ(fcntl(fds[1], F_GETFD), -1);
}

} // namespace
} // namespace tsrpc::conformance
