// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/input_file.hpp"

#include "conformance/cli/session.hpp"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

namespace tsrpc::cli {

std::string read_file(const std::string& path) {
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), &std::fclose);
    std::string text;
    std::array<char, 65536> buffer;
    for (size_t count = 1; file && count != 0;) {
        count = std::fread(buffer.data(), 1, buffer.size(), file.get());
        text.append(buffer.data(), count);
    }
    if (!file || std::ferror(file.get()) != 0) {
        throw CommandError(ExitStatus::usage, fmt::format("cannot read {}: {}", path, std::strerror(errno)));
    }
    return text;
}

} // namespace tsrpc::cli
