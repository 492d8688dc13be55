// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_VERDICT_HPP
#define TSRPC_CONFORMANCE_REPORT_VERDICT_HPP

#include "conformance/requirements/catalogue.hpp"

#include <cstdint>
#include <string>

namespace tsrpc::conformance {

/// What a test says of its target. Only `pass` is a pass.
enum class Verdict : uint8_t {
    pass,
    fail,        ///< a MUST is broken, or with --strict a SHOULD
    warn,        ///< a SHOULD is broken
    skip,        ///< the target lacks what the test needs
    unreachable, ///< this way of attaching cannot express the case
    crashed,     ///< the target died
    hung,        ///< the target did not answer in time
    error,       ///< the harness's own trouble
    not_run,     ///< the run ended before it
};
inline constexpr size_t verdict_count = 9;

/// "PASS", "NOT RUN", ...
std::string_view name(Verdict verdict);

/// Whether the verdict keeps a run from being called conforming.
constexpr bool is_failure(Verdict verdict) {
    return verdict == Verdict::fail || verdict == Verdict::crashed || verdict == Verdict::hung ||
           verdict == Verdict::error || verdict == Verdict::not_run;
}

/// The outcome of one test.
struct Result {
    const Requirement* requirement; ///< the test's own
    const Requirement* broken;      ///< the requirement that was found broken, or null
    Verdict verdict;
    std::string text; ///< why, frames included; lines end with a line feed
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_VERDICT_HPP
