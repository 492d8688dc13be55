// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/exit_guard.hpp"

#include "conformance/targets/crash_site.hpp"

#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <sys/syscall.h>
#include <unistd.h>

namespace tsrpc::conformance {
namespace {

/// The process that is guarded; 0: none is. Its children end as they like.
std::atomic<pid_t> guarded = 0;

/// What the process's exit status is to be.
int status_for(const char* function, int status) {
    if (guarded.load() != getpid()) {
        return status;
    }
    guarded = 0;
    const char* const phase = CrashSite::phase();
    std::fflush(nullptr);
    std::fprintf(stderr, "tsrpc: the plugin called %s(%d)%s%s and ended the run\n", function, status,
                 phase == nullptr ? "" : " in ", phase == nullptr ? "" : phase);
    return EXIT_FAILURE;
}

[[noreturn]] void end(int status) {
    syscall(SYS_exit_group, status);
    __builtin_trap();
}

void on_exit_of_plugin(int status, void*) {
    if (guarded.load() == getpid()) {
        end(status_for("exit", status));
    }
}

} // namespace

ExitGuard::ExitGuard() {
    [[maybe_unused]] static const int registered = on_exit(on_exit_of_plugin, nullptr);
    guarded = getpid();
}

ExitGuard::~ExitGuard() { guarded = 0; }

} // namespace tsrpc::conformance

using tsrpc::conformance::end;
using tsrpc::conformance::status_for;

// The C library's have no hook. A plugin finds these first, as the command is before the library in the order of
// lookup.
extern "C" void _exit(int status) { end(status_for("_exit", status)); }
extern "C" void _Exit(int status) noexcept { end(status_for("_Exit", status)); }
