// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/file_places.hpp"

#include "conformance/cli/session.hpp"

#include <fmt/format.h>

#include <filesystem>

namespace tsrpc::cli {

namespace fs = std::filesystem;

// Such names are links to files that must not be replaced.
bool is_of_the_system(const std::string& path) { return path.starts_with("/dev/") || path.starts_with("/proc/"); }

fs::path without_links(fs::path path) {
    constexpr int most_links = 40; // as the kernel has it
    std::error_code error;
    for (int i = 0; i < most_links && fs::is_symlink(path, error); ++i) {
        path = path.parent_path() / fs::read_symlink(path, error);
    }
    return path;
}

// What the system has for open files may be one pipe under two names.
std::string file_of(const std::string& path) {
    std::error_code error;
    const fs::path absolute = fs::absolute(is_of_the_system(path) ? fs::path(path) : without_links(path), error);
    const fs::path file = is_of_the_system(path) ? absolute.lexically_normal() : fs::weakly_canonical(absolute, error);
    return error ? path : file.string();
}

void FilePlaces::add(const std::string& what, const std::string& path) {
    if (path.empty()) {
        return;
    }
    const auto [earlier, is_new] = what_.try_emplace(file_of(path), what);
    if (!is_new) {
        throw CommandError(ExitStatus::usage, fmt::format("'{}' is to be {} and {}; expected a file for each", path,
                                                          earlier->second, what));
    }
}

} // namespace tsrpc::cli
