// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/printed_text.hpp"

#include "conformance/protocol/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace tsrpc::conformance {
namespace {

std::vector<std::string_view> lines_of(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        std::string_view line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        line.remove_suffix(line.ends_with('\r') ? 1 : 0);
        lines.push_back(line);
    }
    return lines;
}

/// Tabs stay as wide as one space.
std::string shown(std::string_view line) {
    std::string text(line);
    std::ranges::replace(text, '\t', ' ');
    return printable(text);
}

} // namespace

std::string printed_text(std::string_view printed, size_t most) {
    const std::vector<std::string_view> lines = lines_of(printed);
    if (lines.empty()) {
        return "";
    }
    const size_t left_out = lines.size() - std::min(most, lines.size());
    std::string text = left_out == 0
                           ? "printed:\n"
                           : fmt::format("printed, {} line{} left out:\n", left_out, left_out == 1 ? "" : "s");
    for (size_t i = left_out; i < lines.size(); ++i) {
        text += fmt::format("| {}\n", shown(lines[i]));
    }
    return text;
}

} // namespace tsrpc::conformance
