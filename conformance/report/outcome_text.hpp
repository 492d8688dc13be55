// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_OUTCOME_TEXT_HPP
#define TSRPC_CONFORMANCE_REPORT_OUTCOME_TEXT_HPP

#include "conformance/engine/verdict.hpp"
#include "conformance/report/trace_text.hpp"

#include <string>

namespace tsrpc::conformance {

/// "PASS        version.answer", a line.
std::string verdict_line(const Outcome& outcome);

/// One outcome in full: the verdict's line, and indented below it why there is no pass and what was noted. Of a failure
/// or warning also the broken requirement, all findings, the trace up to the first of them (`length` of it), what the
/// target printed, and the command that repeats the test.
std::string outcome_text(const Outcome& outcome, const std::string& repeat_command, const TraceLength& length = {});

/// A known failure in short, "KNOWN FAIL  version.answer: REASON", a line.
std::string known_failure_text(const Outcome& outcome);

/// Whether `outcome_text` shows a trace: something is broken, or the target was lost.
bool shows_trace(const Outcome& outcome);

/// Whether the first finding is why, and not how the target was lost, say.
bool rests_on_finding(const Outcome& outcome);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_OUTCOME_TEXT_HPP
