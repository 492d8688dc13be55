// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/selection.hpp"

#include "conformance/cli/session.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace tsrpc::cli {
namespace {

using conformance::Case;

bool matches(const std::string& pattern, const Case& test) {
    return fnmatch(pattern.c_str(), std::string(test.requirement->id).c_str(), 0) == 0;
}

/// A line without its comment and the white space around what is left.
std::string stripped(std::string line) {
    line.erase(std::min(line.find('#'), line.size()));
    constexpr const char* space = " \t\r";
    const size_t first = line.find_first_not_of(space);
    return first == std::string::npos ? "" : line.substr(first, line.find_last_not_of(space) - first + 1);
}

void read_file(const std::string& path, std::vector<std::string>& patterns) {
    std::ifstream file(path);
    if (!file) {
        throw CommandError(ExitStatus::usage,
                           fmt::format("cannot read pattern file '{}': {}", path, std::strerror(errno)));
    }
    for (std::string line; std::getline(file, line);) {
        line = stripped(line);
        if (!line.empty()) {
            patterns.push_back(line);
        }
    }
    if (file.bad()) {
        throw CommandError(ExitStatus::usage, fmt::format("cannot read pattern file '{}'", path));
    }
}

/// The patterns, those of files included, each of which must match.
std::vector<std::string> expand(const std::vector<std::string>& given, const std::vector<Case>& cases) {
    std::vector<std::string> patterns;
    for (const std::string& pattern : given) {
        if (pattern.starts_with('@')) {
            read_file(pattern.substr(1), patterns);
        } else {
            patterns.push_back(pattern);
        }
    }
    for (const std::string& pattern : patterns) {
        if (std::ranges::none_of(cases, [&](const Case& test) { return matches(pattern, test); })) {
            throw CommandError(ExitStatus::usage,
                               fmt::format("no test matches '{}'; 'check sp --list' shows the ids", pattern));
        }
    }
    return patterns;
}

} // namespace

std::vector<Case> select(const std::vector<Case>& cases, const Selection& selection) {
    const std::vector<std::string> run = expand(selection.run, cases);
    const std::vector<std::string> skip = expand(selection.skip, cases);
    std::vector<Case> selected;
    std::ranges::copy_if(cases, std::back_inserter(selected), [&](const Case& test) {
        const auto matched = [&](const std::string& pattern) { return matches(pattern, test); };
        return (selection.run.empty() || std::ranges::any_of(run, matched)) && std::ranges::none_of(skip, matched);
    });
    if (selected.empty()) {
        throw CommandError(ExitStatus::usage, "--run and --skip leave no test to run");
    }
    return selected;
}

} // namespace tsrpc::cli
