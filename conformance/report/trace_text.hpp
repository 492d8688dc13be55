// SPDX-License-Identifier: BSD-3-Clause
//
// Traces as people read them: the lines of docs/target-protocol.md, and behind each frame what it says. What is added
// is a comment in that notation, so that `tsrpc decode` and `tsrpc replay` read what the console shows.
#ifndef TSRPC_CONFORMANCE_REPORT_TRACE_TEXT_HPP
#define TSRPC_CONFORMANCE_REPORT_TRACE_TEXT_HPP

#include "conformance/engine/finding.hpp"
#include "conformance/protocol/trace.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace tsrpc::conformance {

/// How much of a trace is shown: its first and its last exchanges.
struct TraceLength {
    size_t first = 2;    ///< hello and what comes after it
    size_t last = 12;    ///< up to what the trace is shown for
    size_t printed = 20; ///< last lines of what the target printed meanwhile
};

/// The lines of one exchange, each with its line feed: "> call 0001 00ff0000 ...  # get_version request". Long bytes
/// are cut, with their count said; "# no reply: ..." stands for a reply that is missing.
std::string trace_text(const Said& said);

/// The lines of the exchanges, of a long trace those that `length` says; a comment counts what was left out, by
/// command.
std::string trace_text(std::span<const Said> trace, const TraceLength& length = {});

/// The trace up to the exchange that shows the first of the findings, then, where bits of its last frame are what is
/// wrong, a comment for each row of the frame's table that holds such bits, by all findings of that exchange.
std::string trace_text(std::span<const Said> trace, const Findings& findings, const TraceLength& length = {});

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_TRACE_TEXT_HPP
