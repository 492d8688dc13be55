// SPDX-License-Identifier: BSD-3-Clause
//
// A run as a person reads it.
#ifndef TSRPC_CONFORMANCE_REPORT_CONSOLE_HPP
#define TSRPC_CONFORMANCE_REPORT_CONSOLE_HPP

#include "conformance/report/paint.hpp"
#include "conformance/report/run_summary.hpp"
#include "conformance/report/tally.hpp"

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tsrpc::conformance {

class Console {
  public:
    /// `verbose`: every test is shown, nothing is folded, and of long traces more is shown. `coloured`: verdicts are.
    Console(bool verbose, bool coloured) : verbose_(verbose), paint_(coloured) {}

    /// The text of the next outcome: none, unless `verbose`, of a pass and of what the target could not be asked. What
    /// says the same as one before is one line, "FAIL        ID  as in ID".
    std::string take(const Outcome& outcome, const std::string& repeat_command);

    /// Selected tests that did not run.
    void add_not_run(size_t tests);

    const Tally& tally() const { return tally_; }

    /// The summary of the run: a line an area, "call          12 PASS", what was found and not checked, and as last
    /// line "reference conforms: 86 PASS, 1 WARN in 2.1 s". `interrupted`: the run ended by a signal.
    std::string summary(const std::string& target, double seconds, bool interrupted = false) const;

  private:
    std::string text_of(const Outcome& outcome, const std::string& repeat_command);
    std::string areas_text() const;
    std::string conclusion(const std::string& target, bool interrupted) const;

    bool verbose_;
    Paint paint_;
    Tally tally_;
    std::vector<std::pair<std::string_view, Tally>> areas_; ///< in the order of their first outcomes
    RunSummary summary_;
    std::map<std::string, std::string> shown_; ///< the test that was shown in full, by `fold_key`
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_CONSOLE_HPP
