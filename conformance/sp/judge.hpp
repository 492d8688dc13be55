// SPDX-License-Identifier: BSD-3-Clause
//
// Which requirements one exchange with an SP breaks. Pure: for the suite, for replays, for logs and for fuzzers alike.
#ifndef TSRPC_CONFORMANCE_SP_JUDGE_HPP
#define TSRPC_CONFORMANCE_SP_JUDGE_HPP

#include "conformance/engine/finding.hpp"
#include "conformance/sp/expect.hpp"
#include "conformance/sp/state.hpp"

namespace tsrpc::conformance {

/// All that the exchange breaks, in the state before it. An exchange without a reply breaks nothing: the target was
/// lost.
Findings judge(const SpState& state, const Said& said);

// Parts of it, for a direct request that version 1 defines.

/// Bits of the response that its message's table fixes (docs/abi.md §2, §3).
void judge_frame(const Registers& request, const Registers& response, Findings& findings);

/// What the SP asked of its SPMC while it worked on a request.
void judge_spmc(const SpState& state, const Call& call, const Registers& response, const std::vector<SpmcEvent>& events,
                Findings& findings);

/// Statuses, lengths and ids against what is expected in the state.
void judge_answer(const SpState& state, const Call& call, const Registers& response,
                  const std::vector<SpmcEvent>& events, Findings& findings);

/// "-3 (NOT_FOUND)"
std::string describe(RpcStatus status);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_JUDGE_HPP
