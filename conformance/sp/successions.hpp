// SPDX-License-Identifier: BSD-3-Clause
//
// Each kind of request after each other kind: what one leaves behind must not show in the next.
#ifndef TSRPC_CONFORMANCE_SP_SUCCESSIONS_HPP
#define TSRPC_CONFORMANCE_SP_SUCCESSIONS_HPP

#include "conformance/sp/run.hpp"

#include <functional>
#include <string>

namespace tsrpc::conformance {

/// Sends them from two callers, on a fresh SP. After each request `look` looks at the response, and is told what the
/// request is. Without it the responses are held against the ABI: Broken with robustness.successions.
void perform_successions(Run& run, const std::function<void(const std::string& what)>& look);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_SUCCESSIONS_HPP
