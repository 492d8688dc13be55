// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/protocol/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace tsrpc::conformance {
namespace {

constexpr char digits[] = "0123456789abcdef";

constexpr uint8_t no_digit = 0xff;

/// What each character stands for as a hexadecimal digit: pages of memory are read by this.
constexpr std::array<uint8_t, 256> digit_values = [] {
    std::array<uint8_t, 256> values = {};
    values.fill(no_digit);
    for (uint8_t digit = 0; digit < 16; ++digit) {
        values[static_cast<size_t>(digits[digit])] = digit;
    }
    for (uint8_t letter = 0; letter < 6; ++letter) {
        values[static_cast<size_t>('A') + letter] = static_cast<uint8_t>(10 + letter);
    }
    return values;
}();

uint8_t digit_value(char c) { return digit_values[static_cast<unsigned char>(c)]; }

/// Leading zeros are free.
bool parse_hex(std::string_view word, uint64_t& value) {
    value = 0;
    for (const char c : word) {
        if (digit_value(c) == no_digit || value >> 60 != 0) {
            return false;
        }
        value = value << 4 | digit_value(c);
    }
    return !word.empty();
}

[[noreturn]] void no_bytes(std::string_view text) {
    throw LineError(fmt::format("'{}' is not bytes of two hexadecimal digits each", excerpt(text)));
}

/// No line makes more than this of its runs.
constexpr size_t longest_run = size_t{1} << 28;

void append_part(std::string_view text, std::vector<uint8_t>& bytes) {
    if (const size_t star = text.find('*'); star != std::string_view::npos) {
        uint64_t byte = 0;
        uint64_t count = 0;
        if (star != 2 || !parse_hex(text.substr(0, star), byte) || !parse_hex(text.substr(star + 1), count) ||
            count > longest_run - std::min(bytes.size(), longest_run)) {
            no_bytes(text);
        }
        bytes.insert(bytes.end(), count, static_cast<uint8_t>(byte));
        return;
    }
    if (text.empty() || text.size() % 2 != 0) {
        no_bytes(text);
    }
    const size_t before = bytes.size();
    bytes.resize(before + text.size() / 2);
    unsigned all = 0;
    for (size_t i = 0; i < text.size(); i += 2) {
        const unsigned high = digit_value(text[i]);
        const unsigned low = digit_value(text[i + 1]);
        all |= high | low;
        bytes[before + i / 2] = static_cast<uint8_t>(high << 4 | low);
    }
    if (all > 0xf) {
        no_bytes(text);
    }
}

/// Bytes of the character that a text begins with, in UTF-8; 0: it is none, or a control character.
size_t printable_length(std::string_view text) {
    const auto byte = [text](size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0u; };
    const auto continues = [&byte](size_t i, unsigned least = 0x80, unsigned most = 0xbf) {
        return byte(i) >= least && byte(i) <= most;
    };
    const unsigned first = byte(0);
    if (first < 0x80) {
        return first >= ' ' && first != 0x7f ? 1 : 0;
    }
    if (first >= 0xc2 && first <= 0xdf) {
        return continues(1) ? 2 : 0;
    }
    // No second way to write a character, no surrogates, nothing above U+10FFFF.
    if (first >= 0xe0 && first <= 0xef) {
        return continues(1, first == 0xe0 ? 0xa0 : 0x80, first == 0xed ? 0x9f : 0xbf) && continues(2) ? 3 : 0;
    }
    if (first >= 0xf0 && first <= 0xf4) {
        const bool is_second = continues(1, first == 0xf0 ? 0x90 : 0x80, first == 0xf4 ? 0x8f : 0xbf);
        return is_second && continues(2) && continues(3) ? 4 : 0;
    }
    return 0;
}

} // namespace

std::string_view WordReader::word() {
    if (rest_.empty()) {
        throw LineError("the line ends too soon");
    }
    const std::string_view text = rest();
    const std::string_view word = text.substr(0, text.find(' '));
    if (word.empty()) {
        throw LineError("two spaces, or one at an end of the line");
    }
    rest_ = text.substr(word.size());
    begun_ = true;
    return word;
}

std::string_view WordReader::rest() const { return begun_ && !rest_.empty() ? rest_.substr(1) : rest_; }

std::string_view WordReader::take_rest() {
    const std::string_view text = rest();
    rest_ = {};
    return text;
}

