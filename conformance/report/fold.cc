// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/report/fold.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

constexpr std::string_view digits = "0123456789";
constexpr std::string_view hex_digits = "0123456789abcdefABCDEF";
constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

bool all_of(std::string_view word, std::string_view characters) {
    return word.find_first_not_of(characters) == word.npos;
}

bool is_number(std::string_view word) {
    constexpr size_t register_digits = 8;
    if (word.starts_with("0x")) {
        return all_of(word.substr(2), hex_digits);
    }
    return all_of(word, digits) || (word.size() >= register_digits && all_of(word, hex_digits));
}

} // namespace

std::string without_numbers(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const std::string_view word = text.substr(0, text.find_first_not_of(letters));
        if (word.empty()) {
            out += text.front();
            text.remove_prefix(1);
        } else {
            out += is_number(word) ? "#" : word;
            text.remove_prefix(word.size());
        }
    }
    return out;
}

std::string fold_key(const Outcome& outcome) {
    const Requirement* const blamed = outcome.blamed();
    return fmt::format("{} {} {}", name(outcome.verdict), blamed ? blamed->id : "", without_numbers(outcome.why));
}

} // namespace tsrpc::conformance
