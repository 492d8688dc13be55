// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/lines.hpp"

#include "conformance/cli/session.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <string>
#include <unistd.h>

namespace tsrpc::cli {
namespace {

constexpr size_t longest_line = size_t{1} << 16;

/// What there is to read of standard input; empty at its end.
std::string_view read_some(std::array<char, longest_line>& buffer) {
    for (;;) {
        const ssize_t count = ::read(STDIN_FILENO, buffer.data(), buffer.size());
        if (count >= 0) {
            return {buffer.data(), static_cast<size_t>(count)};
        }
        if (errno != EINTR) {
            throw CommandError(ExitStatus::usage, fmt::format("cannot read standard input: {}", std::strerror(errno)));
        }
    }
}

} // namespace

void for_each_line(Output& output, const std::function<void(size_t number, std::string_view line)>& use) {
    std::array<char, longest_line> buffer;
    std::string pending; // begins with a line
    size_t number = 0;
    for (;;) {
        output.flush();
        const std::string_view more = read_some(buffer);
        if (more.empty()) {
            break;
        }
        pending += more;
        std::string_view rest = pending;
        for (size_t end; (end = rest.find('\n')) != rest.npos; rest.remove_prefix(end + 1)) {
            use(++number, rest.substr(0, end));
        }
        pending.erase(0, pending.size() - rest.size());
        if (pending.size() > longest_line) {
            throw CommandError(ExitStatus::usage, fmt::format("line {} has more than {} bytes; expected one frame",
                                                              number + 1, longest_line));
        }
    }
    if (!pending.empty()) {
        use(++number, pending);
    }
}

} // namespace tsrpc::cli
