// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/numbers.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace tsrpc::cli {
namespace {

template <class T, class... Format>
std::optional<T> parse(const std::string& text, Format... format) {
    T value = {};
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, format...);
    return error == std::errc{} && stop == end ? std::optional(value) : std::nullopt;
}

/// Digits, and at most one point: neither "nan" nor "1e3".
bool is_plain(const std::string& text) {
    return text.find_first_not_of("0123456789.") == text.npos && text.find_first_of("0123456789") != text.npos;
}

} // namespace

void add_whole_number(CLI::App& app, const std::string& name, uint64_t min, uint64_t max,
                      const std::function<void(uint64_t)>& set, const std::string& description) {
    const auto take = [=](const std::string& text) {
        const std::optional<uint64_t> value = parse<uint64_t>(text);
        if (!value || *value < min || *value > max) {
            throw CLI::ValidationError(name, fmt::format("'{}' is not a whole number from {} to {}", text, min, max));
        }
        set(*value);
    };
    app.add_option_function<std::string>(name, take, description)->option_text("NUMBER");
}

void add_decimal(CLI::App& app, const std::string& name, double min, double max, const std::function<void(double)>& set,
                 const std::string& description) {
    const auto take = [=](const std::string& text) {
        const std::optional<double> value =
            is_plain(text) ? parse<double>(text, std::chars_format::fixed) : std::nullopt;
        if (!value || *value < min || *value > max) {
            throw CLI::ValidationError(name, fmt::format("'{}' is not a decimal number from {} to {}", text, min, max));
        }
        set(*value);
    };
    app.add_option_function<std::string>(name, take, description)->option_text("NUMBER");
}

} // namespace tsrpc::cli
