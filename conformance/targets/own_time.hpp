// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_OWN_TIME_HPP
#define TSRPC_CONFORMANCE_TARGETS_OWN_TIME_HPP

#include <chrono>
#include <cstdint>
#include <map>
#include <sys/types.h>

namespace tsrpc::conformance {

/// How much of the time that passes is a process group's own: asleep or running, not waiting for a CPU. A machine that
/// is busy with other things does not make a target hang.
class OwnTime {
  public:
    explicit OwnTime(pid_t group) : group_(group) {}

    /// Of the time since the last call, which was `passed` long, at most all of it. The first call says nothing useful.
    std::chrono::nanoseconds of(std::chrono::nanoseconds passed);

  private:
    /// Of one thread, since it started.
    struct Thread {
        std::chrono::nanoseconds ran{};
        std::chrono::nanoseconds waited{}; ///< for a CPU
    };

    pid_t group_;
    std::map<pid_t, Thread> threads_; ///< as they were at the last call
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_OWN_TIME_HPP