uint64_t WordReader::number(uint64_t max) {
    const std::string_view text = word();
    uint64_t value = 0;
    if (!parse_hex(text, value) || value > max) {
        throw LineError(fmt::format("'{}' is not a hexadecimal number up to {:x}", excerpt(text), max));
    }
    return value;
}

int32_t WordReader::decimal() {
    const std::string_view text = word();
    int32_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value, 10);
    if (error != std::errc{} || end != text.data() + text.size()) {
        throw LineError(fmt::format("'{}' is not a decimal number", excerpt(text)));
    }
    return value;
}

std::vector<uint8_t> WordReader::bytes() {
    std::string_view text = word();
    std::vector<uint8_t> bytes;
    if (text == "-") {
        return bytes;
    }
    for (bool more = true; more;) {
        const size_t end = std::min(text.find('+'), text.size());
        append_part(text.substr(0, end), bytes);
        more = end < text.size();
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return bytes;
}

Registers WordReader::registers() {
    Registers registers = {};
    for (uint32_t& word : registers.words) {
        word = hex<uint32_t>();
    }
    return registers;
}

void WordReader::end() const {
    if (!rest_.empty()) {
        throw LineError(fmt::format("'{}' is too much", excerpt(rest_)));
    }
}

WordWriter::WordWriter(std::string_view first) {
    constexpr size_t most_lines = 96; // are shorter
    line_.reserve(most_lines);
    line_ = first;
}

WordWriter& WordWriter::word(std::string_view word) {
    line_ += ' ';
    line_ += word;
    return *this;
}

WordWriter& WordWriter::hex(uint64_t value, size_t least_digits) {
    constexpr size_t most_digits = 16;
    char text[most_digits];
    size_t begin = most_digits;
    for (; value != 0 || most_digits - begin < least_digits; value >>= 4) {
        text[--begin] = digits[value & 0xf];
    }
    return word({text + begin, most_digits - begin});
}

WordWriter& WordWriter::decimal(int32_t value) { return word(std::to_string(value)); }

WordWriter& WordWriter::bytes(std::span<const uint8_t> bytes, BytesForm form) {
    return word(form == BytesForm::plain ? bytes_text(bytes) : short_bytes_text(bytes));
}

WordWriter& WordWriter::registers(const Registers& words) {
    for (const uint32_t value : words.words) {
        hex(value, 8);
    }
    return *this;
}

WordWriter& WordWriter::text(std::string_view text) { return text.empty() ? *this : word(printable(text)); }

std::string bytes_text(std::span<const uint8_t> bytes) {
    if (bytes.empty()) {
        return "-";
    }
    std::string text(2 * bytes.size(), '\0');
    char* next = text.data();
    for (const uint8_t byte : bytes) {
        *next++ = digits[byte >> 4];
        *next++ = digits[byte & 0xf];
    }
    return text;
}

std::string short_bytes_text(std::span<const uint8_t> bytes) {
    constexpr ptrdiff_t long_run = 8;
    std::string text;
    const auto add = [&text](const std::string& part) { text += (text.empty() ? "" : "+") + part; };
    auto plain = bytes.begin(); // from here to `at` there is no long run
    for (auto at = bytes.begin(); at != bytes.end();) {
        const auto end = std::find_if(at, bytes.end(), [at](uint8_t byte) { return byte != *at; });
        if (end - at >= long_run) {
            if (plain != at) {
                add(bytes_text({plain, at}));
            }
            add(fmt::format("{:02x}*{:x}", *at, end - at));
            plain = end;
        }
        at = end;
    }
    if (plain != bytes.end() || bytes.empty()) {
        add(bytes_text({plain, bytes.end()}));
    }
    return text;
}

std::string printable(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        const size_t length = printable_length(text);
        out += length == 0 ? std::string_view("?") : text.substr(0, length);
        text.remove_prefix(std::max<size_t>(length, 1));
    }
    return out;
}

std::string excerpt(std::string_view text) {
    constexpr size_t enough = 80;
    return text.size() <= enough ? printable(text) : printable(text.substr(0, enough)) + "...";
}

std::string_view trimmed(std::string_view text) {
    text.remove_prefix(std::min(text.find_first_not_of(white_space), text.size()));
    return text.substr(0, text.find_last_not_of(white_space) + 1);
}

} // namespace tsrpc::conformance
