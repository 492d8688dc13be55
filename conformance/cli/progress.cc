// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/progress.hpp"

#include "conformance/cli/error_output.hpp"

#include <unistd.h>

namespace tsrpc::cli {

/// To the line's begin, then what is right of there is erased.
constexpr const char* begin_anew = "\r\x1b[K";

void Progress::show(const std::string& text) {
    const auto now = std::chrono::steady_clock::now();
    if (now >= next_ && isatty(STDERR_FILENO) == 1) {
        next_ = now + std::chrono::milliseconds(100);
        write_error(begin_anew + text);
        shown_ = true;
    }
}

void Progress::clear() {
    if (shown_) {
        write_error(begin_anew);
        shown_ = false;
    }
}

} // namespace tsrpc::cli
