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
inline namespace v0_2_0 {
namespace detail {

/// The 32 bits of a value from bit `part` up.
template <Field OfField, class Rep>
[[gnu::always_inline]] constexpr uint32_t part_of(Value<OfField, Rep> value, unsigned part) {
    return static_cast<uint32_t>(uint64_t{value.value()} >> part);
}
[[gnu::always_inline]] constexpr uint32_t part_of(RpcStatus status, unsigned) { return static_cast<uint32_t>(status); }
[[gnu::always_inline]] constexpr uint32_t part_of(const Uuid& uuid, unsigned part) {
    return uuid_word(uuid, part / 32);
}

/// The field that a member type carries.
template <class Type>
inline constexpr Field field_of = Type::field;
template <>
inline constexpr Field field_of<RpcStatus> = Field::rpc_status;

/// No row. A row is passed by value, not by pointer: with -fsanitize=undefined gcc 12 does not take a pointer to a
/// constant for a constant expression.
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

/// What the tables say of a register, as constants that are no variables of the functions that use them: at -O0 those
/// take code and stack.
template <const Layout& Table, Register Reg>
inline constexpr uint32_t constants_of = constant_bits(Table, Reg);
template <const Layout& Table, Register Reg, class Type>
inline constexpr Row row_in = find_row(Table, field_of<Type>, Reg);
template <const Layout& Table, Field OfField, unsigned Part>
inline constexpr Row row_of = find_part(Table, OfField, Part);
template <const Row& OfRow>
inline constexpr uint32_t mask_of = OfRow.width == 0 ? 0 : mask(OfRow);

/// The value's bits in a register, 0 if it has none there.
template <const Row& OfRow, class Type>
[[gnu::always_inline]] constexpr uint32_t place(const Type& value) {
    if constexpr (OfRow.width == 32) {
        return part_of(value, OfRow.part);
    } else {
        return (part_of(value, OfRow.part) << OfRow.lsb) & mask_of<OfRow>;
    }
}

/// A message of a UUID alone: one copy of 16 bytes, which gcc 12 does not make of four words.
template <const Layout& Table>
[[TSRPC_INLINED_]] constexpr Registers pack_uuid(const Uuid& uuid) {
    Registers registers = {{constants_of<Table, W3>, 0, 0, 0, 0}};
    // `&uuid.bytes[0]`, not `uuid.bytes`: clang 14 crashes on the array with -fsanitize=alignment.
    __builtin_memcpy(registers.words + row_of<Table, Field::service_uuid, 0>.reg,
                     __builtin_assume_aligned(&uuid.bytes[0], 4), Uuid::size);
    return registers;
}

/// A field's bits from bit `Part` up, as many as one register has of them.
template <const Layout& Table, Field OfField, unsigned Part = 0>
[[gnu::always_inline]] constexpr uint32_t pick(const Registers& words) {
    static_assert(row_of<Table, OfField, Part>.width != 0, "the message has no such field");
    return (words.words[row_of<Table, OfField, Part>.reg] & mask_of<row_of<Table, OfField, Part>>) >>
           row_of<Table, OfField, Part>.lsb;
}

template <const Layout& Table, Field OfField>
[[gnu::always_inline]] constexpr uint64_t pick_wide(const Registers& words) {
    static_assert(row_of<Table, OfField, 0>.width == 32 && row_of<Table, OfField, 32>.width == 32,
                  "the field has two whole registers");
    return words.words[row_of<Table, OfField, 0>.reg] | uint64_t{words.words[row_of<Table, OfField, 32>.reg]} << 32;
}

/// Reads a member of this type. The caller has checked that the bits are a value of it.
template <class Type>
struct Read;

template <Field OfField, class Rep>
struct Read<Value<OfField, Rep>> {
    template <const Layout& Table>
    [[gnu::always_inline]] static constexpr Value<OfField, Rep> from(const Registers& words) {
        if constexpr (sizeof(Rep) == sizeof(uint64_t)) {
            return {pick_wide<Table, OfField>(words), Unchecked{}};
        } else if constexpr (needs_success(Table, find_part(Table, OfField, 0))) {
            // The bits are what the field cannot have only after an RPC error, when the value means nothing: it reads
            // as 0.
            const uint32_t bits = pick<Table, OfField>(words);
            return {static_cast<Rep>(bits == excluded_from<OfField> ? 0 : bits), Unchecked{}};
        } else {
            return {static_cast<Rep>(pick<Table, OfField>(words)), Unchecked{}};
        }
    }
};

template <>
struct Read<RpcStatus> {
    template <const Layout& Table>
    [[gnu::always_inline]] static constexpr RpcStatus from(const Registers& words) {
        return static_cast<RpcStatus>(static_cast<int32_t>(pick<Table, Field::rpc_status>(words)));
    }
};

template <>
struct Read<Uuid> {
    template <const Layout& Table>
    [[gnu::always_inline]] static constexpr Uuid from(const Registers& words) {
        constexpr Field field = Field::service_uuid;
        if constexpr (TSRPC_OPTIMISES_) {
            const uint32_t uuid[] = {pick<Table, field>(words), pick<Table, field, 32>(words),
                                     pick<Table, field, 64>(words), pick<Table, field, 96>(words)};
            return uuid_from_words(uuid);
        } else {
            static_assert(row_of<Table, field, 0>.width == 32 && row_of<Table, field, 32>.width == 32 &&
                              row_of<Table, field, 64>.width == 32 && row_of<Table, field, 96>.width == 32 &&
                              row_of<Table, field, 96>.reg == row_of<Table, field, 0>.reg + 3,
                          "the UUID has four whole registers in a row");
            return uuid_from_words(words.words + row_of<Table, field, 0>.reg);
        }
    }
};

} // namespace detail
} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_FIELDS_HPP
