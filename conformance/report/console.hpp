// SPDX-License-Identifier: BSD-3-Clause
//
// A run as a person reads it.
#ifndef TSRPC_CONFORMANCE_REPORT_CONSOLE_HPP
#define TSRPC_CONFORMANCE_REPORT_CONSOLE_HPP

#include "conformance/report/run_summary.hpp"
#include "conformance/report/tally.hpp"

#include <map>
#include <string>

namespace tsrpc::conformance {

class Console {
  public:
    /// `verbose`: nothing is folded, and of long traces more is shown.
    explicit Console(bool verbose) : verbose_(verbose) {}

    /// The text of the next outcome. What says the same as one before is one line, "FAIL        ID  as in ID".
    std::string take(const Outcome& outcome, const std::string& repeat_command);

    /// Selected tests that did not run.
    void add_not_run(size_t tests);

    const Tally& tally() const { return tally_; }

    /// The summary of the run; its last line is "reference conforms: 86 PASS, 1 WARN".
    std::string summary(const std::string& target) const;

  private:
    bool verbose_;
    Tally tally_;
    RunSummary summary_;
    std::map<std::string, std::string> shown_; ///< the test that was shown in full, by `fold_key`
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_CONSOLE_HPP
