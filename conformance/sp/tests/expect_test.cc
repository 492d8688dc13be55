// SPDX-License-Identifier: BSD-3-Clause
//
// What a conforming SP answers, request by request and state by state.
#include "conformance/sp/expect.hpp"

#include "conformance/requirements/catalogue.hpp"
#include "conformance/sp/tests/told.hpp"
#include "tsrpc/test_service.h"

#include <gtest/gtest.h>

#include <optional>
#include <ostream>
#include <string_view>

namespace tsrpc::conformance {
namespace {

using namespace told;

/// One request in one state, and what is expected.
struct ExpectRow {
    std::string_view name;
    std::vector<Said> before;
    Said request;
    Answer answer;
    std::string_view by{};
    std::optional<RpcStatus> status{};
};

void PrintTo(const ExpectRow& row, std::ostream* out) { *out << row.name; }

constexpr Uuid stranger = {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}};

std::vector<ExpectRow> rows() {
    constexpr uint16_t nop = TSRPC_TEST_SERVICE_NOP;
    constexpr auto not_found = RpcStatus::not_found;
    constexpr auto invalid_value = RpcStatus::invalid_value;
    const std::vector<Said> shared = {share(a, handle, 1, 5)};
    const std::vector<Said> held = holding();
    const std::vector<Said> gone = holding() + std::vector{relinquished(a)};
    const std::vector<Said> open = holding() + std::vector{retrieved(a), relinquished(a)};
    return {
        {"GET_VERSION, whose answer has no status", {}, version(), Answer::open},
        {"an unknown opcode", {}, unknown_opcode({}), Answer::refusal, "management.unknown_opcode", invalid_value},

        {"a service", {}, info(test_service_uuid(), {}), Answer::open, "", not_found},
        {"a service that was found", found(), info(test_service_uuid(), {}), Answer::success, "service_info.hosted"},
        {"a service that was not found",
         {info(stranger, refused(not_found))},
         info(stranger, {}),
         Answer::refusal,
         "service_info.any_time",
         not_found},
        {"a UUID that no service has", {}, info(Uuid{}, {}), Answer::refusal, "service_info.unknown_uuid", not_found},

        {"retrieving what is shared", shared, retrieve(a, {}, {}, handle, 5), Answer::success, "memory.retrieve"},
        {"retrieving what is not", {}, retrieve(a, {}, {}), Answer::refusal, "memory.refused_retrieve"},
        {"retrieving with another tag", shared, retrieve(a, {}, {}, handle, 4), Answer::refusal,
         "memory.refused_retrieve"},
        {"retrieving another's", shared, retrieve(b, {}, {}, handle, 5), Answer::refusal, "isolation.foreign_retrieve"},
        {"retrieving again", held, retrieve(a, {}, {}), Answer::open},
        {"retrieving what was relinquished", gone, retrieve(a, {}, {}), Answer::success, "memory.retrieve"},
        {"retrieving while the SPMC refuses",
         {share(a), refuse(SpmcOperation::retrieve)},
         retrieve(a, {}, {}),
         Answer::refusal,
         "memory.refused_retrieve"},
        {"retrieving more, of which the SP may have no room", held + std::vector{share(b, other_handle)},
         retrieve(b, {}, {}, other_handle), Answer::open},
        {"retrieving two pages, which the SP may not take", {share(a, handle, 2)}, retrieve(a, {}, {}), Answer::open},

        {"relinquishing", held, relinquish(a, {}, {}), Answer::success, "memory.relinquish"},
        {"relinquishing what is shared", shared, relinquish(a, {}, {}), Answer::refusal, "memory.relinquish_unknown",
         not_found},
        {"relinquishing again", gone, relinquish(a, {}, {}), Answer::refusal, "memory.relinquish_unknown", not_found},
        {"relinquishing another's", held, relinquish(b, {}, {}), Answer::refusal, "isolation.foreign_relinquish",
         not_found},
        {"relinquishing what another shares only", shared, relinquish(b, {}, {}), Answer::refusal,
         "memory.relinquish_unknown", not_found},
        {"relinquishing while the SPMC refuses", held + std::vector{refuse(SpmcOperation::relinquish)},
         relinquish(a, {}, {}), Answer::refusal, "memory.refused_relinquish"},
        {"relinquishing what was retrieved twice, a second time", open, relinquish(a, {}, {}), Answer::open},

        {"a call", held, call(a, request(nop, page), {}), Answer::success, "call.success"},
        {"a call over the end", held, call(a, request(nop, page + 1), {}), Answer::refusal, "call.length_over_memory",
         invalid_value},
        {"a call with what is not retrieved", found(), call(a, request(nop), {}), Answer::refusal,
         "call.unknown_handle", not_found},
        {"a call with what was relinquished", gone, call(a, request(nop), {}), Answer::refusal,
         "call.relinquished_handle", not_found},
        {"a call with another's", held, call(b, request(nop), {}), Answer::refusal, "isolation.foreign_call",
         not_found},
        {"a call with what may be retrieved", open, call(a, request(nop), {}), Answer::open},
        {"a call of an unknown interface with unknown memory", found(), call(a, request(nop, 0, handle, 0x55), {}),
         Answer::refusal, "call.unknown_handle"},
        {"a call of an unknown interface", held, call(a, request(nop, 0, handle, 0x55), {}), Answer::open},
        {"a call that the service refuses", held, call(a, request(0x7777), {}), Answer::refusal, "call.unknown_opcode",
         invalid_value},
        {"a call whose service sees bytes that are not known",
         holding() + std::vector{call(a, request(0, 0, handle, 0x55), {0, 0, 1})},
         call(a, request(TSRPC_TEST_SERVICE_STATUS, 4), {}), Answer::open},
        {"a doorbell", found(), call(a, doorbell(nop), {}), Answer::success, "call.doorbell"},
        {"a doorbell with a length", found(), call(a, doorbell(nop, 1), {}), Answer::refusal,
         "call.doorbell_with_length", invalid_value},
        {"a doorbell of an unknown interface", {}, call(a, doorbell(nop), {}), Answer::open},
    };
}

class Expect : public testing::TestWithParam<ExpectRow> {};

TEST_P(Expect, IsAsTheStateHasIt) {
    const Call& call = std::get<Call>(GetParam().request.command);
    const Expected expected = expect(after(GetParam().before), call.sender, call.request);
    EXPECT_EQ(expected.answer, GetParam().answer);
    EXPECT_EQ(expected.answer_by, GetParam().by);
    EXPECT_EQ(expected.status, GetParam().status);
    EXPECT_EQ(expected.because.empty(), expected.answer == Answer::open) << "what is expected is explained";
    for (const std::string_view id :
         {expected.answer_by, expected.status_by, expected.spoiled_own, expected.spoiled_other}) {
        EXPECT_TRUE(id.empty() || find_requirement(id) != nullptr) << id;
    }
    EXPECT_TRUE(!expected.status || !expected.status_by.empty());
}

TEST_P(Expect, IsNothingWithReservedBits) {
    const Call& call = std::get<Call>(GetParam().request.command);
    Registers words = call.request;
    words.words[W3] |= 0x80000000;
    EXPECT_FALSE(is_version_1(words));
    EXPECT_EQ(expect(after(GetParam().before), call.sender, words).answer, Answer::open);
}

INSTANTIATE_TEST_SUITE_P(Row, Expect, testing::ValuesIn(rows()));

TEST(ExpectWithCapacity, WhatFitsMustBeRetrieved) {
    SpState state = after({share(a), retrieved(a), share(a, 3), share(b, other_handle), share(b, 4, 2)});
    const auto answer = [&state](uint16_t sender, uint64_t of) {
        return expect(state, sender, pack(RetrieveMemRequest{MemoryHandle{of}, MemoryTag{0}})).answer;
    };
    state.capacity = Capacity{2, 3, 2, true, true};
    EXPECT_EQ(answer(a, 3), Answer::success) << "a second region of its caller";
    EXPECT_EQ(answer(b, other_handle), Answer::success) << "the first of another";
    EXPECT_EQ(answer(b, 4), Answer::open) << "with three pages in all, of which nothing is known";
    state.capacity = Capacity{1, 2, 2, true, true};
    EXPECT_EQ(answer(a, 3), Answer::open) << "one more than a caller may have";
    state.capacity = Capacity{3, 3, 3, true, true};
    EXPECT_EQ(answer(b, 4), Answer::success);
    state.capacity = Capacity{3, 3, 3, true, false};
    EXPECT_EQ(answer(b, 4), Answer::open) << "the SP serves one caller at a time";
}

TEST(IsVersion1, IsWhatHasNoReservedBits) {
    EXPECT_TRUE(is_version_1(pack(GetVersionRequest{})));
    EXPECT_TRUE(is_version_1({{0x00ff1234, 1, 2, 3, 4}})) << "an unknown opcode, whatever comes with it";
    EXPECT_TRUE(is_version_1({{0x00410000, ~0u, ~0u, 5, 0}})) << "a doorbell with a length";
    EXPECT_FALSE(is_version_1({{0x00ff0000, 1, 0, 0, 0}}));
    EXPECT_FALSE(is_version_1({{0x00ff0002, 1, 0, 0, 1}}));
    for (uint32_t bit = 24; bit < 32; ++bit) {
        EXPECT_FALSE(is_version_1({{0x00410000 | uint32_t{1} << bit, 0, 0, 0, 0}})) << bit;
    }
}

} // namespace
} // namespace tsrpc::conformance
