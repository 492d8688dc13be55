// SPDX-License-Identifier: BSD-3-Clause
//
// Values and UUIDs as keys, template arguments and labels of a switch.

#include "tsrpc/codec.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <vector>

namespace tsrpc {
namespace {

TEST(Key, ValuesAreInTheOrderOfTheirNumbers) {
    const std::vector<uint64_t> numbers = {0, 1, 2, 0x7fffffffffffffff, 0x8000000000000000, ~uint64_t{0}};
    for (const uint64_t a : numbers) {
        for (const uint64_t b : numbers) {
            EXPECT_EQ(MemoryHandle{a} < MemoryHandle{b}, a < b);
            EXPECT_EQ(MemoryHandle{a} > MemoryHandle{b}, a > b);
            EXPECT_EQ(MemoryHandle{a} <= MemoryHandle{b}, a <= b);
            EXPECT_EQ(MemoryHandle{a} >= MemoryHandle{b}, a >= b);
        }
    }
    static_assert(Opcode{1} < Opcode{2} && RequestLength{0x80000000} > RequestLength{1});
}

using namespace literals;
constexpr Uuid uuids[] = {
    "00000000-0000-0000-0000-000000000000"_uuid, "00000000-0000-0000-0000-000000000001"_uuid,
    "00000000-0000-0000-0000-000000000100"_uuid, "7f000000-0000-0000-0000-000000000000"_uuid,
    "80000000-0000-0000-0000-000000000000"_uuid, "80000000-0000-0000-0000-000000000001"_uuid,
};

TEST(Key, UuidsAreInTheOrderOfTheirText) {
    for (const Uuid& a : uuids) {
        for (const Uuid& b : uuids) {
            EXPECT_EQ(a < b, std::string{to_text(a).text} < std::string{to_text(b).text});
        }
    }
}

TEST(Key, MapsFindThem) {
    std::map<Uuid, int> ordered;
    std::unordered_map<Uuid, int, Hash> hashed;
    std::unordered_map<MemoryHandle, uint64_t, Hash> handles;
    for (const Uuid& uuid : uuids) {
        ordered[uuid] = uuid.bytes[15];
        hashed[uuid] = uuid.bytes[15];
    }
    for (uint64_t i = 0; i < 64; ++i) {
        handles[MemoryHandle{uint64_t{1} << i}] = i;
    }
    EXPECT_EQ(ordered.size(), 6u);
    EXPECT_EQ(hashed.size(), 6u);
    EXPECT_EQ(hashed.at(uuids[5]), 1);
    EXPECT_EQ(handles.at(MemoryHandle{uint64_t{1} << 63}), 63u);
}

/// FF-A handles count up, and those of a hypervisor have the highest bit set: neither may fall into a few buckets.
TEST(Key, HashesSpread) {
    std::set<size_t> low;
    std::set<size_t> high;
    std::set<size_t> of_uuids;
    for (uint64_t i = 0; i < 256; ++i) {
        low.insert(Hash{}(MemoryHandle{i}) % 256);
        high.insert(Hash{}(MemoryHandle{i << 56}) % 256);
        Uuid uuid = uuids[0];
        uuid.bytes[i % 16] = static_cast<uint8_t>(1 + i);
        of_uuids.insert(Hash{}(uuid) % 256);
    }
    // Of 256 balls in 256 buckets chance leaves 94 empty.
    EXPECT_GT(low.size(), 140u);
    EXPECT_GT(high.size(), 140u);
    EXPECT_GT(of_uuids.size(), 140u);
}

/// In C++17 an id is a template argument, or the label of a case, by its number.
template <uint8_t id>
constexpr InterfaceId made_of{id};
constexpr InterfaceId block_storage{3};
static_assert(made_of<block_storage.value()> == block_storage);

constexpr bool is_block_storage(InterfaceId id) {
    switch (id.value()) {
    case block_storage.value(): return true;
    default: return false;
    }
}
static_assert(is_block_storage(InterfaceId{3}) && !is_block_storage(InterfaceId{4}));

template <EndpointId id>
constexpr EndpointId endpoint = id;
static_assert(endpoint<EndpointId{0x8001}> < EndpointId{0x8002}, "an enum needs no more");

} // namespace
} // namespace tsrpc
