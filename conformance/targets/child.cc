// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/child.hpp"

#include "conformance/targets/line_stream.hpp"
#include "conformance/targets/process_group.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>

namespace tsrpc::conformance {
namespace {

/// Standard input is empty: the terminal's is the runner's. What is printed must not mix with the report.
void separate_from_terminal() {
    const int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    dup2(fcntl(STDERR_FILENO, F_GETFD) < 0 ? null : STDERR_FILENO, STDOUT_FILENO);
    if (null > STDERR_FILENO) {
        close(null);
    }
}

/// The child's side: answers lines until the runner hangs up. Never returns, nor throws: what the parent has of
/// handlers, destructors and exit functions is not the child's to run.
[[noreturn]] void serve(int fd, pid_t runner, const std::function<Answer()>& make_answer) noexcept {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != runner) { // it died before the line above
        _exit(EXIT_FAILURE);
    }
    setpgid(0, 0); // ctrl-C is the runner's to handle; so is what the target starts
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        std::signal(signal, SIG_DFL);
    }
    std::signal(SIGPIPE, SIG_IGN);
    separate_from_terminal();
    const pid_t self = getpid();
    LineStream stream(fd);
    const Answer answer = make_answer();
    while (const auto line = stream.read_line(std::nullopt)) {
        const std::string reply = answer(*line) + '\n';
        if (getpid() != self) { // forked by the target, with no say here
            _exit(EXIT_SUCCESS);
        }
        if (!stream.write(reply, std::nullopt)) {
            pause(); // the runner is to see why: the target has closed what is not its own
        }
    }
    _exit(EXIT_SUCCESS);
}

/// The runner's side.
class Child {
  public:
    Child(pid_t pid, int fd, std::chrono::milliseconds timeout) : process_(pid), stream_(fd), timeout_(timeout) {}

    std::string exchange(std::string_view lines) {
        if (process_.is_over()) {
            throw TargetLost(TargetLost::How::crashed, "the process is gone");
        }
        // What a target said before it died is of no use.
        if (!stream_.write(std::string(lines) + '\n', deadline())) {
            lost();
        }
        std::string replies = reply();
        for (auto more = std::ranges::count(lines, '\n'); more > 0; --more) {
            replies += '\n' + reply();
        }
        return replies;
    }

  private:
    LineStream::Deadline deadline() const { return LineStream::Clock::now() + timeout_; }

    /// The reply to one line.
    std::string reply() {
        std::string text;
        size_t events = 0;
        for (const auto until = deadline();;) {
            const auto line = stream_.read_line(until);
            if (!line) {
                lost();
            }
            text += *line;
            if (!line->starts_with("event ")) {
                return text;
            }
            text += '\n';
            if (++events > most_events) {
                process_.end();
                throw TargetLost(TargetLost::How::garbled, fmt::format("a reply of more than {} events", most_events));
            }
        }
    }

    [[noreturn]] void lost() {
        const LineStream::Trouble trouble = stream_.trouble();
        // A closed connection: the process is about to end, or has closed what is not its own. An open one does not
        // mean that it lives: what it has started may hold the other end.
        const bool closed = trouble == LineStream::Trouble::closed;
        const auto ended = process_.how_it_ended(closed ? timeout_ : std::chrono::milliseconds(0));
        process_.end();
        if (trouble == LineStream::Trouble::too_long) {
            throw TargetLost(TargetLost::How::garbled,
                             fmt::format("a line of more than {} bytes", LineStream::longest_line));
        }
        if (ended) {
            throw TargetLost(TargetLost::How::crashed, "the process " + *ended);
        }
        if (closed) {
            throw TargetLost(TargetLost::How::crashed,
                             "the process closed the connection to the runner, a file descriptor that is not its own");
        }
        throw TargetLost(TargetLost::How::hung, fmt::format("no answer within {} ms", timeout_.count()));
    }

    ProcessGroup process_;
    LineStream stream_;
    std::chrono::milliseconds timeout_;
};

} // namespace

Connection start_child(const std::function<Answer()>& make_answer, std::chrono::milliseconds timeout) {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
        throw std::system_error(errno, std::generic_category(), "socketpair");
    }
    std::signal(SIGCHLD, SIG_DFL); // where it is ignored, nobody can tell how a child ended
    std::fflush(nullptr);          // or the child prints again what is buffered here
    const pid_t runner = getpid();
    const pid_t pid = fork();
    if (pid < 0) {
        const int error = errno;
        close(fds[0]);
        close(fds[1]);
        throw std::system_error(error, std::generic_category(), "fork");
    }
    if (pid == 0) {
        close(fds[0]);
        serve(fds[1], runner, make_answer);
    }
    close(fds[1]);
    return [child = std::make_shared<Child>(pid, fds[0], timeout)](std::string_view lines) {
        return child->exchange(lines);
    };
}

} // namespace tsrpc::conformance
