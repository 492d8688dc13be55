// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_ERROR_OUTPUT_HPP
#define TSRPC_CLI_ERROR_OUTPUT_HPP

#include <string_view>

namespace tsrpc::cli {

/// Writes to standard error. Where that cannot be written, nothing comes of it: the exit status says what it says.
void write_error(std::string_view text);

} // namespace tsrpc::cli

#endif // TSRPC_CLI_ERROR_OUTPUT_HPP
