// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/output.hpp"

#include "conformance/cli/session.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <unistd.h>

namespace tsrpc::cli {

void Output::write(std::string_view text) {
    constexpr size_t enough = size_t{1} << 18;
    buffer_ += text;
    if (buffer_.size() >= enough) {
        flush();
    }
}

void Output::flush() {
    std::string_view rest = buffer_;
    while (!rest.empty()) {
        const ssize_t count = ::write(STDOUT_FILENO, rest.data(), rest.size());
        if (count >= 0) {
            rest.remove_prefix(static_cast<size_t>(count));
        } else if (errno != EINTR) {
            const int error = errno;
            buffer_.clear();
            throw CommandError(ExitStatus::does_not_conform,
                               fmt::format("cannot write to standard output: {}", std::strerror(error)));
        }
    }
    buffer_.clear();
}

} // namespace tsrpc::cli
