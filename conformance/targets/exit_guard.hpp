// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_EXIT_GUARD_HPP
#define TSRPC_CONFORMANCE_TARGETS_EXIT_GUARD_HPP

namespace tsrpc::conformance {

/// For a plugin in this process: as long as the object lives, exit(), _exit() and _Exit() end the process with status 1
/// and a line on standard error, so that they never look like success. One at a time.
class ExitGuard {
  public:
    ExitGuard();
    ~ExitGuard();
    ExitGuard(const ExitGuard&) = delete;
    ExitGuard& operator=(const ExitGuard&) = delete;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_EXIT_GUARD_HPP
