// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_OUTPUT_HPP
#define TSRPC_CLI_OUTPUT_HPP

#include <string>
#include <string_view>

namespace tsrpc::cli {

/// Standard output, buffered. Not flushed on destruction: call `flush`, which can fail.
class Output {
  public:
    /// Throws CommandError where standard output takes no more.
    void write(std::string_view text);
    void flush();

  private:
    std::string buffer_;
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_OUTPUT_HPP
