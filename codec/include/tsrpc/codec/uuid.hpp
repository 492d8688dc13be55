// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CODEC_UUID_HPP
#define TSRPC_CODEC_UUID_HPP

#include "tsrpc/codec/value.hpp"

namespace tsrpc {
inline namespace v0_2_0 {

/// A UUID's 16 bytes in RFC 4122 order, the order in which its text shows them.
/// Aligned so that it moves to and from registers a word at a time.
struct alignas(4) Uuid {
    static constexpr Field field = Field::service_uuid;
    static constexpr size_t size = 16;
    static constexpr size_t text_length = 36; ///< 8-4-4-4-12 hexadecimal digits with their hyphens

    uint8_t bytes[size];

    /// All zeros in `Uuid{}`.
    Uuid() = default;

    /// Of 16 bytes, `Uuid{{0xd9, 0xdf...}}`: no other number of them compiles.
    template <size_t count>
    constexpr Uuid(const uint8_t (&all)[count]) : bytes{} {
        static_assert(count == size, "a UUID has 16 bytes");
        for (size_t i = 0; i < size; ++i) {
            bytes[i] = all[i % count];
        }
    }

    [[gnu::always_inline]] explicit Uuid(detail::Unfilled) {}

    friend constexpr bool operator==(const Uuid& a, const Uuid& b) {
        for (size_t i = 0; i < size; ++i) {
            if (a.bytes[i] != b.bytes[i]) {
                return false;
            }
        }
        return true;
    }
    friend constexpr bool operator!=(const Uuid& a, const Uuid& b) { return !(a == b); }
};

/// The outcome of reading a UUID's text; `uuid` is all zeros if `ok` is false.
struct ParsedUuid {
    bool ok;
    Uuid uuid;
};

namespace detail {

/// The digit's value, or -1.
constexpr int hex_digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/// Not of a table, which gcc -Os copies to the stack by a call of memcpy.
constexpr char to_hex_digit(int value) { return static_cast<char>(value < 10 ? '0' + value : 'a' + value - 10); }

/// With any UUID: see `Unfilled`.
constexpr ParsedUuid make_parsed_uuid(bool ok) {
    if (__builtin_is_constant_evaluated()) {
        return {ok, {}};
    }
    return {ok, Uuid{Unfilled{}}};
}

constexpr bool is_hyphen_position(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

} // namespace detail

/// Reads `length` characters of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, digits in either case.
[[nodiscard]] constexpr ParsedUuid parse_uuid(const char* text, size_t length) {
    ParsedUuid parsed = detail::make_parsed_uuid(length == Uuid::text_length);
    size_t digits = 0;
    for (size_t i = 0; parsed.ok && i < length; ++i) {
        if (detail::is_hyphen_position(i)) {
            parsed.ok = text[i] == '-';
            continue;
        }
        const int digit = detail::hex_digit(text[i]);
        parsed.ok = digit >= 0;
        if (parsed.ok) {
            uint8_t& byte = parsed.uuid.bytes[digits / 2];
            byte = static_cast<uint8_t>((digits % 2 == 0 ? 0 : byte << 4) | digit);
            ++digits;
        }
    }
    if (!parsed.ok) {
        for (uint8_t& byte : parsed.uuid.bytes) {
            byte = 0;
        }
    }
    return parsed;
}

namespace literals {

// The characters as template arguments are an extension of gcc and clang, in any version of the language.
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wgnu-string-literal-operator-template"
#endif

/// `"d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0"_uuid`: a malformed text does not compile.
__extension__ template <class Char, Char... characters>
constexpr Uuid operator""_uuid() {
    constexpr char text[] = {characters..., 0};
    constexpr ParsedUuid parsed = parse_uuid(text, sizeof...(characters));
    static_assert(parsed.ok, "a UUID's text has the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, in hexadecimal digits");
    return parsed.uuid;
}

#ifdef __clang__
#pragma clang diagnostic pop
#endif

} // namespace literals

/// A UUID's text with a terminating zero. Aligned so that no compiler copies or clears it by a call.
struct alignas(8) UuidText {
    constexpr UuidText() : text{} {}
    /// With any text: in constant expressions C++17 wants one, elsewhere compilers clear it by a call of memset.
    explicit UuidText(detail::Unfilled) {}

    char text[Uuid::text_length + 1];
};

namespace detail {

constexpr UuidText make_uuid_text() {
    if (__builtin_is_constant_evaluated()) {
        return {};
    }
    return UuidText{Unfilled{}};
}

} // namespace detail

/// The text in lower case.
constexpr UuidText to_text(const Uuid& uuid) {
    UuidText out = detail::make_uuid_text();
    out.text[Uuid::text_length] = 0;
    size_t byte = 0;
    for (size_t i = 0; i < Uuid::text_length; ++i) {
        if (detail::is_hyphen_position(i)) {
            out.text[i] = '-';
            continue;
        }
        out.text[i] = detail::to_hex_digit(uuid.bytes[byte] >> 4);
        out.text[++i] = detail::to_hex_digit(uuid.bytes[byte] & 0xf);
        ++byte;
    }
    return out;
}

namespace detail {

/// Whether a UUID is best copied as a whole: by little-endian 64-bit CPUs. Not by gcc -Os for aarch64, which calls
/// memcpy under -mstrict-align: gcc 12 has no macro that tells whether that option is given. A macro, as it may differ
/// between the files of one program: only what is always inlined then may ask.
#if defined(__OPTIMIZE__) && (defined(__x86_64__) || (defined(__AARCH64EL__) && !defined(__OPTIMIZE_SIZE__)))
#define TSRPC_COPIES_UUID_AT_ONCE_ true
#else
#define TSRPC_COPIES_UUID_AT_ONCE_ false
#endif

/// Bytes 4n..4n+3, the first in the least significant byte (ABI 3, SMCCC 5.3).
[[TSRPC_INLINED_]] constexpr uint32_t uuid_word(const Uuid& uuid, size_t n) {
    const uint8_t* bytes = uuid.bytes + 4 * n;
    if (!__builtin_is_constant_evaluated()) {
        // One load. Of the shifts below gcc makes four under -mstrict-align.
        uint32_t word = 0;
        __builtin_memcpy(&word, __builtin_assume_aligned(bytes, 4), sizeof word);
        return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? word : __builtin_bswap32(word);
    }
    return uint32_t{bytes[0]} | uint32_t{bytes[1]} << 8 | uint32_t{bytes[2]} << 16 | uint32_t{bytes[3]} << 24;
}

constexpr void fill(Uuid& uuid, const uint32_t* words) {
    for (size_t i = 0; i < Uuid::size; ++i) {
        uuid.bytes[i] = static_cast<uint8_t>(words[i / 4] >> 8 * (i % 4));
    }
}

/// The inverse, of four words.
[[TSRPC_INLINED_]] constexpr Uuid uuid_from_words(const uint32_t* words) {
    if (__builtin_is_constant_evaluated()) {
        Uuid uuid = {};
        fill(uuid, words);
        return uuid;
    }
    Uuid uuid{Unfilled{}};
    // gcc -O0 copies 16 bytes by a call of memcpy under -mstrict-align.
    if ((TSRPC_OPTIMISES_ || TSRPC_IS_CLANG_) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__) {
        __builtin_memcpy(uuid.bytes, words, Uuid::size);
    } else {
        fill(uuid, words);
    }
    return uuid;
}

} // namespace detail

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_UUID_HPP
