// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/child.hpp"

#include "conformance/targets/backlog.hpp"
#include "conformance/targets/crash_report.hpp"
#include "conformance/targets/descriptor.hpp"
#include "conformance/targets/line_link.hpp"
#include "conformance/targets/line_stream.hpp"
#include "conformance/targets/process_peer.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <string_view>
#include <sys/socket.h>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tsrpc::conformance {
namespace {

/// Standard input is empty: the terminal's is the runner's. What is printed must not mix with the report.
void separate_from_terminal(std::optional<int> output) {
    const int null = open("/dev/null", O_RDWR);
    dup2(null, STDIN_FILENO);
    if (output) {
        dup2(*output, STDERR_FILENO);
    }
    dup2(fcntl(STDERR_FILENO, F_GETFD) < 0 ? null : STDERR_FILENO, STDOUT_FILENO);
    if (null > STDERR_FILENO) {
        close(null);
    }
    // Or a crash would lose what is not flushed.
    std::setvbuf(stdout, nullptr, _IOLBF, BUFSIZ);
}

/// Keeps a reply where the runner finds it, and sends many at once.
void deliver(LineStream& stream, int fd, Backlog& backlog) {
    while (fcntl(fd, F_GETFD) < 0) {
        pause(); // the runner is to see why there is no reply: the target has closed what is not its own
    }
    backlog.keep(stream.said(), stream.unsent());
    if (stream.unsent().size() > Backlog::capacity / 2) {
        stream.flush();
    }
}

void tell_fault(void* backlog, std::string_view line) { static_cast<Backlog*>(backlog)->append(line); }

/// The child's side. Never returns, nor throws: what the parent has of handlers, destructors and exit functions is not
/// the child's to run.
[[noreturn]] void run_child(int fd, Backlog& backlog, const std::function<Perform()>& make_perform,
                            std::optional<int> output) noexcept {
    std::signal(SIGPIPE, SIG_IGN);
    separate_from_terminal(output);
    report_crashes(tell_fault, &backlog);
    report_exit(tell_fault, &backlog);
    const pid_t self = getpid();
    LineStream stream(fd);
    const Perform perform = [self, perform = make_perform()](const Command& command, const Grant& grant) {
        Reply reply = perform(command, grant);
        if (getpid() != self) { // forked by the target, with no say here
            _exit(EXIT_SUCCESS);
        }
        return reply;
    };
    serve(stream, perform, [&] { deliver(stream, fd, backlog); });
    _exit(EXIT_SUCCESS);
}

} // namespace

Link start_child(const std::function<Perform()>& make_perform, TargetRole role, std::chrono::milliseconds timeout,
                 std::optional<int> output) {
    int fds[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) != 0) {
        throw std::system_error(errno, std::generic_category(), "socketpair");
    }
    auto stream = std::make_unique<LineStream>(fds[0]);
    const Descriptor other(fds[1]);
    const auto backlog = std::make_shared<Backlog>();
    const pid_t pid = fork_target();
    if (pid == 0) {
        close(fds[0]);
        run_child(fds[1], *backlog, make_perform, output);
    }
    LinePeer peer = peer_of_process(pid, role, timeout, std::chrono::milliseconds(0));
    peer.said = [backlog] { return backlog->said(); };
    peer.rest = [backlog](uint64_t received) { return backlog->after(received); };
    return link_over(std::move(stream), std::move(peer));
}

} // namespace tsrpc::conformance
