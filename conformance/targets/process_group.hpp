// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_PROCESS_GROUP_HPP
#define TSRPC_CONFORMANCE_TARGETS_PROCESS_GROUP_HPP

#include <chrono>
#include <optional>
#include <string>
#include <sys/types.h>

namespace tsrpc::conformance {

/// A child of this process that leads a process group of its own, and the group: what the child has started. Both are
/// killed with this object, and where SIGINT, SIGTERM or SIGHUP ends this process.
class ProcessGroup {
  public:
    /// `leader`: a fresh child.
    explicit ProcessGroup(pid_t leader);
    ProcessGroup(const ProcessGroup&) = delete;
    ProcessGroup& operator=(const ProcessGroup&) = delete;
    ~ProcessGroup() { end(); }

    /// How the leader ended, "was killed by signal 11 (Segmentation fault)"; nothing where it lives after `patience`.
    std::optional<std::string> how_it_ended(std::chrono::milliseconds patience) const;

    /// Kills what lives and leaves no zombie. Twice is as good as once.
    void end();

    bool is_over() const { return leader_ == 0; }

  private:
    pid_t leader_;
};

/// Kills all that live, for a handler of a signal that is to end the run: async-signal-safe. A handler that is there
/// before the first ProcessGroup stays.
void kill_process_groups();

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_PROCESS_GROUP_HPP
