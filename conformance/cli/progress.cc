// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/progress.hpp"

#include "conformance/cli/colour.hpp"
#include "conformance/cli/error_output.hpp"

#include <fmt/format.h>

#include <sys/ioctl.h>
#include <unistd.h>

namespace tsrpc::cli {
namespace {

/// To the line's begin, then what is right of there is erased.
constexpr const char* begin_anew = "\r\x1b[K";

/// A longer text would take two lines, of which one is rewritten.
size_t columns() {
    constexpr size_t usual = 80;
    winsize size = {};
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : usual;
}

} // namespace

Progress::Progress() : is_on_(is_terminal(STDOUT_FILENO) && is_terminal(STDERR_FILENO)) {}

void Progress::write(const std::string& line) {
    write_error(begin_anew + line.substr(0, columns() - 1));
    is_shown_ = true;
}

void Progress::begin(std::string_view id, size_t number, size_t count) {
    if (is_on_) {
        test_ = fmt::format("[{}/{}] {}", number, count, id);
        write(test_);
    }
}

void Progress::show(const std::string& how_far) {
    const auto now = std::chrono::steady_clock::now();
    if (is_on_ && now >= next_) {
        next_ = now + std::chrono::milliseconds(100);
        write(fmt::format("{}: {}", test_, how_far));
    }
}

void Progress::clear() {
    if (is_shown_) {
        write_error(begin_anew);
        is_shown_ = false;
    }
}

} // namespace tsrpc::cli
