// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/engine/selection.hpp"

#include "conformance/protocol/words.hpp"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <fstream>

namespace tsrpc::conformance {
namespace {

bool matches_any(const std::vector<std::string>& patterns, const Case& test) {
    return std::ranges::any_of(patterns, [&](const std::string& pattern) { return matches(pattern, test); });
}

void read_file(const std::string& path, std::vector<std::string>& patterns) {
    std::ifstream file(path);
    if (!file) {
        throw SelectionError(fmt::format("cannot read pattern file '{}': {}", path, std::strerror(errno)));
    }
    for (std::string line; std::getline(file, line);) {
        const std::string_view pattern = trimmed(std::string_view(line).substr(0, line.find('#')));
        if (!pattern.empty()) {
            patterns.emplace_back(pattern);
        }
    }
    if (file.bad()) {
        throw SelectionError(fmt::format("cannot read pattern file '{}'", path));
    }
}

/// The patterns, those of files included.
std::vector<std::string> expand(const std::vector<std::string>& given) {
    std::vector<std::string> patterns;
    for (const std::string& pattern : given) {
        if (pattern.starts_with('@')) {
            read_file(pattern.substr(1), patterns);
        } else {
            patterns.push_back(pattern);
        }
    }
    return patterns;
}

/// The same, each of which must match one of the cases.
std::vector<std::string> expand(const std::vector<std::string>& given, const std::vector<Case>& cases) {
    std::vector<std::string> patterns = expand(given);
    for (const std::string& pattern : patterns) {
        if (std::ranges::none_of(cases, [&](const Case& test) { return matches(pattern, test); })) {
            throw SelectionError(fmt::format("no test matches '{}'; --list shows the ids", pattern));
        }
    }
    return patterns;
}

} // namespace

bool matches(const std::string& pattern, const Case& test) {
    return fnmatch(pattern.c_str(), std::string(test.requirement->id).c_str(), 0) == 0;
}

std::vector<Selected> select(const std::vector<Case>& cases, const Selection& selection,
                             const std::vector<KnownFailing>& known_failing) {
    const std::vector<std::string> run = expand(selection.run, cases);
    const std::vector<std::string> skip = expand(selection.skip, cases);
    const std::vector<std::string> require = expand(selection.require, cases);
    std::vector<Selected> selected;
    for (const Case& test : cases) {
        if ((selection.run.empty() || matches_any(run, test)) && !matches_any(skip, test)) {
            const KnownFailing* const listed = find_known_failing(known_failing, test);
            selected.push_back({test, matches_any(require, test), listed ? std::optional(*listed) : std::nullopt});
        }
    }
    if (selected.empty()) {
        throw SelectionError("--run and --skip leave no test to run");
    }
    for (const std::string& pattern : require) {
        if (std::ranges::none_of(selected, [&](const Selected& one) { return matches(pattern, one.test); })) {
            throw SelectionError(
                fmt::format("--require '{}': --run and --skip leave out each test that it matches", pattern));
        }
    }
    return selected;
}

void hold_to_requirement(Outcome& outcome) {
    if (outcome.verdict == Verdict::skip || outcome.verdict == Verdict::unreachable) {
        outcome.why = fmt::format("{} of a test that --require names: {}", name(outcome.verdict), outcome.why);
        outcome.verdict = Verdict::fail;
    }
}

} // namespace tsrpc::conformance
