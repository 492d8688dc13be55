// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CODEC_REGISTERS_HPP
#define TSRPC_CODEC_REGISTERS_HPP

#include "tsrpc/layout.hpp"

namespace tsrpc {
inline namespace v0_1_0 {

/// The five argument registers W3..W7 of one direct message (ABI 1), each in the CPU's own byte order.
struct Registers {
    uint32_t words[register_count];

    /// From W3..W7 in an array, as the C interfaces pass them.
    static constexpr Registers from(const uint32_t* w) { return {{w[0], w[1], w[2], w[3], w[4]}}; }

    /// One register's 32 bits.
    constexpr uint32_t operator[](Register reg) const { return words[reg]; }

    friend constexpr bool operator==(const Registers& a, const Registers& b) {
        return a[W3] == b[W3] && a[W4] == b[W4] && a[W5] == b[W5] && a[W6] == b[W6] && a[W7] == b[W7];
    }
    friend constexpr bool operator!=(const Registers& a, const Registers& b) { return !(a == b); }
};

/// A field's value as its table locates it, whatever rules the words break; 0 if the message carries no such field.
/// Of the UUID, the only field over 64 bits, the first 8 bytes.
constexpr uint64_t field_value(const Layout& layout, Field field, const Registers& words) {
    uint64_t value = 0;
    for (const Row& row : layout) {
        if (row.field == field && row.part < 64 && carries_value(row)) {
            value |= uint64_t{(words[row.reg] & mask(row)) >> row.lsb} << row.part;
        }
    }
    return value;
}

} // namespace v0_1_0
} // namespace tsrpc

#endif // TSRPC_CODEC_REGISTERS_HPP
