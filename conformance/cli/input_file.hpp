// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_INPUT_FILE_HPP
#define TSRPC_CLI_INPUT_FILE_HPP

#include <string>

namespace tsrpc::cli {

/// All of a file. Throws CommandError, usage, where it cannot be read.
std::string read_file(const std::string& path);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_INPUT_FILE_HPP
