// SPDX-License-Identifier: BSD-3-Clause
//
// Values and UUIDs as keys: what sorting, std::map and std::unordered_map want of them.
#ifndef TSRPC_CODEC_KEY_HPP
#define TSRPC_CODEC_KEY_HPP

#include "tsrpc/codec/uuid.hpp"
#include "tsrpc/codec/value.hpp"

namespace tsrpc {
inline namespace v0_2_0 {

/// Values of one field are in the order of their numbers.
template <Field OfField, class Rep>
constexpr bool operator<(Value<OfField, Rep> a, Value<OfField, Rep> b) {
    return a.value() < b.value();
}
template <Field OfField, class Rep>
constexpr bool operator>(Value<OfField, Rep> a, Value<OfField, Rep> b) {
    return b < a;
}
template <Field OfField, class Rep>
constexpr bool operator<=(Value<OfField, Rep> a, Value<OfField, Rep> b) {
    return !(b < a);
}
template <Field OfField, class Rep>
constexpr bool operator>=(Value<OfField, Rep> a, Value<OfField, Rep> b) {
    return !(a < b);
}

/// UUIDs are in the order of their text.
constexpr bool operator<(const Uuid& a, const Uuid& b) {
    for (size_t i = 0; i < Uuid::size; ++i) {
        if (a.bytes[i] != b.bytes[i]) {
            return a.bytes[i] < b.bytes[i];
        }
    }
    return false;
}

/// The hash of a value or a UUID, to name: `std::unordered_map<MemoryHandle, Region, tsrpc::Hash>`. No std::hash, which
/// takes a header of the C++ library.
struct Hash {
    template <Field OfField, class Rep>
    constexpr size_t operator()(Value<OfField, Rep> value) const {
        return fold(mix(value.value()));
    }
    constexpr size_t operator()(const Uuid& uuid) const {
        uint64_t hash = 0;
        for (size_t word = 0; word < Uuid::size / sizeof(uint32_t); ++word) {
            hash = mix(hash ^ detail::uuid_word(uuid, word));
        }
        return fold(hash);
    }

  private:
    // 2^64 divided by the golden ratio. The product's highest bits depend on most bits of the number, but tables look
    // at the lowest ones: swapped.
    static constexpr uint64_t mix(uint64_t number) { return __builtin_bswap64(number * 0x9e3779b97f4a7c15); }
    static constexpr size_t fold(uint64_t hash) { return static_cast<size_t>(hash); }
};

} // namespace v0_2_0
} // namespace tsrpc

#endif // TSRPC_CODEC_KEY_HPP
