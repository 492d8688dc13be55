// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/destination.hpp"

#include "conformance/cli/file_places.hpp"
#include "conformance/cli/interruption.hpp"
#include "conformance/cli/session.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <sys/stat.h>
#include <unistd.h>

namespace tsrpc::cli {
namespace {

namespace fs = std::filesystem;

bool is_same_file(const struct stat& a, const struct stat& b) { return a.st_dev == b.st_dev && a.st_ino == b.st_ino; }

/// Returns 0 or errno.
int write_all(int fd, std::string_view text) {
    while (!text.empty()) {
        const ssize_t count = ::write(fd, text.data(), text.size());
        if (count >= 0) {
            text.remove_prefix(static_cast<size_t>(count));
        } else if (errno != EINTR) {
            return errno;
        }
    }
    return 0;
}

/// A named pipe opens when somebody reads it. Waits for that, but not beyond ctrl-C.
int open_to_write(const std::string& path, int flags) {
    constexpr useconds_t pause = 20'000;
    struct stat file = {};
    const bool is_pipe = stat(path.c_str(), &file) == 0 && S_ISFIFO(file.st_mode);
    int fd = open(path.c_str(), O_WRONLY | O_CLOEXEC | flags | (is_pipe ? O_NONBLOCK : 0), 0666);
    while (is_pipe && fd < 0 && errno == ENXIO && !is_interrupted()) {
        usleep(pause);
        fd = open(path.c_str(), O_WRONLY | O_CLOEXEC | flags | O_NONBLOCK);
    }
    if (is_pipe && fd >= 0) {
        fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) & ~O_NONBLOCK);
    }
    return fd;
}

/// Writes a file that is opened so. Returns 0 or errno.
int write_file(const std::string& path, int flags, std::string_view text) {
    const int fd = open_to_write(path, flags);
    if (fd < 0) {
        return errno;
    }
    const int error = write_all(fd, text);
    return close(fd) != 0 && error == 0 ? errno : error;
}

std::string draft_of(const std::string& target) {
    return fs::path(target).parent_path() / fmt::format(".tsrpc-{}.part", getpid());
}

} // namespace

Destination::Destination(const std::string& path, const std::string& what, Earlier earlier)
    : path_(path), what_(what), target_(without_links(path)), way_(Way::renamed) {
    const auto fail = [&](const std::string& why) {
        throw CommandError(ExitStatus::usage, fmt::format("cannot write {} '{}': {}", what_, path_, why));
    };
    std::error_code error;
    if (const fs::path folder = fs::path(target_).parent_path(); !folder.empty()) {
        fs::create_directories(folder, error);
        if (error) {
            fail(error.message());
        }
    }
    const Choice choice = choose_way(earlier);
    if (choice.error != 0) {
        fail(std::strerror(choice.error));
    }
    way_ = choice.way;
}

Destination::Choice Destination::choose_way(Earlier earlier) const {
    struct stat file = {};
    struct stat standard_output = {};
    const bool exists = stat(path_.c_str(), &file) == 0;
    if (exists && fstat(STDOUT_FILENO, &standard_output) == 0 && is_same_file(file, standard_output)) {
        return {Way::standard_output, 0};
    }
    if (exists && S_ISDIR(file.st_mode)) {
        return {Way::appended, EISDIR};
    }
    if (is_of_the_system(path_) || (exists && !S_ISREG(file.st_mode))) {
        // A pipe cannot be opened to see: closed again, it would be at its end for its reader.
        return {Way::appended, access(path_.c_str(), W_OK) == 0 ? 0 : errno};
    }
    return choose_file(exists, earlier);
}

Destination::Choice Destination::choose_file(bool exists, Earlier earlier) const {
    const std::string draft = draft_of(target_);
    const int error = write_file(draft, O_CREAT | O_TRUNC, "");
    std::remove(draft.c_str());
    if (error == 0 && (!exists || earlier == Earlier::kept || std::remove(target_.c_str()) == 0)) {
        return {Way::renamed, 0};
    }
    return {Way::overwritten, exists ? write_file(target_, earlier == Earlier::kept ? 0 : O_TRUNC, "") : error};
}

void Destination::write(std::string_view text, Output& output) const {
    switch (way_) {
    case Way::standard_output:
        output.write(text);
        output.flush();
        return;
    case Way::renamed: write_renamed(text); return;
    case Way::overwritten:
    case Way::appended: write_in_place(text); return;
    }
}

void Destination::write_renamed(std::string_view text) const {
    const std::string draft = draft_of(target_);
    int error = write_file(draft, O_CREAT | O_TRUNC, text);
    if (error == 0 && std::rename(draft.c_str(), target_.c_str()) != 0) {
        error = errno;
    }
    if (error != 0) {
        std::remove(draft.c_str());
        throw CommandError(ExitStatus::does_not_conform,
                           fmt::format("cannot write {} '{}': {}", what_, path_, std::strerror(error)));
    }
}

void Destination::write_in_place(std::string_view text) const {
    const bool is_file = way_ == Way::overwritten;
    const int error = write_file(path_, is_file ? O_TRUNC : O_APPEND, text);
    if (error != 0) {
        if (is_file) {
            write_file(path_, O_TRUNC, "");
        }
        throw CommandError(ExitStatus::does_not_conform,
                           fmt::format("cannot write {} '{}': {}", what_, path_, std::strerror(error)));
    }
}

} // namespace tsrpc::cli
