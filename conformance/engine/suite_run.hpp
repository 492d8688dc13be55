// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_ENGINE_SUITE_RUN_HPP
#define TSRPC_CONFORMANCE_ENGINE_SUITE_RUN_HPP

#include "conformance/engine/options.hpp"
#include "conformance/protocol/link.hpp"

#include <any>
#include <map>
#include <optional>
#include <string>

namespace tsrpc::conformance {

/// How fast a target is, whatever else the machine does.
struct Pace {
    double exchange = 0; ///< seconds
    double boot = 0;     ///< seconds, with the first exchange after it; 0 if it cannot be reset
};

/// One run of a suite: how the target is started, and what one test leaves for the next.
struct SuiteRun {
    StartTarget start;
    SuiteOptions options;

    // What the tests have learned of the target.
    std::map<std::string, unsigned> hangs; ///< how many tests each kind of request made hang
    std::optional<Pace> pace;              ///< nothing: not measured yet
    std::any facts;                        ///< what the suite of a role has measured
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_SUITE_RUN_HPP
