// SPDX-License-Identifier: BSD-3-Clause
//
// SIGINT, which ctrl-C sends, and SIGTERM: they end a run, and what was found until then is told.
#ifndef TSRPC_CLI_INTERRUPTION_HPP
#define TSRPC_CLI_INTERRUPTION_HPP

#include "conformance/cli/session.hpp"
#include "conformance/protocol/link.hpp"

namespace tsrpc::cli {

/// From here on the first of these signals kills the targets and ends no process but theirs; a second one ends this
/// one. Signals that are ignored stay so.
void catch_interrupts();

/// The same, but reading standard input ends early, as if it ended there.
void end_input_on_interrupt();

bool is_interrupted();

/// 128 and the signal's number, as a shell has it: 130 for SIGINT.
ExitStatus interrupted_status();

/// The target, whose start and every exchange throw Interrupted once the run is to end.
conformance::StartTarget interruptible(conformance::StartTarget start);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_INTERRUPTION_HPP
