// SPDX-License-Identifier: BSD-3-Clause
//
// Text without a library, for what also runs in a browser, where there is none.
#ifndef TSRPC_REPORT_TEXT_HPP
#define TSRPC_REPORT_TEXT_HPP

#include <stddef.h>
#include <stdint.h>

namespace tsrpc::report {

/// A text of at most `capacity` characters, put together piece by piece; a longer one traps.
class Text {
  public:
    static constexpr size_t capacity = 159; ///< more than any text that explains a row of a message's table has

    constexpr Text() = default;
    constexpr Text(const char* text) { add(text); }

    constexpr Text& add(char c) {
        if (size_ == capacity) {
            __builtin_trap();
        }
        text_[size_++] = c;
        return *this;
    }

    constexpr Text& add(const char* text) {
        while (*text != '\0') {
            add(*text++);
        }
        return *this;
    }

    /// In decimal.
    constexpr Text& number(int64_t value) {
        if (value < 0) {
            add('-');
        }
        const uint64_t magnitude = value < 0 ? 0 - static_cast<uint64_t>(value) : static_cast<uint64_t>(value);
        uint64_t unit = 1;
        while (magnitude / unit >= 10) {
            unit *= 10;
        }
        for (; unit != 0; unit /= 10) {
            add(static_cast<char>('0' + magnitude / unit % 10));
        }
        return *this;
    }

    /// In hexadecimal, as many digits as `width` bits, 1 to 64, take.
    constexpr Text& digits(uint64_t value, unsigned width) {
        for (unsigned digit = (width + 3) / 4; digit-- > 0;) {
            add("0123456789abcdef"[value >> 4 * digit & 0xf]);
        }
        return *this;
    }

    /// The same with 0x before it.
    constexpr Text& hex(uint64_t value, unsigned width) { return add("0x").digits(value, width); }

    constexpr const char* c_str() const { return text_; }
    constexpr size_t size() const { return size_; }

  private:
    char text_[capacity + 1] = {};
    size_t size_ = 0;
};

} // namespace tsrpc::report

#endif // TSRPC_REPORT_TEXT_HPP
