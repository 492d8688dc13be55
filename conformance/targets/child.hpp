// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_CHILD_HPP
#define TSRPC_CONFORMANCE_TARGETS_CHILD_HPP

#include "conformance/protocol/link.hpp"
#include "conformance/protocol/reply.hpp"
#include "conformance/targets/line_server.hpp"

#include <chrono>
#include <functional>
#include <optional>

namespace tsrpc::conformance {

/// Runs `make_perform` in a child process, and there what it makes for each command. The child, with its process
/// group, is killed when the link goes away, when it answers nothing for `timeout` of its own time, and when a signal
/// ends this process. What it prints goes to the descriptor `output`, if that is none to standard error; its standard
/// input is empty. Throws std::system_error.
Link start_child(const std::function<Perform()>& make_perform, TargetRole role, std::chrono::milliseconds timeout,
                 std::optional<int> output = std::nullopt);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_CHILD_HPP
