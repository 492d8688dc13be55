// SPDX-License-Identifier: BSD-3-Clause
//
// Five registers to a message: `unpack` holds the sender to every MUST of the ABI, `unpack_lenient` takes what is
// there, as the reference receivers do.
#ifndef TSRPC_CODEC_UNPACK_HPP
#define TSRPC_CODEC_UNPACK_HPP

#include "tsrpc/codec/message.hpp"
#include "tsrpc/codec/violation.hpp"

namespace tsrpc {
inline namespace v0_1_0 {

namespace detail {
struct Unpacker;
}

/// Refuses the message of registers that hold none, as `value_has_no_encoding` refuses numbers.
[[noreturn]] inline void registers_hold_no_message() { __builtin_trap(); }

/// A message, or why the registers are not one. Test it before you look inside: an empty one has no message (a trap).
template <class M>
class Unpacked {
  public:
    /// Whether there is a message.
    explicit constexpr operator bool() const { return ok_; }

    /// The message.
    [[gnu::always_inline]] constexpr M operator*() const {
        if (!ok_) {
            registers_hold_no_message();
        }
        return M::Codec::read(words_);
    }

    /// Every broken rule with its bits, broken SHOULDs and what the lenient form overlooks included.
    constexpr Violations violations() const { return check(M::Codec::layout, words_, request_); }

  private:
    friend struct detail::Unpacker;
    // Word by word: gcc 12 keeps what it copies as a whole on the stack.
    constexpr Unpacked(const Registers& words, const Registers& request, bool ok)
        : words_{{words[W3], words[W4], words[W5], words[W6], words[W7]}},
          request_{{request[W3], request[W4], request[W5], request[W6], request[W7]}}, ok_{ok} {}

    Registers words_;
    Registers request_;
    bool ok_;
};

namespace detail {

enum class Strictness : uint8_t { strict, lenient };

/// Reference receivers find the message by interface id and opcode, and look at no reserved bit, flag or echo.
constexpr bool is_held(const Row& row, Strictness strictness) {
    return strictness == Strictness::strict
               ? row.rule != Rule::res
               : row.rule == Rule::fixed && (row.field == Field::opcode || row.field == Field::interface_id);
}

/// The bits of a register that must have their constant.
constexpr uint32_t held_bits(const Layout& layout, Register reg, Strictness strictness) {
    uint32_t bits = 0;
    for (const Row& row : layout) {
        if (row.reg == reg && !carries_value(row) && is_held(row, strictness)) {
            bits |= mask(row);
        }
    }
    return bits;
}

constexpr uint32_t echoed_bits(const Layout& layout, Register reg, Strictness strictness) {
    uint32_t bits = 0;
    for (const Row& row : layout) {
        if (row.reg == reg && row.rule == Rule::echo && is_held(row, strictness)) {
            bits |= mask(row);
        }
    }
    return bits;
}

/// What differs in one register from what the table holds it to.
template <const Layout& L, Strictness S, Register R>
[[gnu::always_inline]] constexpr uint32_t difference(const Registers& words, const Registers& request) {
    constexpr uint32_t held = held_bits(L, R, S);
    constexpr uint32_t constants = constant_bits(L, R) & held;
    constexpr uint32_t echoed = echoed_bits(L, R, S);
    uint32_t bits = 0;
    if constexpr (held != 0) {
        bits |= (words[R] & held) ^ constants;
    }
    if constexpr (echoed != 0) {
        bits |= (words[R] ^ request[R]) & echoed;
    }
    return bits;
}

/// A value that its register's bits can have and its field cannot.
struct Exclusion {
    Register reg;
    uint32_t bits;
    uint32_t value;
};

/// A table's exclusion; no table has two. If it has none: one of no bits.
constexpr Exclusion exclusion(const Layout& layout) {
    for (const Row& row : layout) {
        if (carries_value(row) && excluded(row.field) != any) {
            return {row.reg, mask(row), static_cast<uint32_t>(excluded(row.field)) << row.lsb};
        }
    }
    return {W3, 0, 0};
}

template <const Layout& L>
[[gnu::always_inline]] constexpr bool obeys_doorbell_rule(const Registers& words) {
    if constexpr (has_field(L, Field::request_length)) {
        return pick_wide<L, Field::memory_handle>(words) != TSRPC_INVALID_MEMORY_HANDLE ||
               pick<L, Field::request_length>(words) == 0;
    } else {
        return true;
    }
}

template <const Layout& L, Strictness S>
[[gnu::always_inline]] constexpr bool accepts(const Registers& words, const Registers& request) {
    constexpr Exclusion excluded = exclusion(L);
    constexpr bool is_overlooked = S == Strictness::lenient && needs_success(L, find_part(L, Field::interface_id, 0));
    constexpr Register status = find_part(L, Field::rpc_status, 0).reg;
    constexpr bool may_be_doorbell = S == Strictness::strict && has_field(L, Field::request_length);
    // In this order gcc 12 loads two registers at a time on aarch64. The exclusion is tested in place, as clang does
    // without a branch only what it sees before it inlines.
    return (difference<L, S, W3>(words, request) | difference<L, S, W6>(words, request) |
            difference<L, S, W7>(words, request) | difference<L, S, W5>(words, request) |
            difference<L, S, W4>(words, request)) == 0 &&
           (excluded.bits == 0 || (words.words[excluded.reg] & excluded.bits) != excluded.value ||
            (is_overlooked && words.words[status] != TSRPC_RPC_SUCCESS)) &&
           (!may_be_doorbell || obeys_doorbell_rule<L>(words));
}

/// Alone makes an Unpacked, so that one with a message always holds words that have one.
struct Unpacker {
    template <class M, Strictness S>
    [[gnu::always_inline]] static constexpr Unpacked<M> unpack(const Registers& words, const Registers& request) {
        return {words, request, accepts<M::Codec::layout, S>(words, request)};
    }
};

} // namespace detail

/// The message, if the registers break no MUST of its table: fixed values, MBZ bits, the echo of `request`, value
/// ranges. Broken SHOULDs do not refuse it; `violations()` lists them too.
template <class M>
[[gnu::always_inline]] constexpr Unpacked<M> unpack(const Registers& words, const Registers& request) {
    return detail::Unpacker::unpack<M, detail::Strictness::strict>(words, request);
}

/// The same for a request, or for a response whose request is not known: what it should echo is then not checked.
template <class M>
[[gnu::always_inline]] constexpr Unpacked<M> unpack(const Registers& words) {
    return unpack<M>(words, words);
}

/// The message, whatever its flags, SAP bits, reserved bits and echo. Fails only if there is no such message:
/// another interface id or opcode in a request, or a value that the message cannot hold. The interface id of a
/// SERVICE_INFO response means nothing after an RPC error: 0xff is then taken too, and reads as 0.
template <class M>
[[gnu::always_inline]] constexpr Unpacked<M> unpack_lenient(const Registers& words) {
    return detail::Unpacker::unpack<M, detail::Strictness::lenient>(words, words);
}

} // namespace v0_1_0
} // namespace tsrpc

#endif // TSRPC_CODEC_UNPACK_HPP
