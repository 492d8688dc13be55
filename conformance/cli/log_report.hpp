// SPDX-License-Identifier: BSD-3-Clause
//
// What `tsrpc trace` prints: each frame, what it breaks, and at the end all that is broken.
#ifndef TSRPC_CLI_LOG_REPORT_HPP
#define TSRPC_CLI_LOG_REPORT_HPP

#include "conformance/cli/log_input.hpp"
#include "conformance/cli/output.hpp"
#include "conformance/log/log_judge.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace tsrpc::cli {

class LogReport {
  public:
    /// `is_quiet`: only frames that show something broken.
    LogReport(bool is_quiet, Output& output) : is_quiet_(is_quiet), output_(output) {}

    /// A line's frame, if it has one, and what it breaks. Of a requirement that is broken often the first times are
    /// shown in full.
    void take(const Place& place, const conformance::JudgedLine& judged);

    /// All that is broken, what was not judged, and the conclusion.
    void finish(const conformance::LogCounts& counts, const conformance::LogJudgeOptions& options, bool conforms);

    /// How many requirements of that level are broken.
    size_t broken(conformance::Level level) const;

  private:
    struct Broken {
        const conformance::Requirement* requirement;
        std::string first; ///< where, and what was seen
        std::string last;  ///< where
        size_t count;
    };

    void show(const report::LoggedFrame& frame);
    Broken& count(const conformance::Finding& finding, const Place& place);

    bool is_quiet_;
    Output& output_;
    std::string shown_;          ///< the last frame, if only those that show something are
    std::vector<Broken> broken_; ///< in the order in which they showed
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_LOG_REPORT_HPP
