// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/exec.hpp"

#include "conformance/targets/descriptor.hpp"
#include "conformance/targets/process_peer.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <memory>
#include <system_error>
#include <unistd.h>
#include <utility>

namespace tsrpc::conformance {
namespace {

/// So long a process may take to end when its standard input does: it may have a board to let go of.
constexpr std::chrono::milliseconds grace(1000);

struct Pipe {
    Descriptor read;
    Descriptor write;
};

Pipe make_pipe() {
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) != 0) {
        throw std::system_error(errno, std::generic_category(), "pipe2");
    }
    return {Descriptor(fds[0]), Descriptor(fds[1])};
}

/// The child's side, which becomes the shell.
[[noreturn]] void run_shell(const char* command, int in, int out, std::optional<int> errors) {
    std::signal(SIGPIPE, SIG_DFL);
    // Both may be 0 or 1 themselves, if the runner was started with those closed.
    const int first_free = STDERR_FILENO + 1;
    const int safe_in = fcntl(in, F_DUPFD_CLOEXEC, first_free);
    const int safe_out = fcntl(out, F_DUPFD_CLOEXEC, first_free);
    dup2(safe_in, STDIN_FILENO);
    dup2(safe_out, STDOUT_FILENO);
    if (errors) {
        dup2(*errors, STDERR_FILENO);
    }
    execl("/bin/sh", "sh", "-c", command, static_cast<char*>(nullptr));
    _exit(127);
}

std::shared_ptr<LineLink> start(const std::string& command, TargetRole role, std::chrono::milliseconds timeout,
                                std::optional<int> errors) {
    Pipe to_target = make_pipe();
    Pipe from_target = make_pipe();
    const pid_t pid = fork_target();
    if (pid == 0) {
        run_shell(command.c_str(), to_target.read.get(), from_target.write.get(), errors);
    }
    return std::make_shared<LineLink>(
        std::make_unique<LineStream>(from_target.read.release(), to_target.write.release()),
        peer_of_process(pid, role, timeout, grace));
}

/// What the links of one target share.
struct Process {
    std::shared_ptr<LineLink> link;
    bool was_greeted = false; ///< by this process or one before it
};

} // namespace

StartTarget exec_target(const std::string& command, TargetRole role, std::chrono::milliseconds timeout,
                        std::optional<int> errors) {
    return [=, process = std::make_shared<Process>()]() -> Link {
        if (!process->link || process->link->is_lost()) {
            process->link.reset(); // one at a time
            process->link = start(command, role, timeout, errors);
        }
        return [=, link = process->link](std::span<const Command> commands, const Grant& grant, const TakeReply& take) {
            try {
                link->say(commands, grant, take);
            } catch (const TargetLost& lost) {
                if (!process->was_greeted && !link->is_greeted()) {
                    throw TargetUnreachable(fmt::format("'{}' did not answer hello: {}", command, lost.what()));
                }
                throw;
            }
            process->was_greeted = process->was_greeted || link->is_greeted();
        };
    };
}

} // namespace tsrpc::conformance
