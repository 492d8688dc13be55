// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_PROGRESS_HPP
#define TSRPC_CLI_PROGRESS_HPP

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>

namespace tsrpc::cli {

/// A line on standard error, "[12/105] memory.retrieve_tag", that says which test runs and how far it is. It is
/// rewritten in place, and there only where both standard output and standard error are terminals: `tsrpc | less` has
/// the screen for itself.
class Progress {
  public:
    Progress();

    /// A test begins: the `number`th of `count`.
    void begin(std::string_view id, size_t number, size_t count);

    /// How far it is; ten times a second at most.
    void show(const std::string& how_far);

    /// Before something else is printed.
    void clear();

  private:
    void write(const std::string& line);

    bool is_on_;
    bool is_shown_ = false;
    std::string test_;
    std::chrono::steady_clock::time_point next_ = {};
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_PROGRESS_HPP
