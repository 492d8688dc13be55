// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REPORT_PAINT_HPP
#define TSRPC_CONFORMANCE_REPORT_PAINT_HPP

#include "conformance/engine/verdict.hpp"

#include <string>
#include <string_view>

namespace tsrpc::conformance {

/// Colours for a terminal: green is a pass, red a failure, yellow what is broken and tolerated, cyan what was not
/// looked at.
class Paint {
  public:
    /// Not `on`, text stays as it is.
    explicit Paint(bool on) : on_(on) {}

    std::string operator()(Verdict verdict, std::string_view text) const;

  private:
    bool on_;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_PAINT_HPP
