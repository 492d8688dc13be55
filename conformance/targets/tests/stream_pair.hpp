// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_TESTS_STREAM_PAIR_HPP
#define TSRPC_CONFORMANCE_TARGETS_TESTS_STREAM_PAIR_HPP

#include "conformance/targets/line_stream.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace tsrpc::conformance {

/// A stream, and the other side of it as plain descriptors.
struct StreamPair {
    static StreamPair sockets() {
        int fds[2];
        EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds), 0);
        return {std::make_unique<LineStream>(fds[0]), fds[1], fds[1]};
    }
    static StreamPair pipes() {
        int to[2];
        int from[2];
        EXPECT_EQ(pipe(to), 0);
        EXPECT_EQ(pipe(from), 0);
        return {std::make_unique<LineStream>(to[0], from[1]), from[0], to[1]};
    }

    StreamPair(std::unique_ptr<LineStream> own, int in, int out) : stream(std::move(own)), in_(in), out_(out) {}
    StreamPair(StreamPair&& other) noexcept
        : stream(std::move(other.stream)), in_(std::exchange(other.in_, -1)), out_(std::exchange(other.out_, -1)) {}
    ~StreamPair() { hang_up(); }

    void say(std::string_view text) const {
        while (!text.empty()) {
            const ssize_t size = write(out_, text.data(), text.size());
            ASSERT_GT(size, 0);
            text.remove_prefix(static_cast<size_t>(size));
        }
    }

    /// The next byte; false: there is none.
    bool receive(char& byte) const { return read(in_, &byte, 1) == 1; }

    /// The next `size` bytes that the stream sends.
    std::string heard(size_t size) const {
        std::string text(size, '\0');
        for (size_t got = 0; got < size;) {
            const ssize_t more = read(in_, text.data() + got, size - got);
            if (more <= 0) {
                ADD_FAILURE() << "only " << got << " bytes";
                break;
            }
            got += static_cast<size_t>(more);
        }
        return text;
    }

    /// The other side as a stream, in place of the descriptors.
    std::unique_ptr<LineStream> take_other() {
        return std::make_unique<LineStream>(std::exchange(in_, -1), std::exchange(out_, -1));
    }

    /// Says no more, but goes on listening.
    void end() const { EXPECT_EQ(shutdown(out_, SHUT_WR), 0); }

    void hang_up() {
        if (in_ >= 0) {
            close(in_);
            if (out_ != in_) {
                close(out_);
            }
        }
        in_ = out_ = -1;
    }

    std::unique_ptr<LineStream> stream;

  private:
    int in_;
    int out_;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_TESTS_STREAM_PAIR_HPP
