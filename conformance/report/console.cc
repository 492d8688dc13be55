// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/console.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace tsrpc::conformance {
namespace {

std::string indented(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        out += "    ";
        out += text.substr(0, end);
        text.remove_prefix(end);
    }
    return out.empty() || out.back() == '\n' ? out : out + '\n';
}

std::string requirement_text(const Requirement& requirement) {
    return fmt::format("{} ({}, {}): {}", requirement.id, name(requirement.level), requirement.source,
                       requirement.sentence);
}

} // namespace

size_t Tally::total() const { return std::accumulate(counts_.begin(), counts_.end(), size_t{0}); }

bool Tally::conforms() const {
    for (size_t i = 0; i < verdict_count; ++i) {
        if (counts_[i] > 0 && is_failure(static_cast<Verdict>(i))) {
            return false;
        }
    }
    return total() > 0;
}

std::string console_text(const Result& result, const std::string& repeat_command) {
    std::string text = fmt::format("{:<11} {}\n", name(result.verdict), result.requirement->id);
    if (result.verdict == Verdict::pass || result.verdict == Verdict::skip || result.verdict == Verdict::unreachable) {
        return text + indented(result.text);
    }
    text += indented(result.broken ? "broken: " + requirement_text(*result.broken)
                                   : "checking: " + requirement_text(*result.requirement));
    text += indented(result.text);
    return text + indented("repeat with: " + repeat_command);
}

std::string console_summary(const std::string& target, const Tally& tally) {
    std::string counts;
    for (size_t i = 0; i < verdict_count; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        if (tally[verdict] > 0 || verdict == Verdict::pass) {
            counts += fmt::format("{}{} {}", counts.empty() ? "" : ", ", tally[verdict], name(verdict));
        }
    }
    return fmt::format("{} {}: {}\n", target, tally.conforms() ? "conforms" : "does not conform", counts);
}

void BrokenRequirements::add(const Result& result) {
    if (result.broken != nullptr) {
        ++counts_[result.broken];
    }
}

std::string BrokenRequirements::text() const {
    std::string text;
    for (const auto& [requirement, count] : counts_) {
        text += fmt::format("broken: {} ({}), in {} test{}\n", requirement->id, name(requirement->level), count,
                            count == 1 ? "" : "s");
    }
    return text;
}

} // namespace tsrpc::conformance
