// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/line_stream.hpp"

#include <gtest/gtest.h>

#include <sys/socket.h>
#include <unistd.h>

#include <thread>
#include <utility>

namespace tsrpc::conformance {
namespace {

using namespace std::chrono_literals;
using Trouble = LineStream::Trouble;

LineStream::Deadline in(std::chrono::milliseconds time) { return LineStream::Clock::now() + time; }

/// A stream, and the other end as a plain descriptor.
struct Pair {
    Pair() : Pair(make()) {}
    ~Pair() { hang_up(); }
    Pair(const Pair&) = delete;
    Pair& operator=(const Pair&) = delete;

    void send(std::string_view text) const {
        EXPECT_EQ(::write(other, text.data(), text.size()), ssize_t(text.size()));
    }
    void hang_up() {
        if (other >= 0) {
            close(std::exchange(other, -1));
        }
    }

    LineStream stream;
    int other;

  private:
    struct Fds {
        int fds[2];
    };
    static Fds make() {
        Fds pair = {};
        EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pair.fds), 0);
        return pair;
    }
    explicit Pair(const Fds& pair) : stream(pair.fds[0]), other(pair.fds[1]) {}
};

TEST(LineStream, ReadsLinesHoweverTheyArrive) {
    Pair pair;
    pair.send("one\ntwo\n\nthr");
    EXPECT_EQ(pair.stream.read_line(in(10s)), "one");
    EXPECT_EQ(pair.stream.read_line(in(10s)), "two");
    EXPECT_EQ(pair.stream.read_line(in(10s)), "");
    EXPECT_EQ(pair.stream.read_line(in(1ms)), std::nullopt);
    EXPECT_EQ(pair.stream.trouble(), Trouble::late);
    pair.send("ee\n");
    EXPECT_EQ(pair.stream.read_line(in(10s)), "three");
}

TEST(LineStream, ReadsWhatArrivedBeforeALateLook) {
    Pair pair;
    pair.send("ok\n");
    EXPECT_EQ(pair.stream.read_line(in(-1s)), "ok");
}

TEST(LineStream, TellsTheEndFromALateLine) {
    Pair pair;
    pair.send("whole\nhalf");
    pair.hang_up();
    EXPECT_EQ(pair.stream.read_line(std::nullopt), "whole");
    EXPECT_EQ(pair.stream.read_line(std::nullopt), std::nullopt);
    EXPECT_EQ(pair.stream.trouble(), Trouble::closed);
}

TEST(LineStream, ReadsTheLongestLine) {
    Pair pair;
    const std::string longest(LineStream::longest_line, 'a');
    std::thread sender([&] { pair.send(longest + '\n'); });
    EXPECT_EQ(pair.stream.read_line(in(60s)), longest);
    sender.join();
}

TEST(LineStream, GivesUpAnEndlessLine) {
    Pair pair;
    std::thread sender([fd = pair.other] {
        const std::string chunk(65536, 'a');
        for (size_t sent = 0; sent <= LineStream::longest_line; sent += chunk.size()) {
            EXPECT_EQ(::write(fd, chunk.data(), chunk.size()), ssize_t(chunk.size()));
        }
    });
    EXPECT_EQ(pair.stream.read_line(in(60s)), std::nullopt);
    EXPECT_EQ(pair.stream.trouble(), Trouble::too_long);
    sender.join();
}

TEST(LineStream, WritesNoLongerThanItsDeadline) {
    Pair pair;
    EXPECT_TRUE(pair.stream.write("small\n", in(10s)));
    EXPECT_FALSE(pair.stream.write(std::string(size_t{1} << 24, 'a'), in(50ms))); // nobody reads
    EXPECT_EQ(pair.stream.trouble(), Trouble::late);
}

TEST(LineStream, WritingToNobodyFails) {
    Pair pair;
    pair.hang_up();
    EXPECT_FALSE(pair.stream.write("line\n", in(10s)));
    EXPECT_EQ(pair.stream.trouble(), Trouble::closed);
}

} // namespace
} // namespace tsrpc::conformance
