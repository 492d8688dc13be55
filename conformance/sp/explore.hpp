// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_SP_EXPLORE_HPP
#define TSRPC_CONFORMANCE_SP_EXPLORE_HPP

#include "conformance/sp/run.hpp"

#include <functional>

namespace tsrpc::conformance {

/// Tries a RapidCheck property `count` times with the run's seed. What fails it is shrunk and thrown again, with the
/// transcript of the smallest case; a hanging target is not asked twice.
void explore(Run& run, int count, const std::function<void()>& property);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_EXPLORE_HPP
