// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/line_stream.hpp"

#include <algorithm>
#include <cerrno>
#include <limits>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace tsrpc::conformance {
namespace {

/// Milliseconds for poll(): -1 waits forever.
int milliseconds_to(LineStream::Deadline deadline) {
    if (!deadline) {
        return -1;
    }
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(*deadline - LineStream::Clock::now()).count();
    return static_cast<int>(std::clamp<int64_t>(left, 0, std::numeric_limits<int>::max()));
}

bool try_again(ssize_t size) { return size < 0 && (errno == EINTR || errno == EAGAIN); }

} // namespace

LineStream::~LineStream() { close(fd_); }

std::optional<std::string> LineStream::read_line(Deadline deadline) {
    for (size_t searched = 0;;) {
        const size_t newline = buffer_.find('\n', searched);
        if (newline != std::string::npos) {
            std::string line = buffer_.substr(0, newline);
            buffer_.erase(0, newline + 1);
            return line;
        }
        searched = buffer_.size();
        if (searched > longest_line) {
            fail(Trouble::too_long);
            return std::nullopt;
        }
        if (!fill(deadline)) {
            return std::nullopt;
        }
    }
}

bool LineStream::write(std::string_view text, Deadline deadline) {
    while (!text.empty()) {
        // There is room nearly always: to ask first would be a third of all system calls.
        const ssize_t size = send(fd_, text.data(), text.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        if (size > 0) {
            text.remove_prefix(static_cast<size_t>(size));
        } else if (!try_again(size)) {
            return fail(Trouble::closed);
        } else if (!wait_for(POLLOUT, deadline)) {
            return false;
        }
    }
    return true;
}

/// Until something can be read or written, or the other side is gone.
bool LineStream::wait_for(short event, Deadline deadline) {
    for (;;) {
        pollfd poll_fd = {fd_, event, 0};
        const int ready = poll(&poll_fd, 1, milliseconds_to(deadline));
        if (ready > 0) {
            return true;
        }
        if (ready == 0) {
            return fail(Trouble::late);
        }
        if (errno != EINTR) {
            return fail(Trouble::closed);
        }
    }
}

bool LineStream::fill(Deadline deadline) {
    for (;;) {
        if (deadline && !wait_for(POLLIN, deadline)) {
            return false;
        }
        char chunk[16384];
        const ssize_t size = recv(fd_, chunk, sizeof chunk, deadline ? MSG_DONTWAIT : 0);
        if (size > 0) {
            buffer_.append(chunk, static_cast<size_t>(size));
            return true;
        }
        if (!try_again(size)) {
            return fail(Trouble::closed);
        }
    }
}

bool LineStream::fail(Trouble trouble) {
    trouble_ = trouble;
    return false;
}

} // namespace tsrpc::conformance
