// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_TRACE_FILES_HPP
#define TSRPC_CLI_TRACE_FILES_HPP

#include "conformance/cli/output.hpp"
#include "conformance/report/trace_file.hpp"

#include <set>
#include <string>

namespace tsrpc::cli {

/// The folder of --traces: DIR/<id>.trace of each test that did not conform.
class TraceFiles {
  public:
    /// An empty folder is none. Throws CommandError, usage, where no file can be written there.
    TraceFiles(const std::string& folder, conformance::TraceOrigin origin);

    /// Saves the outcome's trace if something is broken or the target was lost, and else removes the one that an
    /// earlier run has left. What cannot be written is told by `finish`.
    void take(const conformance::Outcome& outcome, Output& output);

    /// Throws CommandError, does_not_conform, where a trace could not be written.
    void finish() const;

  private:
    std::string folder_;
    conformance::TraceOrigin origin_;
    std::set<std::string> saved_; ///< tests that an earlier repetition has saved the trace of
    std::string trouble_;         ///< the first
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_TRACE_FILES_HPP
