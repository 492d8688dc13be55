// SPDX-License-Identifier: BSD-3-Clause
//
// Memory of a caller: that it is given back once, and what becomes of it if it is not.
#include "conformance/reference/caller.hpp"
#include "conformance/reference/ffa.hpp"
#include "conformance/reference/sp_plugin.hpp"
#include "conformance/reference/tests/full_host.hpp"
#include "tsrpc/test_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <type_traits>
#include <utility>
#include <vector>

namespace tsrpc {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

using enum SpmcOperation;

constexpr EndpointId endpoint{0x8002};
constexpr uint64_t page = TSRPC_PAGE_SIZE;
constexpr Opcode echo{TSRPC_TEST_SERVICE_ECHO};

static_assert(!std::is_copy_constructible_v<Memory> && !std::is_copy_assignable_v<Memory>);
static_assert(std::is_nothrow_move_constructible_v<Memory> && std::is_nothrow_move_assignable_v<Memory>);

class CallerMemoryTest : public testing::Test {
  protected:
    std::vector<SpmcOperation> operations() {
        std::vector<SpmcOperation> all;
        for (const SpmcEvent& event : sp.spmc().take_events()) {
            all.push_back(event.operation);
        }
        return all;
    }

    Memory allocate(uint64_t size = page) {
        Memory memory = *session.allocate(size);
        operations();
        return memory;
    }

    CallerError error(Step step, const CallerError::Cause& cause) { return {step, endpoint, cause}; }

