/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * UUIDs: their bytes, their words and their text.
 */
#ifndef TSRPC_CODEC_UUID_H
#define TSRPC_CODEC_UUID_H

#include "tsrpc/codec/enums.h"
#include "tsrpc/codec/registers.h"

/* A UUID's bytes in RFC 4122 order, the order of its text. Aligned to move to and from registers a word at a time. */
struct tsrpc_uuid {
    uint8_t bytes[16] __attribute__((aligned(4)));
};

/* A UUID's text, in lower case, with its terminating zero. */
struct tsrpc_uuid_text {
    char text[37];
};

/* UUID bytes 4n..4n+3, the first in the least significant byte. ABI 3, SMCCC 5.3. */
TSRPC_INLINE_ uint32_t tsrpc_swap_if_big_endian_(uint32_t word) {
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? word : __builtin_bswap32(word);
}
TSRPC_INLINE_ uint32_t tsrpc_uuid_word_(const struct tsrpc_uuid* uuid, size_t n) {
    uint32_t word;
    __builtin_memcpy(&word, __builtin_assume_aligned(uuid->bytes + 4 * n, 4), sizeof word);
    return tsrpc_swap_if_big_endian_(word);
}

/*
 * A control word and a UUID. It is best copied as a whole, which gcc does not make of four words, by little-endian
 * 64-bit CPUs. But with -mstrict-align, which gcc 12 does not let us see, gcc -Os and -O0 would call memcpy.
 */
TSRPC_INLINE_ struct tsrpc_registers tsrpc_words_of_uuid_(uint32_t control, const struct tsrpc_uuid* uuid) {
#if defined(__x86_64__) || (defined(__AARCH64EL__) && defined(__OPTIMIZE__) && !defined(__OPTIMIZE_SIZE__))
    struct tsrpc_registers words = tsrpc_words_(control, 0, 0, 0, 0);
    __builtin_memcpy(&words.words[TSRPC_W4], uuid->bytes, sizeof uuid->bytes);
    return words;
#else
    return tsrpc_words_(control, tsrpc_uuid_word_(uuid, 0), tsrpc_uuid_word_(uuid, 1), tsrpc_uuid_word_(uuid, 2),
                        tsrpc_uuid_word_(uuid, 3));
#endif
}

/* The UUID in four words. */
TSRPC_INLINE_ void tsrpc_read_uuid_(const uint32_t* words, struct tsrpc_uuid* uuid) {
#if defined(__x86_64__) /* for aarch64 gcc would call memcpy under -mstrict-align, at any level */
    __builtin_memcpy(uuid->bytes, words, sizeof uuid->bytes);
#else
    const uint32_t bytes[] = {tsrpc_swap_if_big_endian_(words[0]), tsrpc_swap_if_big_endian_(words[1]),
                              tsrpc_swap_if_big_endian_(words[2]), tsrpc_swap_if_big_endian_(words[3])};
    struct tsrpc_uuid copy;
    __builtin_memcpy(copy.bytes, bytes, sizeof bytes);
    *uuid = copy;
#endif
}

static inline int tsrpc_is_hyphen_position_(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

/* The digit's value, or 16. */
static inline uint8_t tsrpc_hex_digit_(char c) {
    if (c >= '0' && c <= '9') {
        return TSRPC_CAST_(uint8_t, c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return TSRPC_CAST_(uint8_t, c - 'a' + 10);
    }
    if (c >= 'A' && c <= 'F') {
        return TSRPC_CAST_(uint8_t, c - 'A' + 10);
    }
    return 16;
}

/* A word at a time: for all of it, and for a loop, compilers may call memset. */
static inline void tsrpc_clear_uuid_(struct tsrpc_uuid* uuid) {
    const uint32_t zero = 0;
    __builtin_memcpy(__builtin_assume_aligned(&uuid->bytes[0], 4), &zero, sizeof zero);
    __builtin_memcpy(__builtin_assume_aligned(&uuid->bytes[4], 4), &zero, sizeof zero);
    __builtin_memcpy(__builtin_assume_aligned(&uuid->bytes[8], 4), &zero, sizeof zero);
    __builtin_memcpy(__builtin_assume_aligned(&uuid->bytes[12], 4), &zero, sizeof zero);
}

/*
 * Reads `length` characters of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, digits in either case: 1, or 0 and all
 * zeros in `uuid` for any other text.
 */
TSRPC_CHECKED_ static inline int tsrpc_parse_uuid(const char* text, size_t length, struct tsrpc_uuid* uuid) {
    size_t digits = 0;
    tsrpc_clear_uuid_(uuid);
    if (length != sizeof(struct tsrpc_uuid_text) - 1) {
        return 0;
    }
    for (size_t i = 0; i < length; ++i) {
        const uint8_t digit = tsrpc_hex_digit_(text[i]);
        if (tsrpc_is_hyphen_position_(i) ? text[i] != '-' : digit > 15) {
            tsrpc_clear_uuid_(uuid);
            return 0;
        }
        if (!tsrpc_is_hyphen_position_(i)) {
            uuid->bytes[digits / 2] = TSRPC_CAST_(uint8_t, (uuid->bytes[digits / 2] << 4 | digit) & 0xff);
            ++digits;
        }
    }
    return 1;
}

#define TSRPC_SIX_(array, i)                                                                                           \
    (array)[i], (array)[(i) + 1], (array)[(i) + 2], (array)[(i) + 3], (array)[(i) + 4], (array)[(i) + 5]

/* The text in lower case. */
static inline struct tsrpc_uuid_text tsrpc_uuid_to_text(struct tsrpc_uuid uuid) {
    const char* const digits = "0123456789abcdef";
    struct tsrpc_uuid_text out;
    size_t nibble = 0;
    for (size_t i = 0; i < sizeof out.text - 1; ++i) {
        if (tsrpc_is_hyphen_position_(i)) {
            out.text[i] = '-';
        } else {
            out.text[i] = digits[uuid.bytes[nibble / 2] >> (nibble % 2 == 0 ? 4 : 0) & 0xf];
            ++nibble;
        }
    }
    out.text[sizeof out.text - 1] = '\0';
    return TSRPC_RETURNED_(struct tsrpc_uuid_text, out,
                           {{TSRPC_SIX_(out.text, 0), TSRPC_SIX_(out.text, 6), TSRPC_SIX_(out.text, 12),
                             TSRPC_SIX_(out.text, 18), TSRPC_SIX_(out.text, 24), TSRPC_SIX_(out.text, 30), '\0'}});
}

#undef TSRPC_SIX_

#endif /* TSRPC_CODEC_UUID_H */
