// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/interruption.hpp"

#include "conformance/engine/interrupted.hpp"
#include "conformance/targets/process_group.hpp"

#include <atomic>
#include <cerrno>
#include <csignal>
#include <utility>

namespace tsrpc::cli {

using namespace conformance;

namespace {

/// The signal that came; 0: none did.
std::atomic<int> caught = 0;
static_assert(std::atomic<int>::is_always_lock_free, "a signal handler writes it");

void interrupt(int signal) {
    const int kept = errno; // of the call that the signal interrupts
    const bool is_second = caught.exchange(signal) != 0;
    kill_process_groups();
    if (is_second) {
        std::signal(signal, SIG_DFL);
        raise(signal); // on return
    }
    errno = kept;
}

void throw_if_interrupted() {
    if (is_interrupted()) {
        throw Interrupted{};
    }
}

void catch_interrupts(int flags) {
    for (const int signal : {SIGINT, SIGTERM}) {
        struct sigaction action = {};
        sigaction(signal, nullptr, &action);
        if ((action.sa_flags & SA_SIGINFO) == 0 && action.sa_handler == SIG_DFL) {
            action.sa_handler = interrupt;
            action.sa_flags = flags;
            sigaction(signal, &action, nullptr);
        }
    }
}

} // namespace

void catch_interrupts() { catch_interrupts(SA_RESTART); }

void end_input_on_interrupt() { catch_interrupts(0); }

bool is_interrupted() { return caught != 0; }

ExitStatus interrupted_status() {
    constexpr int ended_by_signal = 128;
    return static_cast<ExitStatus>(ended_by_signal + caught);
}

StartTarget interruptible(StartTarget start) {
    return [start = std::move(start)]() -> Link {
        throw_if_interrupted();
        // A target that the signal came too early to kill is not asked anything.
        return [link = start()](std::span<const Command> commands, const Grant& grant, const TakeReply& take) {
            throw_if_interrupted();
            link(commands, grant, take);
        };
    };
}

} // namespace tsrpc::cli
