// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_ATTACH_HPP
#define TSRPC_CONFORMANCE_TARGETS_ATTACH_HPP

#include "conformance/protocol/link.hpp"
#include "conformance/protocol/reply.hpp"
#include "tsrpc/plugin.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string_view>

namespace tsrpc::conformance {

/// How a target is attached.
struct AttachOptions {
    bool in_process =
        false; ///< no child process, for debuggers and sanitizers: a crash ends the run, nothing ends a hang
    std::chrono::milliseconds timeout{2000}; ///< so long it may be silent, by its own time, before it counts as hung
    std::optional<int> output =
        std::nullopt; ///< the descriptor that a process of its own prints to; none: standard error
};

/// Each start is a fresh SP of a plugin; `get_plugin` runs where the SP will, and may throw TargetUnreachable.
StartTarget attach(std::function<const tsrpc_sp_plugin&()> get_plugin, const AttachOptions& options);

/// The same for a caller.
StartTarget attach(std::function<const tsrpc_caller_plugin&()> get_plugin, const AttachOptions& options);

/// From `--target`: "reference", "plugin:PATH.so" or "exec:COMMAND". Throws std::invalid_argument for anything else,
/// and for a command that is to be in this process.
StartTarget attach(std::string_view target, TargetRole role, const AttachOptions& options);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_ATTACH_HPP
