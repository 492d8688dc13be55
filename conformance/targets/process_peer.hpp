// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_PROCESS_PEER_HPP
#define TSRPC_CONFORMANCE_TARGETS_PROCESS_PEER_HPP

#include "conformance/targets/line_link.hpp"

#include <chrono>
#include <sys/types.h>

namespace tsrpc::conformance {

/// A child from `fork_target` as the other side of a link: its process group ends with the link, or with its loss;
/// `timeout` is measured in its own time. It has `grace` to end by itself when the link, which is not lost, goes away.
LinePeer peer_of_process(pid_t child, TargetRole role, std::chrono::milliseconds timeout,
                         std::chrono::milliseconds grace);

/// fork(), for a target: the child leads a process group of its own, ends with this process, and handles signals by
/// default. Returns 0 in the child. Throws std::system_error.
pid_t fork_target();

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_PROCESS_PEER_HPP
