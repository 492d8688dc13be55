// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/known_failing_file.hpp"

#include "conformance/cli/input_file.hpp"
#include "conformance/report/known_failing_text.hpp"

#include <fmt/format.h>

namespace tsrpc::cli {

std::vector<conformance::KnownFailing> read_known_failing(const std::string& path,
                                                          const std::vector<conformance::Case>& cases) {
    return path.empty() ? std::vector<conformance::KnownFailing>()
                        : conformance::parse_known_failing(read_file(path), path, cases);
}

KnownFailingFile::KnownFailingFile(const std::string& path, const std::string& suite) : suite_(suite) {
    if (!path.empty()) {
        destination_.emplace(path, "list", Destination::Earlier::kept);
    }
}

void KnownFailingFile::take(const conformance::Outcome& outcome) {
    if (conformance::belongs_in_list(outcome)) {
        lines_.try_emplace(outcome.requirement, conformance::known_failing_line(outcome));
    }
}

void KnownFailingFile::finish(Output& output) const {
    if (!destination_) {
        return;
    }
    std::string text =
        fmt::format("# Tests of 'tsrpc check {}' that fail, each with the reason: for --known-failing.\n", suite_);
    for (const auto& [requirement, line] : lines_) {
        text += line;
    }
    destination_->write(text, output);
}

} // namespace tsrpc::cli
