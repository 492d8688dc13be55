// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_PROGRESS_HPP
#define TSRPC_CLI_PROGRESS_HPP

#include <chrono>
#include <string>

namespace tsrpc::cli {

/// A line on standard error that says how far a long test is, if that is a terminal; else nothing.
class Progress {
  public:
    /// In place of the text before; ten times a second at most.
    void show(const std::string& text);

    /// Before something else is printed.
    void clear();

  private:
    bool shown_ = false;
    std::chrono::steady_clock::time_point next_ = {};
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_PROGRESS_HPP
