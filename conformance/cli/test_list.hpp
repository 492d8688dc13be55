// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_TEST_LIST_HPP
#define TSRPC_CLI_TEST_LIST_HPP

#include "conformance/cli/format.hpp"
#include "conformance/engine/selection.hpp"

#include <string>
#include <vector>

namespace tsrpc::cli {

/// What --list prints. Text: id, level and sentence of a test a line. JSON: an array of objects with the strings "id",
/// "level", "section" (where the requirement comes from), "role" ("endpoint" or "caller", whose duty it is) and "text",
/// each on a line of its own; names and meanings stay, and members may be added.
std::string list_text(const std::vector<conformance::Selected>& tests, Format format);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_TEST_LIST_HPP
