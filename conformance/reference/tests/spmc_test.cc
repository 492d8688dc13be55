// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/spmc.hpp"

#include "tsrpc/abi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <set>

namespace tsrpc {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr uint64_t page = TSRPC_PAGE_SIZE;
constexpr uint16_t owner = 0x1234;
constexpr uint64_t tag = 0x0123456789abcdef;
constexpr uint64_t handle = 0x7edcba9876543210;

class SpmcTest : public testing::Test {
  protected:
    /// The SP's retrieve, through the interface that the SP has.
    int32_t retrieve(uint16_t sender_id = owner, uint64_t of_handle = handle, uint64_t with_tag = tag) {
        void* base = nullptr;
        uint64_t size = 0;
        const int32_t result = sp->mem_retrieve(sp->ctx, sender_id, of_handle, with_tag, &base, &size);
        if (result == 0) {
            view = {static_cast<uint8_t*>(base), size};
        } else {
            EXPECT_EQ(base, nullptr);
            EXPECT_EQ(size, 0u);
        }
        return result;
    }
    int32_t relinquish(uint64_t of_handle = handle) { return sp->mem_relinquish(sp->ctx, of_handle); }

    static void write(uint8_t* at) { *static_cast<volatile uint8_t*>(at) = 1; }
    /// Stores the byte: valgrind leaves out a load that nothing uses.
    static void read(uint8_t* at) {
        [[maybe_unused]] const volatile uint8_t byte = *static_cast<volatile uint8_t*>(at);
    }

