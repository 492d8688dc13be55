// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/process_peer.hpp"

#include "conformance/targets/own_time.hpp"
#include "conformance/targets/process_group.hpp"

#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <sys/prctl.h>
#include <system_error>
#include <unistd.h>

namespace tsrpc::conformance {
namespace {

void become_target(pid_t runner) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != runner) { // it died before the line above
        _exit(EXIT_FAILURE);
    }
    setpgid(0, 0); // ctrl-C is the runner's to handle; so is what the target starts
    for (const int signal : {SIGINT, SIGTERM, SIGHUP}) {
        std::signal(signal, SIG_DFL);
    }
}

/// Ends with the last copy, after a time of grace.
std::shared_ptr<ProcessGroup> group_of(pid_t child, std::chrono::milliseconds grace) {
    return {new ProcessGroup(child), [grace](ProcessGroup* group) {
                if (!group->is_over()) {
                    group->how_it_ended(grace);
                }
                delete group;
            }};
}

} // namespace

LinePeer peer_of_process(pid_t child, TargetRole role, std::chrono::milliseconds timeout,
                         std::chrono::milliseconds grace) {
    const auto group = group_of(child, grace);
    LinePeer peer;
    peer.timeout = timeout;
    peer.role = role;
    peer.own_time = [own = OwnTime(child)](std::chrono::nanoseconds passed) mutable { return own.of(passed); };
    peer.how_it_ended = [group](std::chrono::milliseconds patience) { return group->how_it_ended(patience); };
    peer.end = [group] { group->end(); };
    return peer;
}

pid_t fork_target() {
    std::signal(SIGCHLD, SIG_DFL); // where it is ignored, nobody can tell how a child ended
    std::fflush(nullptr);          // or the child prints again what is buffered here
    const pid_t runner = getpid();
    const pid_t pid = fork();
    if (pid < 0) {
        throw std::system_error(errno, std::generic_category(), "fork");
    }
    if (pid == 0) {
        become_target(runner);
    }
    return pid;
}

} // namespace tsrpc::conformance
