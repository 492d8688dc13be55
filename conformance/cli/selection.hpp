// SPDX-License-Identifier: BSD-3-Clause
//
// Which tests of a suite run: --run and --skip.
#ifndef TSRPC_CLI_SELECTION_HPP
#define TSRPC_CLI_SELECTION_HPP

#include "conformance/sp/cases.hpp"

#include <string>
#include <vector>

namespace tsrpc::cli {

/// Patterns over test ids, in which * stands for any characters and ? for any one; "@FILE" stands for those of a file,
/// one a line, # beginning a comment.
struct Selection {
    std::vector<std::string> run; ///< none: all
    std::vector<std::string> skip;
};

/// The cases that one of `run` matches and none of `skip`. Throws CommandError for a pattern that matches no test, a
/// file that cannot be read, and where nothing is left.
std::vector<conformance::Case> select(const std::vector<conformance::Case>& cases, const Selection& selection);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_SELECTION_HPP
