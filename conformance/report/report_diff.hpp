// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_REPORT_DIFF_HPP
#define TSRPC_CONFORMANCE_REPORT_REPORT_DIFF_HPP

#include "conformance/report/report.hpp"

#include <string>

namespace tsrpc::conformance {

/// What changed from one run to another.
struct ReportDiff {
    std::string text; ///< lines; the last counts
    bool is_worse;    ///< a test fails that did not, or one that passed does not pass any more
};

/// Compares two runs test by test; of a test that ran several times the worst verdict counts. Numbers in reasons may
/// differ.
///
///     seed: 1, then 2
///     worse    memory.retrieve: PASS, then FAIL: the SPMC saw tag 0x0, expected 0x5
///     1 worse, 0 better, 0 changed, 104 the same
ReportDiff diff(const Report& before, const Report& after);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_REPORT_DIFF_HPP
