// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_TALLY_HPP
#define TSRPC_CONFORMANCE_REPORT_TALLY_HPP

#include "conformance/engine/verdict.hpp"
#include "conformance/report/paint.hpp"

#include <array>
#include <cstddef>
#include <string>

namespace tsrpc::conformance {

/// How often each verdict was given.
class Tally {
  public:
    void add(Verdict verdict, size_t count = 1) { counts_[static_cast<size_t>(verdict)] += count; }
    size_t operator[](Verdict verdict) const { return counts_[static_cast<size_t>(verdict)]; }
    size_t total() const;

    /// Whether something passed, or failed as was known, and nothing else failed. A run in which neither happened says
    /// nothing good of a target.
    bool conforms() const;

    /// "86 PASS, 1 WARN": PASS always, the others where they were given.
    std::string text(const Paint& paint = Paint(false)) const;

  private:
    std::array<size_t, verdict_count> counts_ = {};
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_TALLY_HPP
