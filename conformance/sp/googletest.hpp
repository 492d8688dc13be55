// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_SP_GOOGLETEST_HPP
#define TSRPC_CONFORMANCE_SP_GOOGLETEST_HPP

#include "conformance/report/console.hpp"
#include "conformance/sp/execute.hpp"

#include <functional>
#include <string>
#include <vector>

namespace tsrpc::conformance {

/// Takes each result as it comes.
using TakeResult = std::function<void(const Result& result)>;

/// Runs the cases as GoogleTest tests "area.name", under its flags (`flags`, "--gtest_...") and environment: filter,
/// sharding, repetition, XML. What is not a pass is there a failure or a skip, so that no report counts it as passed;
/// the property "verdict" tells which. Returns the verdicts; selected tests that GoogleTest left out are NOT RUN.
/// Call it once in a process.
Tally run_with_googletest(const std::vector<Case>& cases, const StartTarget& start, const SuiteOptions& options,
                          std::vector<std::string> flags, const TakeResult& take);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_GOOGLETEST_HPP
