// SPDX-License-Identifier: BSD-3-Clause
//
// RapidCheck generators of messages and frames. Plain random words are almost never a message: frames here are one
// step away from valid as often as not.
#ifndef TSRPC_CODEC_TESTS_FRAMES_HPP
#define TSRPC_CODEC_TESTS_FRAMES_HPP

#include "messages.hpp"
#include "printers.hpp"

#include <rapidcheck.h>

namespace tsrpc::tests {

/// A word with extremes and single bits as likely as all others together.
inline rc::Gen<uint32_t> word() {
    return rc::gen::weightedOneOf<uint32_t>({
        {2, rc::gen::arbitrary<uint32_t>()},
        {2, rc::gen::resize(1000, rc::gen::arbitrary<uint32_t>())},
        {1, rc::gen::map(rc::gen::inRange(0, 32), [](int bit) { return uint32_t{1} << bit; })},
        {1, rc::gen::element<uint32_t>(0, 0xffffffff, 0x7fffffff, 0x80000000, 0xfffffff8, 0xfffffff7)},
    });
}

inline Bits any_bits() {
    Bits bits;
    for (int i = 0; i < 4; ++i) {
        bits = bits << 32 | Bits{*word()};
    }
    return bits;
}

/// Any message of a type, and for calls a doorbell now and then. Its length is 0 where the ABI wants that.
template <class M>
M any_message() {
    Fields fields;
    for (const Row& row : layout_of<M>) {
        if (!is_value_row(row)) {
            continue;
        }
        Bits bits = any_bits();
        if (const int64_t never = excluded(row.field); never != any) {
            const uint32_t field_mask = mask(row) >> row.lsb;
            if ((low_64(bits) & field_mask) == static_cast<uint64_t>(never)) {
                bits.flip(0);
            }
        }
        fields[row.field] = bits;
    }
    if (fields.count(Field::request_length)) {
        if (*rc::gen::weightedElement<bool>({{1, true}, {4, false}})) {
            fields[Field::memory_handle].set();
        }
        if (low_64(fields[Field::memory_handle]) == TSRPC_INVALID_MEMORY_HANDLE) {
            fields[Field::request_length].reset();
        }
    }
    return make<M>(fields);
}

/// The valid frame of any message of the type.
template <class M>
Registers valid_frame() {
    return pack(any_message<M>());
}

inline Registers flip(Registers words, int bit) {
    words.words[bit / 32] ^= uint32_t{1} << bit % 32;
    return words;
}

/// The words as they are, or with a few bits flipped, with one byte all zeros or ones, or with one word replaced.
inline Registers near(Registers words) {
    switch (*rc::gen::inRange(0, 5)) {
    case 0: break;
    case 1: words.words[*rc::gen::inRange(0, 5)] = *word(); break;
    case 2: {
        uint32_t& changed = words.words[*rc::gen::inRange(0, 5)];
        const uint32_t byte = uint32_t{0xff} << 8 * *rc::gen::inRange(0, 4);
        changed = *rc::gen::arbitrary<bool>() ? changed | byte : changed & ~byte;
        break;
    }
    default:
        for (int flips = *rc::gen::inRange(1, 4); flips > 0; --flips) {
            words = flip(words, *rc::gen::inRange(0, 160));
        }
    }
    return words;
}

inline Registers any_words() { return {{*word(), *word(), *word(), *word(), *word()}}; }

/// A frame of the message type more or less, a frame of another, or any five words.
template <class M>
Registers any_frame() {
    switch (*rc::gen::inRange(0, 6)) {
    case 0: return any_words();
    case 1: return near(valid_frame<ServiceCallRequest>());
    case 2: return near(valid_frame<ServiceInfoResponse>());
    default: return near(valid_frame<M>());
    }
}

} // namespace tsrpc::tests

#endif // TSRPC_CODEC_TESTS_FRAMES_HPP
