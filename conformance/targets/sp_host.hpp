// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_SP_HOST_HPP
#define TSRPC_CONFORMANCE_TARGETS_SP_HOST_HPP

#include "conformance/protocol/command.hpp"
#include "conformance/protocol/reply.hpp"
#include "conformance/reference/hosted_sp.hpp"
#include "tsrpc/plugin.h"

#include <optional>
#include <vector>

namespace tsrpc::conformance {

/// The target's side for an SP plugin: hosts the SP, plays its SPMC, performs commands.
class SpHost {
  public:
    explicit SpHost(const tsrpc_sp_plugin& plugin) : plugin_(plugin) {}
    SpHost(const SpHost&) = delete;
    SpHost& operator=(const SpHost&) = delete;

    /// Throws LineError for a command that is not an SP's, comes before Hello, or names memory that is not there, and
    /// TargetUnreachable if there is no SP, and TargetLost if the SP has written where it must not.
    Reply perform(const Command& command);

  private:
    struct Performer;

    void boot();
    void end();
    Greeting greet(const Hello& hello);
    void take_events();

    const tsrpc_sp_plugin& plugin_;
    std::optional<HostedSp> hosted_;
    std::vector<SpmcEvent> events_; ///< since the reply before
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_SP_HOST_HPP
