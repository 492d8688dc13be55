// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_KNOWN_FAILING_TEXT_HPP
#define TSRPC_CONFORMANCE_REPORT_KNOWN_FAILING_TEXT_HPP

#include "conformance/engine/verdict.hpp"

#include <string>

namespace tsrpc::conformance {

/// Whether a list of what fails has the test: it failed, listed or not. What only passes against its list has not.
bool belongs_in_list(const Outcome& outcome);

/// The test's line in a list for --known-failing: its id, and as reason the broken requirement and what was seen, or
/// how the target was lost. A known failure keeps the reason that it has.
std::string known_failing_line(const Outcome& outcome);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_KNOWN_FAILING_TEXT_HPP
