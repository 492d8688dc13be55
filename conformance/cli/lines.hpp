// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_LINES_HPP
#define TSRPC_CLI_LINES_HPP

#include "conformance/cli/output.hpp"
#include "conformance/report/line_reader.hpp"

#include <functional>
#include <string>
#include <string_view>

namespace tsrpc::cli {

/// Calls `use` with the number, from 1, and the text of each line of a file, its line feed left out; "-" is standard
/// input. Of a line of more than report::longest_line bytes, `use` is given the first longest_line + 1. Flushes the
/// output whenever it may have to wait for input. Ends early if `is_interrupted`. Throws CommandError, usage, where the
/// file cannot be read.
void for_each_line(const std::string& path, Output& output,
                   const std::function<void(size_t number, std::string_view line)>& use);

/// "line 3" of standard input, "boot.log:3" of a file.
std::string line_name(const std::string& path, size_t number);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_LINES_HPP
