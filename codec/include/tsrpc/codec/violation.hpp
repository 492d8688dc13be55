// SPDX-License-Identifier: BSD-3-Clause
//
// Which rules of its table a frame breaks, and in which bits.
#ifndef TSRPC_CODEC_VIOLATION_HPP
#define TSRPC_CODEC_VIOLATION_HPP

#include "tsrpc/codec/fields.hpp"
#include "tsrpc/trap.h"

namespace tsrpc {
inline namespace v0_2_0 {

/// One broken row. `bits` are the bits of `reg` that differ from what the rule wants; for Rule::value, whose bits are
/// wrong only together, the whole row.
struct Violation {
    Field field;
    Register reg;
    Rule rule;
    uint32_t bits;

    /// Non-zero "Reserved" bits break a SHOULD (ABI 3); every other rule is a MUST.
    constexpr bool is_must() const { return rule != Rule::res; }

    friend constexpr bool operator==(const Violation& a, const Violation& b) {
        return a.field == b.field && a.reg == b.reg && a.rule == b.rule && a.bits == b.bits;
    }
    friend constexpr bool operator!=(const Violation& a, const Violation& b) { return !(a == b); }
};

/// Where a violation too many is refused.
[[noreturn]] inline void violations_are_full() {
    for (;;) {
        TSRPC_TRAP();
    }
}

namespace detail {

/// Room for violations, filled with zeros in constant expressions alone, where C++17 wants it: it would be a call of
/// memset where the compiler optimises for size.
struct ViolationRoom {
    constexpr ViolationRoom() : items{} {}
    explicit ViolationRoom(Unfilled) {}

    Violation items[Layout::max_rows];
};

constexpr ViolationRoom make_violation_room() {
    if (__builtin_is_constant_evaluated()) {
        return {};
    }
    return ViolationRoom{Unfilled{}};
}

} // namespace detail

/// All that is wrong with a frame, one entry a row at most, in ascending bit order.
class Violations {
  public:
    /// None.
    constexpr Violations() : room_{detail::make_violation_room()}, size_{0} {}

    /// For range-based `for`.
    constexpr const Violation* begin() const { return room_.items; }
    constexpr const Violation* end() const { return room_.items + size_; }
    constexpr size_t size() const { return size_; }
    constexpr bool empty() const { return size_ == 0; }
    /// The i-th of `size()`.
    constexpr const Violation& operator[](size_t i) const { return room_.items[i]; }

    /// Whether nothing but SHOULDs is broken.
    constexpr bool valid() const {
        for (const Violation& violation : *this) {
            if (violation.is_must()) {
                return false;
            }
        }
        return true;
    }

    /// Takes one more. There is room for one a row of any table; more than that is a bug and traps.
    constexpr void add(const Violation& violation) {
        if (size_ == Layout::max_rows) {
            violations_are_full();
        }
        room_.items[size_++] = violation;
    }

  private:
    detail::ViolationRoom room_;
    size_t size_;
};

namespace detail {

/// A doorbell's request length is 0 (ABI 3): the one rule that spans two fields. Of a service call request, whose table
/// is a constant here: a search for the two fields in it takes more stack.
[[TSRPC_INLINED_]] constexpr bool is_doorbell_with_length(const Registers& words) {
    constexpr const Layout& table = layouts::service_call_request;
    return pick_wide<table, Field::memory_handle>(words) == TSRPC_INVALID_MEMORY_HANDLE &&
           pick<table, Field::request_length>(words) != 0;
}

/// The bits of a row that differ from its constant or from the request's.
[[TSRPC_INLINED_]] constexpr uint32_t differing_bits(const Row& row, const Registers& words, const Registers& request) {
    uint32_t bits = 0;
    if (!carries_value(row)) {
        bits |= words[row.reg] ^ static_cast<uint32_t>(row.constant) << row.lsb;
    }
    if (row.rule == Rule::echo) {
        bits |= words[row.reg] ^ request[row.reg];
    }
    return bits & mask(row);
}

/// Whether a row's bits are a value that its field never has.
[[TSRPC_INLINED_]] constexpr bool has_excluded_value(const Row& row, const Registers& words) {
    return carries_value(row) && (excluded(row.field) == int64_t{(words[row.reg] & mask(row)) >> row.lsb} ||
                                  (row.field == Field::request_length && is_doorbell_with_length(words)));
}

/// Adds everything that a frame breaks: `check` in place, as a copy of violations may be a call of memcpy. `all`: by
/// all rules, not by those of rule `fixed` alone.
constexpr void add_broken(Violations& violations, const Layout& layout, const Registers& words,
                          const Registers& request, bool all = true) {
    for (const Row& row : layout) {
        Rule rule = row.rule;
        uint32_t bits = differing_bits(row, words, request);
        if (bits == 0 && has_excluded_value(row, words)) {
            rule = Rule::value;
            bits = mask(row);
        }
        if (bits != 0 && (all || rule == Rule::fixed)) {
            violations.add({row.field, row.reg, rule, bits});
        }
    }
}

} // namespace detail

/// Everything that a frame breaks of its message's table. `request` is the request that a response answers; if it is
/// not known, pass `words` again: they echo themselves. For a request it does not matter.
[[nodiscard]] constexpr Violations check(const Layout& layout, const Registers& words, const Registers& request) {
    Violations violations;
    detail::add_broken(violations, layout, words, request);
    return violations;
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_VIOLATION_HPP
