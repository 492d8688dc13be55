// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_COLOUR_HPP
#define TSRPC_CLI_COLOUR_HPP

#include <CLI/App.hpp>

namespace tsrpc::cli {

/// When verdicts are coloured.
enum class Colour {
    automatic, ///< on a terminal that is not dumb, unless NO_COLOR is set and not empty
    always,
    never,
};

/// Adds the option --color.
void add_colour(CLI::App& command, Colour& colour);

/// Whether standard output is coloured.
bool is_coloured(Colour colour);

/// Whether a line of this descriptor can be rewritten: it is a terminal, and not a dumb one.
bool is_terminal(int fd);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_COLOUR_HPP
