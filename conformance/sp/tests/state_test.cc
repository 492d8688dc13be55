// SPDX-License-Identifier: BSD-3-Clause
//
// What each exchange tells of an SP.
#include "conformance/sp/state.hpp"

#include "conformance/sp/tests/told.hpp"
#include "tsrpc/plugin.h"
#include "tsrpc/test_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace tsrpc::conformance {
namespace {

using namespace told;
using testing::IsEmpty;

const RegionState& region(const SpState& state, uint64_t of = handle) { return *state.find(of); }

/// The bytes that are known, from the start.
std::vector<uint8_t> known_bytes(const SpState& state) {
    const RegionState& one = region(state);
    EXPECT_LE(one.certain, one.content.size());
    return {one.content.begin(), one.content.begin() + static_cast<std::ptrdiff_t>(one.certain)};
}

const Said refused_retrieve =
    retrieve(a, refused(RpcStatus::transport_layer), {retrieves(a, handle, TSRPC_FFA_DENIED)});

TEST(StateOfMemory, SharedMemoryIsZeroAndNotHeld) {
    const SpState state = after({share(a, handle, 2, 5)});
    const RegionState& one = region(state);
    EXPECT_EQ(one.owner, a);
    EXPECT_EQ(one.handle, handle);
    EXPECT_EQ(one.tag, 5u);
    EXPECT_EQ(one.size, 2 * page);
    EXPECT_EQ(one.held, Held::no);
    EXPECT_EQ(known_bytes(state), std::vector<uint8_t>(2 * page));
}

TEST(StateOfMemory, WhatIsNotSharedIsNotThere) {
    EXPECT_THAT(after({said(Share{a, page, 0, handle}, FfaError{TSRPC_FFA_NO_MEMORY})}).regions, IsEmpty());
    EXPECT_THAT(after({said(Share{a, page, 0, handle}, Cannot{})}).regions, IsEmpty());
}

TEST(StateOfMemory, TheTargetsHandleIsTheRegions) {
    const SpState state = after({said(Share{a, page, 0, {}}, Shared{other_handle})});
    EXPECT_NE(state.find(other_handle), nullptr);
}

TEST(StateOfMemory, SharingCanRetrieve) {
    EXPECT_EQ(region(after({said(Share{a, page, 0, {}}, Shared{handle, true})})).held, Held::yes);
}

TEST(StateOfMemory, LargeMemoryIsNotKept) {
    const SpState state = after({share(a, handle, most_kept_bytes / page + 1)});
    EXPECT_THAT(region(state).content, IsEmpty());
    EXPECT_EQ(region(state).certain, 0u);
}

TEST(StateOfMemory, IsHeldFromRetrieveToRelinquish) {
    const std::vector<Said> held = {share(a), retrieved(a)};
    SpState state = after(held);
    EXPECT_EQ(state.held_by(a, handle), &region(state));
    EXPECT_EQ(state.held_by(b, handle), nullptr);
    EXPECT_EQ(state.held_by(a, other_handle), nullptr);
    EXPECT_THAT(state.relinquished, IsEmpty());

    state = after(held + std::vector{relinquished(a)});
    EXPECT_EQ(state.held_by(a, handle), nullptr);
    EXPECT_THAT(state.relinquished, testing::ElementsAre(std::pair(a, handle)));
}

TEST(StateOfMemory, RefusalsAndOthersRequestsChangeNothing) {
    EXPECT_EQ(region(after({share(a), refused_retrieve})).held, Held::no);
    EXPECT_EQ(region(after({share(a), retrieve(b, {}, {})})).held, Held::no);
    const std::vector<Said> held = {share(a), retrieved(a)};
    EXPECT_EQ(region(after(held + std::vector{relinquish(a, refused(RpcStatus::not_found), {})})).held, Held::yes);
    EXPECT_EQ(region(after(held + std::vector{relinquish(b, {}, {})})).held, Held::yes);
    EXPECT_EQ(region(after({share(a), relinquish(a, {}, {})})).held, Held::no);
}

TEST(StateOfMemory, RetrievedTwiceItIsOpenHowOftenItIsRelinquished) {
    SpState state = after({share(a), retrieved(a), retrieved(a)});
    EXPECT_EQ(region(state).held, Held::yes);
    EXPECT_TRUE(region(state).counted);
    state = next(state, relinquished(a));
    EXPECT_EQ(region(state).held, Held::open);
    EXPECT_EQ(state.held_by(a, handle), nullptr);
    EXPECT_EQ(state.held_regions(), 1u);
}

TEST(StateOfMemory, ReclaimedItIsGone) {
    EXPECT_THAT(after({share(a), reclaim(a)}).regions, IsEmpty());
    EXPECT_EQ(after({share(a), reclaim(a, FfaError{TSRPC_FFA_DENIED})}).regions.size(), 1u);
    const SpState state = after({share(a), retrieved(a), reclaim(a)});
    EXPECT_THAT(state.relinquished, testing::ElementsAre(std::pair(a, handle))) << "a driver relinquishes first";
}

TEST(StateOfMemory, CountsWhatIsHeld) {
    const SpState state =
        after({share(a), retrieved(a), share(b, other_handle, 3), retrieved(b, other_handle), share(a, 3, 5)});
    EXPECT_EQ(state.held_regions(), 2u);
    EXPECT_EQ(state.held_regions(a), 1u);
    EXPECT_EQ(state.held_pages(), 4u);
}

TEST(StateOfMemory, ContentsAreAsWritten) {
    const SpState state = after({share(a), write({1, 2, 3}, handle, 5)});
    std::vector<uint8_t> expected(page);
    std::ranges::copy(std::vector<uint8_t>{1, 2, 3}, expected.begin() + 5);
    EXPECT_EQ(known_bytes(state), expected);
    EXPECT_TRUE(region(state).kept);
}

TEST(StateOfMemory, WritesThatDoNotFitAreNotBelieved) {
    for (const uint64_t offset : {uint64_t{page - 2}, uint64_t{page + 1}, ~uint64_t{0}}) {
        EXPECT_EQ(known_bytes(after({share(a), write({1, 2, 3}, handle, offset)})), std::vector<uint8_t>(page));
    }
}

TEST(StateOfMemory, AfterARetrieveOrRelinquishContentsShouldBeAsBefore) {
    const std::vector<Said> held = {share(a), write({1, 2, 3}), retrieved(a)};
    SpState state = after(held);
    EXPECT_FALSE(region(state).kept);
    EXPECT_EQ(known_bytes(state).size(), page);

    // Once they were read, or written anew, these bytes are certain and no others.
    EXPECT_EQ(known_bytes(next(state, read({1, 2, 3}))), (std::vector<uint8_t>{1, 2, 3}));
    state = next(state, write({9, 8}));
    EXPECT_TRUE(region(state).kept);
    EXPECT_EQ(known_bytes(state), (std::vector<uint8_t>{9, 8}));
    EXPECT_FALSE(region(next(state, relinquished(a))).kept);
}

// --- services

TEST(StateOfServices, AreThoseThatWereFound) {
    const SpState state = after(found());
    ASSERT_NE(state.find_service(test_service_uuid()), nullptr);
    EXPECT_EQ(state.find_service(test_service_uuid())->interface_id, InterfaceId{service_id});
    ASSERT_NE(state.find_service(twin_id), nullptr);
    EXPECT_EQ(state.find_service(twin_id)->uuid, test_service_twin_uuid());
    EXPECT_EQ(state.find_service(uint8_t{0x55}), nullptr);
    EXPECT_THAT(state.not_found, IsEmpty());
}

TEST(StateOfServices, HaveTheInterfaceIdThatWasToldLast) {
    const SpState state = after(found() + std::vector{info(test_service_uuid(), {0, 0x42}, b)});
    EXPECT_EQ(state.services.size(), 2u);
    EXPECT_EQ(state.find_service(test_service_uuid())->interface_id, InterfaceId{0x42});
}

TEST(StateOfServices, AreNotThereWhereTheAnswerSaysSo) {
    const SpState state = after({info(test_service_uuid(), refused(RpcStatus::not_found))});
    EXPECT_THAT(state.services, IsEmpty());
    EXPECT_THAT(state.not_found, testing::ElementsAre(key_of(test_service_uuid())));
}

TEST(StateOfServices, KeysOfUuidsAreDistinctInEveryByte) {
    std::set<std::pair<uint64_t, uint64_t>> keys = {key_of(Uuid{})};
    for (size_t i = 0; i < Uuid::size; ++i) {
        Uuid uuid = {};
        uuid.bytes[i] = 1;
        keys.insert(key_of(uuid));
    }
    EXPECT_EQ(keys.size(), Uuid::size + 1);
}

// --- calls

/// Memory of `a` that is held, and FILL's request in it: five bytes of 0x5a.
std::vector<Said> fill_ready() { return holding() + std::vector{write({5, 0, 0, 0, 0x5a, 6, 7})}; }

const ServiceCallRequest fill = request(TSRPC_TEST_SERVICE_FILL, 5);

TEST(StateAfterCalls, HasTheResponsesBytes) {
    const SpState state = after(fill_ready() + std::vector{call(a, fill, {0, 0, 5})});
    EXPECT_EQ(known_bytes(state), (std::vector<uint8_t>{0x5a, 0x5a, 0x5a, 0x5a, 0x5a, 6, 7}));
}

TEST(StateAfterCalls, IsAsBeforeWhereTheyHadToBeRefused) {
    const SpState before = after(fill_ready());
    const auto refusal = refused(RpcStatus::not_found);
    for (const Said& one : {call(b, fill, refusal), call(a, request(0x7777), refusal),
                            call(a, request(TSRPC_TEST_SERVICE_FILL, page + 1), refusal)}) {
        EXPECT_EQ(known_bytes(next(before, one)), known_bytes(before));
    }
}

TEST(StateAfterCalls, KnowsNoBytesWhereTheyWereServedThatHadToBeRefused) {
    EXPECT_THAT(known_bytes(next(after(fill_ready()), call(b, fill, {0, 0, 5}))), IsEmpty());
}

TEST(StateAfterCalls, KnowsNoBytesWhereWhatTheServiceDoesIsNotKnown) {
    const SpState before = after(fill_ready());
    EXPECT_THAT(known_bytes(next(before, call(a, request(9, 0, handle, 0x55), {0, 0, 1}))), IsEmpty());
    EXPECT_THAT(known_bytes(next(before, call(a, fill, refused(RpcStatus::internal)))), IsEmpty());
}

TEST(StateAfterCalls, RemembersTheLastRequest) {
    SpState state = after(holding() + std::vector{call(a, request(TSRPC_TEST_SERVICE_DESCRIBE, 5), {0, 0, 16})});
    EXPECT_EQ(state.last.sender, a);
    EXPECT_EQ(state.last.handle, handle);
    EXPECT_EQ(state.last.described, 16u);
    state = next(state, version());
    EXPECT_EQ(state.last.handle, TSRPC_INVALID_MEMORY_HANDLE);
    EXPECT_EQ(state.last.described, 0u);
}

// --- what version 1 does not define

Said strange(const Registers& request, Events events) {
    Registers words = request;
    words.words[W3] |= 0x01000000;
    return asked(a, words, {0, 0, 0, 0}, std::move(events));
}

TEST(StateAfterUndefinedWords, IsWhatTheSpmcSaw) {
    const Registers request = pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{0}});
    EXPECT_EQ(region(after({share(a), strange(request, {retrieves(a)})})).held, Held::yes);
    EXPECT_EQ(region(after({share(a), strange(request, {})})).held, Held::no);
    EXPECT_EQ(region(after({share(a), strange(request, {retrieves(a, handle, TSRPC_FFA_DENIED)})})).held, Held::no);
    EXPECT_EQ(region(after({share(a), retrieved(a), strange(request, {relinquishes(a)})})).held, Held::no);
}

