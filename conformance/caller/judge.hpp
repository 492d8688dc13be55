// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_CALLER_JUDGE_HPP
#define TSRPC_CONFORMANCE_CALLER_JUDGE_HPP

#include "conformance/caller/state.hpp"
#include "conformance/engine/finding.hpp"

namespace tsrpc::conformance {

/// The requirements that one exchange with a caller breaks: what it asked for, in what order, and what it made of the
/// answers. `state` is that before the exchange.
Findings judge(CallerState state, const Said& said);

// The parts of it.

/// A frame of the caller's, whatever it is for: reserved bits, opcodes.
void judge_request(const Send& ask, Findings& findings);

/// One ask, while `command` is performed.
void judge_ask(const CallerState& state, const Command& command, const Ask& ask, Findings& findings);

/// What the command's function returned. `state` is that after its asks.
void judge_result(const CallerState& state, const Said& said, Findings& findings);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_CALLER_JUDGE_HPP
