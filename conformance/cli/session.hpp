// SPDX-License-Identifier: BSD-3-Clause
//
// What a run of the command is to its subcommands.
#ifndef TSRPC_CLI_SESSION_HPP
#define TSRPC_CLI_SESSION_HPP

#include "conformance/cli/output.hpp"

#include <functional>
#include <stdexcept>
#include <string>

namespace tsrpc::cli {

/// The command's exit statuses.
enum class ExitStatus : int {
    conforms = 0,
    does_not_conform = 1,
    usage = 2,       ///< wrong operands, malformed input
    unreachable = 3, ///< the target could not be reached or loaded
};

/// Ends the command with one line on standard error and a status.
class CommandError : public std::runtime_error {
  public:
    CommandError(ExitStatus status, const std::string& what) : std::runtime_error(what), status_{status} {}

    ExitStatus status() const { return status_; }

  private:
    ExitStatus status_;
};

/// One run of the command. The chosen subcommand's callback sets `command`, which runs once all operands are read.
struct Session {
    std::string program; ///< what a shell calls it by
    Output output;
    std::function<ExitStatus()> command;
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_SESSION_HPP
