// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/wire.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace tsrpc::conformance {
namespace {

template <class T>
bool parse(std::string_view word, T& value, int base) {
    const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), value, base);
    return error == std::errc{} && end == word.data() + word.size();
}

} // namespace

std::string_view WireReader::word() {
    if (rest_.empty()) {
        throw WireError("the line ends too soon");
    }
    const std::string_view text = rest();
    const std::string_view word = text.substr(0, text.find(' '));
    if (word.empty()) {
        throw WireError("two spaces, or one at an end of the line");
    }
    rest_ = text.substr(word.size());
    begun_ = true;
    return word;
}

std::string_view WireReader::rest() const { return begun_ && !rest_.empty() ? rest_.substr(1) : rest_; }

uint64_t WireReader::number(uint64_t max, int base) {
    const std::string_view text = word();
    uint64_t value = 0;
    if (!parse(text, value, base) || value > max) {
        throw WireError(fmt::format("'{}' is not a number of base {} up to {:x}", excerpt(text), base, max));
    }
    return value;
}

int32_t WireReader::decimal() {
    const std::string_view text = word();
    int32_t value = 0;
    if (!parse(text, value, 10)) {
        throw WireError(fmt::format("'{}' is not a decimal number", excerpt(text)));
    }
    return value;
}

std::vector<uint8_t> WireReader::bytes() {
    const std::string_view text = word();
    if (text == "-") {
        return {};
    }
    std::vector<uint8_t> bytes((text.size() + 1) / 2);
    for (size_t i = 0; i < bytes.size(); ++i) {
        const std::string_view digits = text.substr(2 * i, 2);
        if (digits.size() != 2 || !parse(digits, bytes[i], 16)) {
            throw WireError(fmt::format("'{}' is not bytes of two hexadecimal digits each", excerpt(text)));
        }
    }
    return bytes;
}

void WireReader::end() const {
    if (!rest_.empty()) {
        throw WireError(fmt::format("'{}' is too much", excerpt(rest_)));
    }
}

std::string wire_bytes(std::span<const uint8_t> bytes) {
    constexpr char digits[] = "0123456789abcdef";
    if (bytes.empty()) {
        return "-";
    }
    std::string text;
    text.reserve(2 * bytes.size());
    for (const uint8_t byte : bytes) {
        text += digits[byte >> 4];
        text += digits[byte & 0xf];
    }
    return text;
}

std::string printable(std::string_view text) {
    std::string out(text);
    std::ranges::replace_if(
        out, [](char c) { return (static_cast<unsigned char>(c) < ' ') || c == '\x7f'; }, '?');
    return out;
}

std::string excerpt(std::string_view text) {
    constexpr size_t enough = 80;
    return text.size() <= enough ? printable(text) : printable(text.substr(0, enough)) + "...";
}

} // namespace tsrpc::conformance
