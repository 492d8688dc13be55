// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_SP_EXECUTE_HPP
#define TSRPC_CONFORMANCE_SP_EXECUTE_HPP

#include "conformance/report/verdict.hpp"
#include "conformance/sp/cases.hpp"
#include "conformance/targets/sp_target.hpp"

namespace tsrpc::conformance {

/// How the suite is run.
struct SuiteOptions {
    bool strict = false; ///< a broken SHOULD fails too
    uint64_t seed = 1;   ///< of the random tests
};

/// Runs one test on a fresh target. Does not throw: what goes wrong is its verdict.
Result execute(const Case& test, const StartTarget& start, const SuiteOptions& options);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_EXECUTE_HPP
