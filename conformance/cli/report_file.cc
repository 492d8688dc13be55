// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/report_file.hpp"

#include "conformance/cli/session.hpp"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <sys/mman.h>
#include <unistd.h>
#include <utility>

namespace tsrpc::cli {
namespace {

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

std::string read_all(int fd) {
    std::string text;
    std::array<char, 65536> buffer;
    for (ssize_t count; (count = pread(fd, buffer.data(), buffer.size(), static_cast<off_t>(text.size()))) > 0;) {
        text.append(buffer.data(), static_cast<size_t>(count));
    }
    return text;
}

/// Whether the last words are there.
bool is_whole(std::string_view report) { return report.ends_with("</testsuites>\n") || report.ends_with("}\n"); }

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
    path_ = colon + 1 < output.size() ? output.substr(colon + 1) : "test_detail." + format;
    if (path_.ends_with('/')) {
        path_ += "tsrpc." + format;
    }
    destination_.emplace(path_, "report");
    memory_ = memfd_create("tsrpc-report", MFD_CLOEXEC);
    if (memory_ < 0) {
        throw CommandError(ExitStatus::does_not_conform,
                           fmt::format("no memory for report '{}': {}", path_, std::strerror(errno)));
    }
    flags_.push_back(fmt::format("{}{}:/proc/self/fd/{}", output_flag, format, memory_));
}

ReportFile::~ReportFile() {
    if (memory_ >= 0) {
        close(memory_);
    }
}

void ReportFile::finish(Output& output) const {
    if (!destination_) {
        return;
    }
    const std::string report = read_all(memory_);
    if (!is_whole(report)) {
        throw CommandError(ExitStatus::does_not_conform,
                           fmt::format("cannot write report '{}': GoogleTest did not write all of it", path_));
    }
    destination_->write(report, output);
}

} // namespace tsrpc::cli
