// SPDX-License-Identifier: BSD-3-Clause
//
// Moves field values to and from the bits that the layout tables give them. Everything the tables say is a constant
// here, so that each register becomes one expression: as good as shifts and masks by hand, at every optimisation level.
#ifndef TSRPC_CODEC_FIELDS_HPP
#define TSRPC_CODEC_FIELDS_HPP

#include "tsrpc/codec/registers.hpp"
#include "tsrpc/codec/uuid.hpp"
#include "tsrpc/codec/value.hpp"

namespace tsrpc {
inline namespace v0_1_0 {
namespace detail {

/// The 32 bits of a value from bit `part` up.
template <Field F, class Rep>
[[gnu::always_inline]] constexpr uint32_t part_of(Value<F, Rep> value, unsigned part) {
    return static_cast<uint32_t>(uint64_t{value.value()} >> part);
}
[[gnu::always_inline]] constexpr uint32_t part_of(RpcStatus status, unsigned) { return static_cast<uint32_t>(status); }
[[gnu::always_inline]] constexpr uint32_t part_of(const Uuid& uuid, unsigned part) {
    return uuid_word(uuid, part / 32);
}

/// The field that a member type carries.
template <class T>
inline constexpr Field field_of = T::field;
template <>
inline constexpr Field field_of<RpcStatus> = Field::rpc_status;

/// No row. Rows are handed around by value: gcc 12 with -fsanitize=undefined takes no constant pointer for constant.
inline constexpr Row no_row = {Field::reserved, W3, 0, 0, Rule::mbz, 0, 0};

/// The row that carries (the part in `reg` of) a field's value, or `no_row`.
constexpr Row find_row(const Layout& layout, Field field, Register reg) {
    for (const Row& row : layout) {
        if (row.field == field && row.reg == reg && carries_value(row)) {
            return row;
        }
    }
    return no_row;
}

/// Whether a row's value means nothing after an RPC error, so that a lenient receiver takes any then: that of the
/// interface id in a SERVICE_INFO response (ABI 5).
constexpr bool needs_success(const Layout& layout, const Row& row) {
    return row.rule == Rule::value && row.field == Field::interface_id && has_field(layout, Field::rpc_status);
}

/// The row that carries a field from its bit `part` up, or `no_row`.
constexpr Row find_part(const Layout& layout, Field field, unsigned part) {
    for (const Row& row : layout) {
        if (row.field == field && row.part == part && carries_value(row)) {
            return row;
        }
    }
    return no_row;
}

/// The constants of a register's rows, in place.
constexpr uint32_t constant_bits(const Layout& layout, Register reg) {
    uint32_t bits = 0;
    for (const Row& row : layout) {
        if (row.reg == reg && !carries_value(row)) {
            bits |= static_cast<uint32_t>(row.constant) << row.lsb;
        }
    }
    return bits;
}

/// The value's bits in a register, 0 if it has none there.
template <const Layout& L, Register R, class T>
[[gnu::always_inline]] constexpr uint32_t place(const T& value) {
    constexpr Row row = find_row(L, field_of<T>, R);
    if constexpr (row.width == 0) {
        return 0;
    } else {
        return (part_of(value, row.part) << row.lsb) & mask(row);
    }
}

template <const Layout& L, Register R, class... T>
[[gnu::always_inline]] constexpr uint32_t pack_register(const T&... values) {
    constexpr uint32_t constants = constant_bits(L, R);
    return (constants | ... | place<L, R>(values));
}

// One aggregate: filling an array a field at a time goes through the stack on gcc 12.
template <const Layout& L, class... T>
[[gnu::always_inline]] constexpr Registers pack_registers(const T&... values) {
    return {{pack_register<L, W3>(values...), pack_register<L, W4>(values...), pack_register<L, W5>(values...),
             pack_register<L, W6>(values...), pack_register<L, W7>(values...)}};
}

template <const Layout& L>
[[gnu::always_inline]] constexpr Registers pack_registers() {
    Registers words = {};
    words.words[W3] = pack_register<L, W3>();
    words.words[W4] = pack_register<L, W4>();
    words.words[W5] = pack_register<L, W5>();
    words.words[W6] = pack_register<L, W6>();
    words.words[W7] = pack_register<L, W7>();
    return words;
}

// gcc 12 does not make one copy of four words.
template <const Layout& L>
[[gnu::always_inline]] constexpr Registers pack_registers(const Uuid& uuid) {
    if constexpr (copies_uuid_at_once) {
        if (!__builtin_is_constant_evaluated()) {
            constexpr Register first = find_part(L, Field::service_uuid, 0).reg;
            Registers registers = pack_registers<L>();
            // Not of the array itself: clang 14 crashes on that with -fsanitize=alignment.
            __builtin_memcpy(registers.words + first, __builtin_assume_aligned(&uuid.bytes[0], 4), Uuid::size);
            return registers;
        }
    }
    return pack_registers<L, Uuid>(uuid);
}

/// A field's bits from bit `Part` up, as many as one register has of them.
template <const Layout& L, Field F, unsigned Part = 0>
[[gnu::always_inline]] constexpr uint32_t pick(const Registers& words) {
    constexpr Row row = find_part(L, F, Part);
    static_assert(row.width != 0, "the message has no such field");
    constexpr uint32_t bits = mask(row);
    return (words[row.reg] & bits) >> row.lsb;
}

template <const Layout& L, Field F>
[[gnu::always_inline]] constexpr uint64_t pick_wide(const Registers& words) {
    return pick<L, F>(words) | uint64_t{pick<L, F, 32>(words)} << 32;
}

/// Reads a member of type T. The caller has checked that the bits are a value of it.
template <class T>
struct Read;

template <Field F, class Rep>
struct Read<Value<F, Rep>> {
    template <const Layout& L>
    [[gnu::always_inline]] static constexpr Value<F, Rep> from(const Registers& words) {
        if constexpr (sizeof(Rep) == sizeof(uint64_t)) {
            return {pick_wide<L, F>(words), Unchecked{}};
        } else if constexpr (needs_success(L, find_part(L, F, 0))) {
            // What the field cannot have is there only after an error: any value will do.
            const uint32_t bits = pick<L, F>(words);
            return {static_cast<Rep>(bits == excluded(F) ? 0 : bits), Unchecked{}};
        } else {
            return {static_cast<Rep>(pick<L, F>(words)), Unchecked{}};
        }
    }
};

template <>
struct Read<RpcStatus> {
    template <const Layout& L>
    [[gnu::always_inline]] static constexpr RpcStatus from(const Registers& words) {
        return static_cast<RpcStatus>(static_cast<int32_t>(pick<L, Field::rpc_status>(words)));
    }
};

template <>
struct Read<Uuid> {
    template <const Layout& L>
    [[gnu::always_inline]] static constexpr Uuid from(const Registers& words) {
        constexpr Field field = Field::service_uuid;
        const uint32_t uuid[] = {pick<L, field>(words), pick<L, field, 32>(words), pick<L, field, 64>(words),
                                 pick<L, field, 96>(words)};
        return uuid_from_words(uuid);
    }
};

} // namespace detail
} // namespace v0_1_0
} // namespace tsrpc

#endif // TSRPC_CODEC_FIELDS_HPP
