// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_CONSOLE_HPP
#define TSRPC_CONFORMANCE_REPORT_CONSOLE_HPP

#include "conformance/report/verdict.hpp"

#include <array>
#include <cstddef>
#include <functional>
#include <map>
#include <string>

namespace tsrpc::conformance {

/// How often each verdict was given.
class Tally {
  public:
    void add(Verdict verdict, size_t count = 1) { counts_[static_cast<size_t>(verdict)] += count; }
    size_t operator[](Verdict verdict) const { return counts_[static_cast<size_t>(verdict)]; }
    size_t total() const;

    /// Whether tests ran and none of them failed.
    bool conforms() const;

  private:
    std::array<size_t, verdict_count> counts_ = {};
};

/// The requirements that were found broken: one defect of a target can fail many tests.
class BrokenRequirements {
  public:
    void add(const Result& result);

    /// "broken: memory.relinquish (MUST), in 3 tests", a line each.
    std::string text() const;

  private:
    std::map<const Requirement*, size_t, std::less<>> counts_; ///< in the catalogue's order, which is one array
};

/// A result as a person reads it: a line, below it what was seen or lacks, and for a failure or warning the
/// requirement, the frames, and the command that repeats the test. Lines end with a line feed.
std::string console_text(const Result& result, const std::string& repeat_command);

/// "reference conforms: 86 PASS, 1 WARN", a line.
std::string console_summary(const std::string& target, const Tally& tally);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_CONSOLE_HPP
