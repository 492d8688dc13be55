// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/process_group.hpp"

#include <fmt/format.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <sys/wait.h>
#include <unistd.h>

namespace tsrpc::conformance {
namespace {

/// What a signal that ends this process takes along; 0 is a free place. There are two while one target replaces
/// another.
std::array<std::atomic<pid_t>, 8> groups;
static_assert(std::atomic<pid_t>::is_always_lock_free, "a signal handler reads it");

void replace(pid_t from, pid_t to) {
    for (std::atomic<pid_t>& place : groups) {
        pid_t expected = from;
        if (place.compare_exchange_strong(expected, to)) {
            return;
        }
    }
}

void end_groups(int signal) {
    kill_process_groups();
    raise(signal); // on return, and by SA_RESETHAND with the default action
}

/// Leaves alone what is ignored or handled already.
void catch_ending_signals() {
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        struct sigaction action = {};
        sigaction(signal, nullptr, &action);
        if ((action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_DFL) {
            action.sa_handler = end_groups;
            action.sa_flags = static_cast<int>(SA_RESETHAND);
            sigaction(signal, &action, nullptr);
        }
    }
}

} // namespace

ProcessGroup::ProcessGroup(pid_t leader) : leader_(leader) {
    setpgid(leader, leader); // as the child does, whoever comes first
    replace(0, leader);
    catch_ending_signals();
}

std::optional<std::string> ProcessGroup::how_it_ended(std::chrono::milliseconds patience) const {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    for (;;) {
        siginfo_t info = {};
        // Not reaped yet, its id stays its group's.
        if (waitid(P_PID, static_cast<id_t>(leader_), &info, WEXITED | WNOHANG | WNOWAIT) != 0 && errno != EINTR) {
            return "has ended";
        }
        if (info.si_pid == leader_) {
            return info.si_code == CLD_EXITED
                       ? fmt::format("exited with status {}", info.si_status)
                       : fmt::format("was killed by signal {} ({})", info.si_status, strsignal(info.si_status));
        }
        if (std::chrono::steady_clock::now() >= deadline) {
            return std::nullopt;
        }
        usleep(1000);
    }
}

void kill_process_groups() {
    for (const std::atomic<pid_t>& group : groups) {
        if (group != 0) {
            kill(-group, SIGKILL);
        }
    }
}

void ProcessGroup::end() {
    if (leader_ != 0) {
        kill(-leader_, SIGKILL);
        while (waitpid(leader_, nullptr, 0) < 0 && errno == EINTR) {
        }
        replace(leader_, 0);
        leader_ = 0;
    }
}

} // namespace tsrpc::conformance
