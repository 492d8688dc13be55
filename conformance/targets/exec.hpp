// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_EXEC_HPP
#define TSRPC_CONFORMANCE_TARGETS_EXEC_HPP

#include "conformance/protocol/link.hpp"
#include "conformance/protocol/reply.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace tsrpc::conformance {

/// A target that /bin/sh runs, `command` is its script, with the protocol on its standard input and output. One process
/// serves all links, one at a time, until it is lost; the next link has a new one. With the last link and this its
/// standard input ends, and a second later its process group is killed, as it is at once on a loss. Starting throws
/// std::system_error; the first hello throws TargetUnreachable where the process does not get to answer. `errors` is
/// its standard error, if that is not the runner's.
StartTarget exec_target(const std::string& command, TargetRole role, std::chrono::milliseconds timeout,
                        std::optional<int> errors = std::nullopt);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_EXEC_HPP
