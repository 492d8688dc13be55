// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_CHILD_HPP
#define TSRPC_CONFORMANCE_TARGETS_CHILD_HPP

#include "conformance/targets/connection.hpp"

#include <chrono>

namespace tsrpc::conformance {

/// Answers one protocol line, in the child.
using Answer = std::function<std::string(std::string_view line)>;

/// Runs `make_answer` in a child process, and there the Answer it makes for each line. The child, with its process
/// group, is killed when the connection goes away, when it leaves a line unanswered for `timeout`, and when a signal
/// ends this process. What it prints goes to standard error; its standard input is empty.
Connection start_child(const std::function<Answer()>& make_answer, std::chrono::milliseconds timeout);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_CHILD_HPP
