// SPDX-License-Identifier: BSD-3-Clause
//
// The target's side of docs/target-protocol.md.
#ifndef TSRPC_CONFORMANCE_TARGETS_LINE_SERVER_HPP
#define TSRPC_CONFORMANCE_TARGETS_LINE_SERVER_HPP

#include "conformance/protocol/command.hpp"
#include "conformance/protocol/link.hpp"
#include "conformance/protocol/reply.hpp"
#include "conformance/targets/line_stream.hpp"

#include <functional>

namespace tsrpc::conformance {

/// Performs a command: SpHost's or CallerHost's `perform`, say. It may throw LineError, and TargetUnreachable where
/// there is no SP or caller; both are told to the runner. After a TargetLost, which is told too, the process is
/// aborted.
using Perform = std::function<Reply(const Command& command, const Grant& grant)>;

/// Answers lines until the runner hangs up, or cannot be reached any more. What is put into the stream is on its way
/// before the next command is performed, as that may be the last: `deliver` sees to it, by a flush if it is empty.
void serve(LineStream& stream, const Perform& perform, const std::function<void()>& deliver = {});

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_LINE_SERVER_HPP
