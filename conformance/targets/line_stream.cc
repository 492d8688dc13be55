// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/line_stream.hpp"

#include <algorithm>
#include <cerrno>
#include <climits>
#include <csignal>
#include <ctime>
#include <limits>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>
#include <utility>

namespace tsrpc::conformance {
namespace {

/// Milliseconds for poll(): -1 waits forever.
int poll_time(std::optional<std::chrono::milliseconds> patience) {
    return patience ? static_cast<int>(std::clamp<int64_t>(patience->count(), 0, std::numeric_limits<int>::max())) : -1;
}

/// write(), without the SIGPIPE of a pipe that nobody reads any more.
ssize_t write_quietly(int fd, std::string_view bytes) {
    sigset_t pipe_signal;
    sigset_t before;
    sigemptyset(&pipe_signal);
    sigaddset(&pipe_signal, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &pipe_signal, &before);
    const ssize_t size = write(fd, bytes.data(), bytes.size());
    const int error = errno;
    if (size < 0 && error == EPIPE && !sigismember(&before, SIGPIPE)) {
        const timespec at_once = {};
        sigtimedwait(&pipe_signal, nullptr, &at_once);
    }
    pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = error;
    return size;
}

} // namespace

LineStream::~LineStream() {
    close(in_);
    if (out_ != in_) {
        close(out_);
    }
}

std::optional<std::string_view> LineStream::next_line() {
    const std::string_view arrived = std::string_view(buffer_).substr(0, end_);
    const size_t line_feed = arrived.find('\n', std::max(searched_, begin_));
    if (line_feed == std::string_view::npos) {
        searched_ = end_;
        return std::nullopt;
    }
    std::string_view line = arrived.substr(begin_, line_feed - begin_);
    if (line.size() > longest_line) {
        return std::nullopt;
    }
    begin_ = line_feed + 1;
    if (line.ends_with('\r')) {
        line.remove_suffix(1);
    }
    return line;
}

void LineStream::put(std::string_view line) {
    unsent_ += line;
    unsent_ += '\n';
    said_ += line.size() + 1;
}

LineStream::Moved LineStream::move(std::optional<std::chrono::milliseconds> patience) {
    // There is room in a socket nearly always: to ask first would be a third of all system calls.
    if (const size_t before = unsent().size(); is_socket_ && before != 0 && send_some() && unsent().size() < before) {
        return Moved::bytes;
    }
    pollfd fds[] = {{in_, POLLIN, 0}, {!unsent().empty() ? out_ : -1, POLLOUT, 0}};
    const int ready = poll(fds, 2, poll_time(patience));
    if (ready < 0) {
        return errno == EINTR ? Moved::none : Moved::closed;
    }
    if (fds[1].revents != 0) {
        send_some();
    }
    if (fds[0].revents != 0 && !receive()) {
        return Moved::closed;
    }
    return ready == 0 ? Moved::none : Moved::bytes;
}

/// After what has arrived.
void LineStream::make_room(size_t bytes) {
    std::copy(buffer_.begin() + static_cast<ptrdiff_t>(begin_), buffer_.begin() + static_cast<ptrdiff_t>(end_),
              buffer_.begin());
    searched_ -= std::min(begin_, searched_);
    end_ -= std::exchange(begin_, 0);
    buffer_.resize(std::max(buffer_.size(), end_ + bytes));
}

/// False: there is no more.
bool LineStream::receive() {
    constexpr size_t chunk = 65536;
    make_room(chunk);
    const ssize_t size = read(in_, buffer_.data() + end_, chunk);
    if (size > 0) {
        end_ += static_cast<size_t>(size);
        received_ += static_cast<size_t>(size);
    }
    return size > 0 || (size < 0 && (errno == EINTR || errno == EAGAIN));
}

void LineStream::add(std::string_view bytes) {
    make_room(bytes.size());
    std::ranges::copy(bytes, buffer_.begin() + static_cast<ptrdiff_t>(end_));
    end_ += bytes.size();
}

/// Sends what there is room for. False: nobody reads it any more, and it is dropped: what the other side has sent
/// before is still to be read.
bool LineStream::send_some() {
    const std::string_view bytes = unsent();
    ssize_t size = -1;
    if (is_socket_) {
        size = send(out_, bytes.data(), bytes.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
        is_socket_ = size >= 0 || errno != ENOTSOCK;
    }
    if (!is_socket_) { // so much never waits where poll() says that there is room
        size = write_quietly(out_, bytes.substr(0, PIPE_BUF));
    }
    if (size >= 0) {
        sent_ += static_cast<size_t>(size);
    } else if (errno != EINTR && errno != EAGAIN) {
        closed_for_writing_ = true;
    }
    if (unsent().empty() || closed_for_writing_) {
        drop_unsent();
    }
    return !closed_for_writing_;
}

void LineStream::drop_unsent() {
    unsent_.clear();
    sent_ = 0;
}

bool LineStream::flush() {
    while (!unsent().empty()) {
        if (!send_some()) {
            return false;
        }
        if (!unsent().empty()) {
            pollfd room = {out_, POLLOUT, 0};
            poll(&room, 1, -1);
        }
    }
    return !closed_for_writing_;
}

std::optional<std::string_view> LineStream::read_line() {
    for (;;) {
        if (const auto line = next_line()) {
            return line;
        }
        if (is_too_long() || !flush() || move(std::nullopt) == Moved::closed) {
            return std::nullopt;
        }
    }
}

} // namespace tsrpc::conformance
