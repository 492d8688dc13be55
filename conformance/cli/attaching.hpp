// SPDX-License-Identifier: BSD-3-Clause
//
// The options that say how a target is had, and the target.
#ifndef TSRPC_CLI_ATTACHING_HPP
#define TSRPC_CLI_ATTACHING_HPP

#include "conformance/protocol/link.hpp"
#include "conformance/protocol/reply.hpp"

#include <CLI/App.hpp>

#include <optional>
#include <string>

namespace tsrpc::cli {

inline constexpr double default_timeout = 2; ///< seconds

/// --target, --timeout and --in-process.
struct Attaching {
    std::string target = "reference";
    double timeout = default_timeout; ///< seconds
    bool in_process = false;
};

/// `what` is checked: "SP".
void add_attaching_options(CLI::App& command, const std::string& what, Attaching& attaching);

/// The options as a shell reads them, "--target reference --timeout 5": of the last two those that are not as usual.
std::string attaching_text(const Attaching& attaching);

/// A word as a shell reads it.
std::string quoted(const std::string& word);

/// How the target is started; in a process of its own it prints to the descriptor `output`, if there is one. What ends
/// an in-process run is no success from here on. Throws CommandError, usage.
conformance::StartTarget attach_target(const Attaching& attaching, conformance::TargetRole role,
                                       std::optional<int> output = std::nullopt);

/// Does what may find that no target can be had: a run would say nothing of it. Throws CommandError, unreachable.
void reach(const std::string& what, const std::function<void()>& use);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_ATTACHING_HPP
