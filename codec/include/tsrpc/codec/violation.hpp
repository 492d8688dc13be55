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

/// All that is wrong with a frame, one entry a row at most, in ascending bit order.
class Violations {
  public:
    /// For range-based `for`.
    constexpr const Violation* begin() const { return items_; }
    constexpr const Violation* end() const { return items_ + size_; }
    constexpr size_t size() const { return size_; }
    constexpr bool empty() const { return size_ == 0; }
    /// The i-th of `size()`.
    constexpr const Violation& operator[](size_t i) const { return items_[i]; }

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
        items_[size_++] = violation;
    }

  private:
    Violation items_[Layout::max_rows] = {};
    size_t size_ = 0;
};

namespace detail {

using tsrpc::v0_2_0::field_value;

/// A doorbell's request length is 0 (ABI 3): the one rule that spans two fields.
constexpr bool is_doorbell_with_length(const Layout& layout, const Registers& words) {
    return layout.message == Message::service_call && layout.direction == Direction::request &&
           field_value(layout, Field::memory_handle, words) == TSRPC_INVALID_MEMORY_HANDLE &&
           field_value(layout, Field::request_length, words) != 0;
}

/// The bits of a row that differ from its constant or from the request's.
constexpr uint32_t differing_bits(const Row& row, const Registers& words, const Registers& request) {
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
constexpr bool has_excluded_value(const Layout& layout, const Row& row, const Registers& words) {
    return carries_value(row) && (excluded(row.field) == int64_t{(words[row.reg] & mask(row)) >> row.lsb} ||
                                  (row.field == Field::request_length && is_doorbell_with_length(layout, words)));
}

} // namespace detail

/// Everything that a frame breaks of its message's table. `request` is the request that a response answers; if it is
/// not known, pass `words` again: they echo themselves. For a request it does not matter.
[[nodiscard]] constexpr Violations check(const Layout& layout, const Registers& words, const Registers& request) {
    Violations violations;
    for (const Row& row : layout) {
        if (const uint32_t bits = detail::differing_bits(row, words, request)) {
            violations.add({row.field, row.reg, row.rule, bits});
        } else if (detail::has_excluded_value(layout, row, words)) {
            violations.add({row.field, row.reg, Rule::value, mask(row)});
        }
    }
    return violations;
}

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_VIOLATION_HPP
