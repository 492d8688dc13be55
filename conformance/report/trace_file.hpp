// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_TRACE_FILE_HPP
#define TSRPC_CONFORMANCE_REPORT_TRACE_FILE_HPP

#include "conformance/engine/options.hpp"
#include "conformance/engine/verdict.hpp"

#include <string>

namespace tsrpc::conformance {

/// Of which run a trace is.
struct TraceOrigin {
    std::string version; ///< of this library, as --version has it
    std::string target;  ///< as --target has it
    uint64_t seed;
    Effort effort;
};

/// The file that --traces saves of one test: comments that say where the trace is from and what was found, then the
/// whole trace in the form of docs/target-protocol.md, with a comment where a finding shows.
std::string trace_file_text(const Outcome& outcome, const TraceOrigin& origin);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_TRACE_FILE_HPP