    Ffa ffa{0x0007};
    HostedSp& sp = ffa.add_endpoint(static_cast<uint16_t>(endpoint), reference_sp_plugin());
    Session session = *Caller{*ffa.interface()}.find_service(Uuid{TSRPC_TEST_SERVICE_UUID_BYTES});
    uint64_t kept_before = Memory::kept_bytes();
};

TEST_F(CallerMemoryTest, IsWholePagesOfZeros) {
    Memory memory = allocate(page + 1);
    EXPECT_EQ(memory.bytes().size(), 2 * page);
    EXPECT_THAT(memory.bytes(), Each(0));
    EXPECT_EQ(reinterpret_cast<uintptr_t>(memory.bytes().data()) % page, 0u);
    EXPECT_EQ(std::as_const(memory).bytes().data(), memory.bytes().data());
    EXPECT_EQ(std::as_const(memory).bytes().size(), 2 * page);
}

TEST_F(CallerMemoryTest, IsRefusedLocally) {
    operations();
    EXPECT_EQ(session.allocate(0).error(), error(Step::share, LocalFault::bad_size));
    EXPECT_EQ(session.allocate(uint64_t{1} << 32).error(), error(Step::share, LocalFault::bad_size));
    EXPECT_EQ(session.allocate(UINT64_MAX).error(), error(Step::share, LocalFault::bad_size));
    {
        const FullHost full;
        EXPECT_EQ(session.allocate(page).error(), error(Step::share, LocalFault::no_host_memory));
    }
    EXPECT_THAT(operations(), IsEmpty());
    EXPECT_TRUE(session.allocate(page));
}

TEST_F(CallerMemoryTest, SaysWhichStepOfAnAllocationFailed) {
    operations();
    sp.spmc().refuse(share, TSRPC_FFA_NO_MEMORY);
    EXPECT_EQ(session.allocate(page).error(), error(Step::share, FfaStatus::no_memory));
    EXPECT_THAT(operations(), ElementsAre(share));
    sp.spmc().refuse(retrieve, TSRPC_FFA_DENIED);
    EXPECT_EQ(session.allocate(page).error(), error(Step::retrieve_mem, RpcStatus::transport_layer));
    EXPECT_THAT(operations(), ElementsAre(share, retrieve, reclaim));
    ffa.refuse_messages(TSRPC_FFA_BUSY);
    EXPECT_EQ(session.allocate(page).error(), error(Step::retrieve_mem, FfaStatus::busy));
    EXPECT_THAT(operations(), ElementsAre(share, reclaim));
    EXPECT_EQ(sp.spmc().shared_count(), 0u);
    EXPECT_EQ(Memory::kept_bytes(), kept_before);
}

TEST_F(CallerMemoryTest, IsGivenBackWhenItEnds) {
    { const Memory memory = allocate(); }
    EXPECT_THAT(operations(), ElementsAre(relinquish, reclaim));
    EXPECT_EQ(sp.spmc().shared_count(), 0u);
}

TEST_F(CallerMemoryTest, IsGivenBackOnceWhereverItMoves) {
    Memory memory = allocate();
    uint8_t* const base = memory.bytes().data();
    {
        Memory moved = std::move(memory);
        EXPECT_THAT(memory.bytes(), IsEmpty());
        EXPECT_EQ(moved.bytes().data(), base);
        ffa.take_messages();
        EXPECT_EQ(session.call(echo, memory, 0).error(), error(Step::service_call, LocalFault::given_back));
        EXPECT_THAT(ffa.take_messages(), IsEmpty());
        EXPECT_TRUE(session.call(echo, moved, 1));
    }
    EXPECT_THAT(operations(), ElementsAre(relinquish, reclaim));

    Memory other = allocate();
    memory = allocate();
    memory = std::move(other);
    EXPECT_THAT(operations(), ElementsAre(relinquish, reclaim)) << "what was there before";
    EXPECT_EQ(sp.spmc().shared_count(), 1u);
}

TEST_F(CallerMemoryTest, CanBeReleasedOnce) {
    Memory memory = allocate();
    EXPECT_EQ(memory.release(), std::nullopt);
    EXPECT_THAT(operations(), ElementsAre(relinquish, reclaim));
    EXPECT_THAT(memory.bytes(), IsEmpty());
    EXPECT_EQ(memory.release(), std::nullopt);
    EXPECT_THAT(operations(), IsEmpty());
}

TEST_F(CallerMemoryTest, StaysWhereTheEndpointDoesNotRelinquish) {
    Memory memory = allocate();
    sp.spmc().refuse(relinquish, TSRPC_FFA_BUSY);
    EXPECT_EQ(memory.release(), error(Step::relinquish_mem, RpcStatus::transport_layer));
    EXPECT_THAT(operations(), ElementsAre(relinquish));
    ffa.refuse_messages(TSRPC_FFA_RETRY);
    EXPECT_EQ(memory.release(), error(Step::relinquish_mem, FfaStatus::retry));
    EXPECT_TRUE(session.call(echo, memory, 1));
    EXPECT_EQ(memory.release(), std::nullopt);
}

TEST_F(CallerMemoryTest, IsRelinquishedOnceThoughReclaimedLater) {
    Memory memory = allocate();
    sp.spmc().refuse(reclaim, TSRPC_FFA_DENIED);
    EXPECT_EQ(memory.release(), error(Step::reclaim, FfaStatus::denied));
    EXPECT_THAT(operations(), ElementsAre(relinquish, reclaim));
    ffa.take_messages();
    EXPECT_EQ(session.call(echo, memory, 1).error(), error(Step::service_call, LocalFault::given_back));
    EXPECT_THAT(ffa.take_messages(), IsEmpty());
    EXPECT_EQ(memory.release(), std::nullopt);
    EXPECT_THAT(operations(), ElementsAre(reclaim));
}

TEST_F(CallerMemoryTest, IsKeptForEverIfItIsNotGivenBack) {
    uint8_t* base = nullptr;
    {
        Memory memory = allocate();
        base = memory.bytes().data();
        sp.spmc().refuse(relinquish, TSRPC_FFA_BUSY);
    }
    EXPECT_EQ(Memory::kept_bytes(), kept_before + page);
    base[page - 1] = 0x5a; // as the endpoint may still do
    {
        const Memory memory = allocate(2 * page);
        sp.spmc().refuse(reclaim, TSRPC_FFA_DENIED);
    }
    EXPECT_EQ(Memory::kept_bytes(), kept_before + 3 * page);
    EXPECT_EQ(base[page - 1], 0x5a);
    EXPECT_THAT(operations(), ElementsAre(relinquish, reclaim)) << "of the second";
}

TEST_F(CallerMemoryTest, IsKeptForEverIfAFailedAllocationIsNotReclaimed) {
    operations();
    sp.spmc().refuse(retrieve, TSRPC_FFA_DENIED);
    sp.spmc().refuse(reclaim, TSRPC_FFA_BUSY);
    EXPECT_EQ(session.allocate(3 * page).error(), error(Step::retrieve_mem, RpcStatus::transport_layer));
    EXPECT_THAT(operations(), ElementsAre(share, retrieve, reclaim));
    EXPECT_EQ(Memory::kept_bytes(), kept_before + 3 * page);
}

} // namespace
} // namespace tsrpc
