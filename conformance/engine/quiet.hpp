// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_ENGINE_QUIET_HPP
#define TSRPC_CONFORMANCE_ENGINE_QUIET_HPP

namespace tsrpc::conformance {

/// While it lives, what a library prints on standard output goes nowhere. Where that is not to be had, it is printed.
class QuietStandardOutput {
  public:
    QuietStandardOutput();
    QuietStandardOutput(const QuietStandardOutput&) = delete;
    QuietStandardOutput& operator=(const QuietStandardOutput&) = delete;
    ~QuietStandardOutput();

  private:
    int kept_; ///< a copy of the descriptor
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_QUIET_HPP
