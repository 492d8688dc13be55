// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CLI_TROUBLES_HPP
#define TSRPC_CLI_TROUBLES_HPP

#include "conformance/cli/session.hpp"

#include <string>

namespace tsrpc::cli {

/// What went wrong with some of several files: the others are written all the same.
class Troubles {
  public:
    /// Calls `write`, and keeps what it throws as CommandError.
    template <class Write>
    void collect(const Write& write) {
        try {
            write();
        } catch (const CommandError& error) {
            text_ += text_.empty() ? "" : "; ";
            text_ += error.what();
        }
    }

    /// Throws them as one CommandError, does_not_conform, if there are any.
    void throw_any() const {
        if (!text_.empty()) {
            throw CommandError(ExitStatus::does_not_conform, text_);
        }
    }

  private:
    std::string text_;
};

} // namespace tsrpc::cli

#endif // TSRPC_CLI_TROUBLES_HPP
