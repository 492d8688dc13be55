// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/lines.hpp"

#include "conformance/cli/interruption.hpp"
#include "conformance/cli/session.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <unistd.h>

namespace tsrpc::cli {
namespace {

constexpr size_t buffer_size = size_t{1} << 16;
constexpr size_t cut_line = report::longest_line + 1;
static_assert(buffer_size < cut_line, "only lines that are put together are cut");

[[noreturn]] void cannot_read(const std::string& path) {
    throw CommandError(ExitStatus::usage,
                       fmt::format("cannot read {}: {}", path == "-" ? "standard input" : path, std::strerror(errno)));
}

/// What lines are read from.
class Source {
  public:
    explicit Source(const std::string& path) : path_(path) {
        fd_ = path == "-" ? STDIN_FILENO : open(path.c_str(), O_RDONLY | O_CLOEXEC);
        if (fd_ < 0) {
            cannot_read(path);
        }
    }
    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;
    ~Source() {
        if (fd_ != STDIN_FILENO) {
            close(fd_);
        }
    }

    /// What there is to read; empty at the end.
    std::string_view read_some(std::array<char, buffer_size>& buffer) const {
        while (!is_interrupted()) {
            const ssize_t count = ::read(fd_, buffer.data(), buffer.size());
            if (count >= 0) {
                return {buffer.data(), static_cast<size_t>(count)};
            }
            if (errno != EINTR) {
                cannot_read(path_);
            }
        }
        return {};
    }

  private:
    const std::string& path_;
    int fd_;
};

} // namespace

void for_each_line(const std::string& path, Output& output,
                   const std::function<void(size_t number, std::string_view line)>& use) {
    const Source source(path);
    std::array<char, buffer_size> buffer;
    std::string pending; // how a line begins whose end is not read yet
    const auto add = [&](std::string_view part) { pending += part.substr(0, cut_line - pending.size()); };
    size_t number = 0;
    for (;;) {
        output.flush();
        std::string_view rest = source.read_some(buffer);
        if (rest.empty()) {
            break;
        }
        for (size_t end; (end = rest.find('\n')) != rest.npos; rest.remove_prefix(end + 1)) {
            if (pending.empty()) {
                use(++number, rest.substr(0, end));
            } else {
                add(rest.substr(0, end));
                use(++number, pending);
                pending.clear();
            }
        }
        add(rest);
    }
    if (!pending.empty() && !is_interrupted()) {
        use(++number, pending);
    }
}

std::string line_name(const std::string& path, size_t number) {
    return path == "-" ? fmt::format("line {}", number) : fmt::format("{}:{}", path, number);
}

} // namespace tsrpc::cli