TEST(StateAfterUndefinedWords, IsOpenWhereTheSpmcShowsNothing) {
    SpState state = after({share(a)});
    state.target.shows_events = false;
    state = next(state, strange(pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{0}}), {}));
    EXPECT_EQ(region(state).held, Held::open);
}

TEST(StateAfterUndefinedWords, KnowsNoBytesOfWhatIsHeld) {
    const SpState state =
        after(fill_ready() + std::vector{share(b, other_handle), strange(pack(GetVersionRequest{}), {})});
    EXPECT_THAT(known_bytes(state), IsEmpty());
    EXPECT_EQ(region(state, other_handle).certain, page);
}

// --- the target

TEST(StateOfATarget, RefusalsAreUsedUpByEvents) {
    SpState state = after({share(a), refuse(SpmcOperation::retrieve, 2)});
    EXPECT_TRUE(state.is_refused(SpmcOperation::retrieve));
    EXPECT_FALSE(state.is_refused(SpmcOperation::relinquish));
    state = next(state, refused_retrieve);
    EXPECT_TRUE(state.is_refused(SpmcOperation::retrieve));
    state = next(state, refused_retrieve);
    EXPECT_FALSE(state.is_refused(SpmcOperation::retrieve));
    EXPECT_FALSE(after({refuse(SpmcOperation::relinquish), refuse(SpmcOperation::relinquish, 0)})
                     .is_refused(SpmcOperation::relinquish));
}

TEST(StateOfATarget, ABootForgetsAllButTheTarget) {
    const std::vector<Said> much =
        holding() + std::vector{relinquished(a), retrieved(a), info(Uuid{}, refused(RpcStatus::not_found)),
                                refuse(SpmcOperation::retrieve)};
    for (const Said& boot : {said(Reset{}, Ok{}), hello()}) {
        const SpState state = after(much + std::vector{boot});
        EXPECT_EQ(state.target, greeting());
        EXPECT_THAT(state.regions, IsEmpty());
        EXPECT_THAT(state.relinquished, IsEmpty());
        EXPECT_THAT(state.services, IsEmpty());
        EXPECT_THAT(state.not_found, IsEmpty());
        EXPECT_FALSE(state.is_refused(SpmcOperation::retrieve));
    }
    Greeting lasting = greeting();
    lasting.can_reset = false;
    EXPECT_EQ(after(much + std::vector{hello(lasting)}).regions.size(), 1u);
}

TEST(StateOfATarget, WhatHasNoReplyTellsNothing) {
    Said lost = share(a);
    lost.reply.reset();
    EXPECT_THAT(after({lost}).regions, IsEmpty());
}

} // namespace
} // namespace tsrpc::conformance
