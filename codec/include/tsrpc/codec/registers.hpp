// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CODEC_REGISTERS_HPP
#define TSRPC_CODEC_REGISTERS_HPP

#include "tsrpc/layout.hpp"

namespace tsrpc {
inline namespace v0_2_0 {

/// The five argument registers W3..W7 of one direct message (ABI 1), each in the CPU's own byte order.
struct Registers {
    uint32_t words[register_count];

    /// From W3..W7 in an array, as the C interfaces pass them.
    static constexpr Registers from(const uint32_t* w) { return {{w[0], w[1], w[2], w[3], w[4]}}; }

    /// To such an array.
    constexpr void to(uint32_t* w) const {
        for (size_t i = 0; i < register_count; ++i) {
            w[i] = words[i];
        }
    }

    /// To x3..x7 of a 64-bit CPU, with upper halves of 0.
    constexpr void to_x(uint64_t* x) const {
        for (size_t i = 0; i < register_count; ++i) {
            x[i] = words[i];
        }
    }

    /// One register's 32 bits.
    constexpr uint32_t operator[](Register reg) const { return words[reg]; }

    friend constexpr bool operator==(const Registers& a, const Registers& b) {
        return a[W3] == b[W3] && a[W4] == b[W4] && a[W5] == b[W5] && a[W6] == b[W6] && a[W7] == b[W7];
    }
    friend constexpr bool operator!=(const Registers& a, const Registers& b) { return !(a == b); }
};

/// The outcome of reading 64-bit registers; `registers` is all zeros if `ok` is false.
struct ParsedRegisters {
    bool ok;
    Registers registers;
};

/// From x3..x7 of a 64-bit CPU, of which the upper halves must be 0: TS-RPC has 32-bit calls only (ABI 1).
[[nodiscard]] constexpr ParsedRegisters registers_from_x(const uint64_t* x) {
    const bool ok = (x[0] | x[1] | x[2] | x[3] | x[4]) >> 32 == 0;
    const uint32_t kept = ok ? ~uint32_t{0} : 0;
    // All in one initialiser: of zeros that are written over some compilers make a call of memset.
    return {
        ok,
        {{static_cast<uint32_t>(x[0]) & kept, static_cast<uint32_t>(x[1]) & kept, static_cast<uint32_t>(x[2]) & kept,
          static_cast<uint32_t>(x[3]) & kept, static_cast<uint32_t>(x[4]) & kept}}};
}

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

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_REGISTERS_HPP
