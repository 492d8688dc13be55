// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/report_file.hpp"

#include "conformance/cli/session.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <unistd.h>
#include <utility>

namespace tsrpc::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view output_flag = "--gtest_output=";

/// GoogleTest's FORMAT:PATH.
std::string asked_for(const std::vector<std::string>& flags) {
    std::string output = testing::GTEST_FLAG(output); // of the environment
    for (const std::string& flag : flags) {
        if (flag.starts_with(output_flag)) {
            output = flag.substr(output_flag.size());
        }
    }
    return output;
}

[[noreturn]] void cannot_write(ExitStatus status, const std::string& path, const std::string& why) {
    throw CommandError(status, fmt::format("cannot write report '{}': {}", path, why));
}

/// Makes the folders, as GoogleTest does.
void make_folder_of(const fs::path& path) {
    std::error_code error;
    if (path.has_parent_path()) {
        fs::create_directories(path.parent_path(), error);
    }
    if (error) {
        cannot_write(ExitStatus::usage, path, error.message());
    }
    if (fs::is_directory(path)) {
        cannot_write(ExitStatus::usage, path, std::strerror(EISDIR));
    }
}

/// A place that can be seen to be writable only by writing.
void try_to_create(const std::string& draft, const std::string& path) {
    const bool created = std::ofstream(draft).is_open();
    const int error = errno;
    std::remove(draft.c_str());
    if (!created) {
        cannot_write(ExitStatus::usage, path, std::strerror(error));
    }
}

/// Whether the last words are there.
bool is_whole(const std::string& path) {
    std::ifstream file(path);
    std::ostringstream text;
    text << file.rdbuf();
    const std::string report = text.str();
    return report.ends_with("</testsuites>\n") || report.ends_with("}\n");
}

} // namespace

ReportFile::ReportFile(std::vector<std::string> flags) : flags_(std::move(flags)) {
    const std::string output = asked_for(flags_);
    if (output.empty()) {
        return;
    }
    const size_t colon = std::min(output.find(':'), output.size());
    const std::string format = output.substr(0, colon);
    if (format != "xml" && format != "json") {
        throw CommandError(ExitStatus::usage,
                           fmt::format("--gtest_output is '{}'; expected xml:FILE or json:FILE", output));
    }
    std::string path = colon + 1 < output.size() ? output.substr(colon + 1) : "test_detail." + format;
    if (path.ends_with('/')) {
        path += "tsrpc." + format;
    }
    make_folder_of(path);
    if (fs::exists(path) && !fs::is_regular_file(path)) {
        flags_.push_back(fmt::format("{}{}:{}", output_flag, format, path));
        return;
    }
    path_ = path;
    draft_ = fmt::format("{}.{}.part", path, getpid());
    try_to_create(draft_, path);
    flags_.push_back(fmt::format("{}{}:{}", output_flag, format, draft_));
}

ReportFile::~ReportFile() {
    if (!draft_.empty()) {
        std::remove(draft_.c_str());
    }
}

void ReportFile::finish() {
    if (path_.empty()) {
        return;
    }
    if (!is_whole(draft_)) {
        cannot_write(ExitStatus::does_not_conform, path_, "it is not whole; is the disk full?");
    }
    if (std::rename(draft_.c_str(), path_.c_str()) != 0) {
        cannot_write(ExitStatus::does_not_conform, path_, std::strerror(errno));
    }
    draft_.clear();
}

} // namespace tsrpc::cli
