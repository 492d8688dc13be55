// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_LINES_HPP
#define TSRPC_CLI_LINES_HPP

#include "conformance/cli/output.hpp"

#include <functional>
#include <string_view>

namespace tsrpc::cli {

/// Calls `use` with the number, from 1, and the text of each line of standard input, its line feed left out.
/// Flushes the output whenever it may have to wait for input. Throws CommandError where standard input cannot be read
/// or has a line of more than 64 KiB.
void for_each_line(Output& output, const std::function<void(size_t number, std::string_view line)>& use);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_LINES_HPP
