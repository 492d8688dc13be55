// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_ENGINE_EXECUTE_HPP
#define TSRPC_CONFORMANCE_ENGINE_EXECUTE_HPP

#include "conformance/engine/case.hpp"
#include "conformance/engine/suite_run.hpp"
#include "conformance/engine/verdict.hpp"

namespace tsrpc::conformance {

/// Runs one test. What goes wrong is its verdict; the one exception that comes through is Interrupted.
Outcome execute(const Case& test, SuiteRun& run);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_EXECUTE_HPP
