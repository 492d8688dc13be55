// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/trace_files.hpp"

#include "conformance/cli/destination.hpp"
#include "conformance/cli/session.hpp"
#include "conformance/report/outcome_text.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <unistd.h>
#include <utility>

namespace tsrpc::cli {

namespace fs = std::filesystem;

TraceFiles::TraceFiles(const std::string& folder, conformance::TraceOrigin origin)
    : folder_(folder), origin_(std::move(origin)) {
    if (folder_.empty()) {
        return;
    }
    std::error_code error;
    fs::create_directories(folder_, error);
    if (!error && access(folder_.c_str(), W_OK | X_OK) != 0) {
        error = std::error_code(errno, std::generic_category());
    }
    if (!error && !fs::is_directory(folder_)) {
        error = std::make_error_code(std::errc::not_a_directory);
    }
    if (error) {
        throw CommandError(ExitStatus::usage, fmt::format("cannot write traces in '{}': {}", folder_, error.message()));
    }
}

void TraceFiles::take(const conformance::Outcome& outcome, Output& output) {
    if (folder_.empty()) {
        return;
    }
    const std::string id(outcome.requirement->id);
    const std::string path = fs::path(folder_) / (id + ".trace");
    if (conformance::shows_trace(outcome)) {
        try {
            Destination(path, "trace").write(conformance::trace_file_text(outcome, origin_), output);
            saved_.insert(id);
        } catch (const CommandError& error) {
            trouble_ = trouble_.empty() ? error.what() : trouble_;
        }
    } else if (!saved_.contains(id)) {
        std::error_code ignored;
        fs::remove(path, ignored);
    }
}

void TraceFiles::finish() const {
    if (!trouble_.empty()) {
        throw CommandError(ExitStatus::does_not_conform, trouble_);
    }
}

} // namespace tsrpc::cli
