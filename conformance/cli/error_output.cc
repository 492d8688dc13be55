// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/error_output.hpp"

#include <cerrno>
#include <csignal>
#include <unistd.h>

namespace tsrpc::cli {

void write_error(std::string_view text) {
    // A pipe that nobody reads is no reason to die here.
    struct sigaction ignore = {};
    struct sigaction before = {};
    ignore.sa_handler = SIG_IGN;
    sigaction(SIGPIPE, &ignore, &before);
    while (!text.empty()) {
        const ssize_t count = ::write(STDERR_FILENO, text.data(), text.size());
        if (count >= 0) {
            text.remove_prefix(static_cast<size_t>(count));
        } else if (errno != EINTR) {
            break;
        }
    }
    sigaction(SIGPIPE, &before, nullptr);
}

} // namespace tsrpc::cli