    Spmc spmc{0x8765};
    const tsrpc_spmc* sp = spmc.interface();
    std::span<uint8_t> view;
};

using SpmcDeathTest = SpmcTest;

TEST_F(SpmcTest, TellsTheSpItsId) {
    EXPECT_EQ(sp->abi_version, TSRPC_PLUGIN_ABI_VERSION);
    EXPECT_EQ(sp->own_id, 0x8765);
    EXPECT_EQ(Spmc{}.interface()->own_id, Spmc::default_own_id);
}

TEST_F(SpmcTest, OwnerAndSpSeeTheSameZeroedPages) {
    ASSERT_EQ(spmc.share(owner, 3 * page, tag, handle), 0);
    ASSERT_EQ(retrieve(), 0);
    const std::span<uint8_t> owners = spmc.memory(handle);
    ASSERT_EQ(view.size(), 3 * page);
    ASSERT_EQ(owners.size(), 3 * page);
    EXPECT_NE(view.data(), owners.data());
    EXPECT_EQ(reinterpret_cast<uintptr_t>(view.data()) % page, 0u);
    EXPECT_THAT(view, Each(0));

    view.front() = 0x11;
    owners.back() = 0x22;
    EXPECT_EQ(owners.front(), 0x11);
    EXPECT_EQ(view.back(), 0x22);
}

TEST_F(SpmcTest, MemoryKeepsItsBytesWhileRelinquished) {
    ASSERT_EQ(spmc.share(owner, page, tag, handle), 0);
    ASSERT_EQ(retrieve(), 0);
    view[5] = 0x55;
    ASSERT_EQ(relinquish(), 0);
    EXPECT_EQ(spmc.memory(handle)[5], 0x55);
    spmc.memory(handle)[6] = 0x66;
    ASSERT_EQ(retrieve(), 0);
    EXPECT_EQ(view[5], 0x55);
    EXPECT_EQ(view[6], 0x66);
}

TEST_F(SpmcDeathTest, RelinquishedMemoryIsOutOfReach) {
    ASSERT_EQ(spmc.share(owner, page, tag, handle), 0);
    ASSERT_EQ(retrieve(), 0);
    write(&view.front());
    ASSERT_EQ(relinquish(), 0);
    EXPECT_DEATH(write(&view.front()), "");
    EXPECT_DEATH(read(&view.back()), "");
}

TEST_F(SpmcDeathTest, MemoryIsGuardedAtBothEnds) {
    ASSERT_EQ(spmc.share(owner, page, tag, handle), 0);
    ASSERT_EQ(retrieve(), 0);
    EXPECT_DEATH(write(view.data() - 1), "");
    EXPECT_DEATH(read(view.data() + view.size()), "");
}

TEST_F(SpmcDeathTest, RefusedRelinquishLeavesMemoryInReach) {
    ASSERT_EQ(spmc.share(owner, page, tag, handle), 0);
    ASSERT_EQ(retrieve(), 0);
    spmc.refuse(SpmcOperation::relinquish, TSRPC_FFA_BUSY);
    ASSERT_EQ(relinquish(), TSRPC_FFA_BUSY);
    EXPECT_TRUE(spmc.is_retrieved(handle));
    write(&view.front());
    EXPECT_EQ(spmc.memory(handle).front(), 1);
}

TEST_F(SpmcTest, SharesWholePagesOnly) {
    for (const uint64_t size : {uint64_t{0}, uint64_t{1}, page - 1, page + 1, 2 * page - 1}) {
        EXPECT_EQ(spmc.share(owner, size, tag, handle), TSRPC_FFA_INVALID_PARAMETERS) << size;
    }
    EXPECT_EQ(spmc.shared_count(), 0u);
    EXPECT_THAT(spmc.memory(handle), IsEmpty());
}

TEST_F(SpmcTest, HasNotMoreMemoryThanTheHost) {
    EXPECT_EQ(spmc.share(owner, uint64_t{1} << 62, tag, handle), TSRPC_FFA_NO_MEMORY);
    EXPECT_EQ(spmc.share(owner, ~(page - 1), tag, handle), TSRPC_FFA_NO_MEMORY);
    EXPECT_EQ(spmc.shared_count(), 0u);
    EXPECT_EQ(spmc.share(owner, page, tag, handle), 0);
}

TEST_F(SpmcTest, HandleIsChosenOnce) {
    ASSERT_EQ(spmc.share(owner, page, tag, handle), 0);
    EXPECT_EQ(spmc.share(owner, page, tag, handle), TSRPC_FFA_INVALID_PARAMETERS);
    EXPECT_EQ(spmc.share(owner, page, tag, TSRPC_INVALID_MEMORY_HANDLE), TSRPC_FFA_INVALID_PARAMETERS);
    ASSERT_EQ(spmc.reclaim(owner, handle), 0);
    EXPECT_EQ(spmc.share(owner, page, tag, handle), 0);
}

TEST_F(SpmcTest, EveryBitOfHandleTagAndSenderCounts) {
    ASSERT_EQ(spmc.share(owner, page, tag, handle), 0);
    for (unsigned bit = 0; bit < 64; ++bit) {
        EXPECT_EQ(retrieve(owner, handle ^ uint64_t{1} << bit), TSRPC_FFA_INVALID_PARAMETERS) << bit;
        EXPECT_EQ(retrieve(owner, handle, tag ^ uint64_t{1} << bit), TSRPC_FFA_INVALID_PARAMETERS) << bit;
    }
    for (unsigned bit = 0; bit < 16; ++bit) {
        EXPECT_EQ(retrieve(static_cast<uint16_t>(owner ^ 1u << bit)), TSRPC_FFA_DENIED) << bit;
    }
    EXPECT_FALSE(spmc.is_retrieved(handle));
    EXPECT_EQ(retrieve(), 0);
    EXPECT_TRUE(spmc.is_retrieved(handle));
}

TEST_F(SpmcTest, RegionsAreApart) {
    const std::array<uint64_t, 5> handles = {handle, handle ^ 1, handle ^ uint64_t{1} << 63, 0, uint64_t{1} << 32};
    for (size_t i = 0; i < handles.size(); ++i) {
        ASSERT_EQ(spmc.share(owner, page, tag, handles[i]), 0);
        ASSERT_EQ(retrieve(owner, handles[i]), 0);
        view[0] = static_cast<uint8_t>(1 + i);
    }
    EXPECT_EQ(spmc.shared_count(), 5u);
    EXPECT_EQ(spmc.retrieved_count(), 5u);
    for (size_t i = 0; i < handles.size(); ++i) {
        EXPECT_EQ(spmc.memory(handles[i])[0], 1 + i);
    }
    EXPECT_EQ(relinquish(handles[2]), 0);
    EXPECT_EQ(spmc.retrieved_count(), 4u);
    EXPECT_FALSE(spmc.is_retrieved(handles[2]));
}

TEST_F(SpmcTest, RetrievesOnceAtATime) {
    EXPECT_EQ(retrieve(), TSRPC_FFA_INVALID_PARAMETERS);
    ASSERT_EQ(spmc.share(owner, page, tag, handle), 0);
    EXPECT_EQ(relinquish(), TSRPC_FFA_DENIED);
    ASSERT_EQ(retrieve(), 0);
    EXPECT_EQ(retrieve(), TSRPC_FFA_DENIED);
    EXPECT_EQ(relinquish(), 0);
    EXPECT_EQ(relinquish(), TSRPC_FFA_DENIED);
    EXPECT_EQ(relinquish(handle + 1), TSRPC_FFA_INVALID_PARAMETERS);
}

TEST_F(SpmcTest, ReclaimsWhatIsNotRetrievedForItsOwner) {
    EXPECT_EQ(spmc.reclaim(owner, handle), TSRPC_FFA_INVALID_PARAMETERS);
    ASSERT_EQ(spmc.share(owner, page, tag, handle), 0);
    ASSERT_EQ(retrieve(), 0);
    EXPECT_EQ(spmc.reclaim(owner, handle), TSRPC_FFA_DENIED);
    ASSERT_EQ(relinquish(), 0);
    EXPECT_EQ(spmc.reclaim(owner + 1, handle), TSRPC_FFA_INVALID_PARAMETERS);
    EXPECT_EQ(spmc.reclaim(owner, handle), 0);
    EXPECT_EQ(spmc.reclaim(owner, handle), TSRPC_FFA_INVALID_PARAMETERS);
    EXPECT_EQ(retrieve(), TSRPC_FFA_INVALID_PARAMETERS);
}

TEST_F(SpmcTest, OwnersMemoryIsSharedInPlace) {
    alignas(page) static uint8_t memory[2 * page];
    ASSERT_EQ(spmc.share(owner, std::span{memory}, tag, handle), 0);
    ASSERT_EQ(retrieve(), 0);
    EXPECT_EQ(view.data(), memory);
    EXPECT_EQ(view.size(), sizeof memory);
    EXPECT_EQ(spmc.memory(handle).data(), memory);
    EXPECT_EQ(relinquish(), 0);
    EXPECT_EQ(spmc.reclaim(owner, handle), 0);
    memory[0] = 1; // still there

    const std::span<uint8_t> all{memory};
    EXPECT_EQ(spmc.share(owner, all.subspan(1, page), tag, handle), TSRPC_FFA_INVALID_PARAMETERS);
    EXPECT_EQ(spmc.share(owner, all.first(page + 1), tag, handle), TSRPC_FFA_INVALID_PARAMETERS);
    EXPECT_EQ(spmc.share(owner, all.first(0), tag, handle), TSRPC_FFA_INVALID_PARAMETERS);
    EXPECT_EQ(spmc.share(owner, all, tag, TSRPC_INVALID_MEMORY_HANDLE), TSRPC_FFA_INVALID_PARAMETERS);
}

TEST_F(SpmcTest, FailsOnDemandAndChangesNothing) {
    spmc.refuse(SpmcOperation::share, TSRPC_FFA_NO_MEMORY);
    EXPECT_EQ(spmc.share(owner, page, tag, handle), TSRPC_FFA_NO_MEMORY);
    EXPECT_EQ(spmc.shared_count(), 0u);
    ASSERT_EQ(spmc.share(owner, page, tag, handle), 0);

    spmc.refuse(SpmcOperation::retrieve, TSRPC_FFA_RETRY, 2);
    EXPECT_EQ(retrieve(), TSRPC_FFA_RETRY);
    EXPECT_EQ(retrieve(), TSRPC_FFA_RETRY);
    EXPECT_FALSE(spmc.is_retrieved(handle));
    EXPECT_EQ(retrieve(), 0);

    spmc.refuse(SpmcOperation::relinquish, TSRPC_FFA_ABORTED, 3);
    EXPECT_EQ(relinquish(), TSRPC_FFA_ABORTED);
    EXPECT_TRUE(spmc.is_retrieved(handle));
    spmc.refuse(SpmcOperation::relinquish, TSRPC_FFA_ABORTED, 0);
    EXPECT_EQ(relinquish(), 0);

    spmc.refuse(SpmcOperation::reclaim, TSRPC_FFA_BUSY);
    EXPECT_EQ(spmc.reclaim(owner, handle), TSRPC_FFA_BUSY);
    EXPECT_EQ(spmc.shared_count(), 1u);
    EXPECT_EQ(spmc.reclaim(owner, handle), 0);
}

TEST_F(SpmcTest, RecordsWhoDidWhat) {
    using enum SpmcOperation;
    spmc.refuse(retrieve, TSRPC_FFA_RETRY);
    spmc.share(owner, page, tag, handle);
    this->retrieve();
    this->retrieve();
    this->retrieve(owner + 1, handle, tag + 1);
    this->relinquish(handle + 1);
    this->relinquish();
    spmc.reclaim(owner + 1, handle);
    spmc.reclaim(owner, handle);
    EXPECT_THAT(spmc.take_events(),
                ElementsAre(SpmcEvent{share, owner, handle, tag, 0},
                            SpmcEvent{retrieve, owner, handle, tag, TSRPC_FFA_RETRY},
                            SpmcEvent{retrieve, owner, handle, tag, 0},
                            SpmcEvent{retrieve, owner + 1, handle, tag + 1, TSRPC_FFA_INVALID_PARAMETERS},
                            SpmcEvent{relinquish, 0, handle + 1, 0, TSRPC_FFA_INVALID_PARAMETERS},
                            SpmcEvent{relinquish, owner, handle, 0, 0},
                            SpmcEvent{reclaim, owner + 1, handle, 0, TSRPC_FFA_INVALID_PARAMETERS},
                            SpmcEvent{reclaim, owner, handle, 0, 0}));
    EXPECT_THAT(spmc.take_events(), IsEmpty());
}

TEST_F(SpmcTest, HandsOutHandlesWithBothHalvesInUse) {
    std::set<uint64_t> handles;
    std::set<uint32_t> low;
    std::set<uint32_t> high;
    for (int i = 0; i < 10'000; ++i) {
        const uint64_t next = spmc.next_handle();
        handles.insert(next);
        low.insert(static_cast<uint32_t>(next));
        high.insert(static_cast<uint32_t>(next >> 32));
        EXPECT_EQ(next >> 63, 0u) << "a hypervisor's handle";
    }
    EXPECT_EQ(handles.size(), 10'000u);
    EXPECT_GT(low.size(), 9'900u);
    EXPECT_GT(high.size(), 9'900u);
    EXPECT_FALSE(low.contains(0));
    EXPECT_FALSE(high.contains(0));
}

TEST_F(SpmcTest, HandsOutNoHandleInUse) {
    const uint64_t first = spmc.next_handle();
    Spmc other;
    ASSERT_EQ(other.share(owner, page, tag, first), 0);
    EXPECT_NE(other.next_handle(), first);
}

TEST_F(SpmcTest, ServesLong) {
    for (int i = 0; i < 10'000; ++i) {
        const uint64_t each = spmc.next_handle();
        ASSERT_EQ(spmc.share(owner, page, tag, each), 0);
        ASSERT_EQ(retrieve(owner, each), 0);
        ASSERT_EQ(relinquish(each), 0);
        ASSERT_EQ(spmc.reclaim(owner, each), 0);
    }
    EXPECT_EQ(spmc.shared_count(), 0u);
}

} // namespace
} // namespace tsrpc
