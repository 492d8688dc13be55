// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_IN_PROCESS_HPP
#define TSRPC_CONFORMANCE_TARGETS_IN_PROCESS_HPP

#include "conformance/protocol/link.hpp"
#include "tsrpc/plugin.h"

namespace tsrpc::conformance {

/// A link to an SP in this process: nothing is text. If the SP crashes or hangs, so does this process. One lives at a
/// time.
Link link_in_process(const tsrpc_sp_plugin& plugin);

/// The same for a caller.
Link link_in_process(const tsrpc_caller_plugin& plugin);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_IN_PROCESS_HPP
