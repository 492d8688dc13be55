// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_SP_TARGET_HPP
#define TSRPC_CONFORMANCE_TARGETS_SP_TARGET_HPP

#include "conformance/targets/connection.hpp"
#include "tsrpc/plugin.h"

#include <chrono>
#include <functional>
#include <string_view>

namespace tsrpc::conformance {

/// How an SP is attached.
struct AttachOptions {
    bool in_process = false; ///< no child process, for debuggers and sanitizers: a crash or hang ends the whole run
    std::chrono::milliseconds timeout{2000}; ///< without an answer the target counts as hung
};

/// Starts a fresh SP. Throws TargetUnreachable, TargetLost or std::system_error.
using StartTarget = std::function<Connection()>;

/// From a plugin; `get_plugin` runs where the SP will, and may throw TargetUnreachable.
StartTarget attach(std::function<const tsrpc_sp_plugin&()> get_plugin, const AttachOptions& options);

/// From `--target`: "reference" or "plugin:PATH.so". Throws std::invalid_argument for anything else.
StartTarget attach(std::string_view target, const AttachOptions& options);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_SP_TARGET_HPP
