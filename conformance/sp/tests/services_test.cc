// SPDX-License-Identifier: BSD-3-Clause
//
// What the suite expects of the test service is what tsrpc/test_service.h does. And UUIDs that no SP hosts.
#include "conformance/sp/services.hpp"

#include "conformance/requirements/catalogue.hpp"
#include "tsrpc/plugin.h"
#include "tsrpc/test_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <vector>

namespace tsrpc::conformance {
namespace {

/// One call to the test service that an endpoint has found in order, and the memory that it comes with.
struct InOrder {
    uint8_t instance;
    uint16_t sender;
    ServiceCallRequest call;
    std::vector<uint8_t> memory; ///< empty: a doorbell
};

rc::Gen<InOrder> calls() {
    return rc::gen::exec([] {
        const auto size = *rc::gen::weightedElement<size_t>({{1, 0}, {1, 3}, {1, 5}, {2, 16}, {4, 64}});
        auto memory = *rc::gen::container<std::vector<uint8_t>>(size, rc::gen::arbitrary<uint8_t>());
        if (size >= 4 && *rc::gen::arbitrary<bool>()) { // a number that can be a length
            put_u32(memory, 0, *rc::gen::inRange<uint32_t>(0, static_cast<uint32_t>(size) + 2));
        }
        const auto opcode = *rc::gen::oneOf(rc::gen::inRange<uint16_t>(0, 6),
                                            rc::gen::element<uint16_t>(0xfffe, 0xffff), rc::gen::arbitrary<uint16_t>());
        const auto length = *rc::gen::inRange<uint32_t>(0, static_cast<uint32_t>(size) + 1);
        return InOrder{*rc::gen::inRange<uint8_t>(0, 2), *rc::gen::arbitrary<uint16_t>(),
                       ServiceCallRequest{InterfaceId{*rc::gen::inRange<uint8_t>(0, 0xff)}, Opcode{opcode},
                                          MemoryHandle{1}, RequestLength{length},
                                          ClientId{*rc::gen::arbitrary<uint32_t>()}},
                       memory};
    });
}

/// What the header does with a call.
struct Done {
    int32_t rpc_status = 0;
    uint32_t service_status = 0;
    uint32_t response_length = 0;
    std::vector<uint8_t> memory;
};

Done do_call(const InOrder& one) {
    Done done;
    done.memory = one.memory;
    const tsrpc_test_service_request request = {.sender_id = one.sender,
                                                .interface_id = one.call.interface_id.value(),
                                                .instance = one.instance,
                                                .opcode = one.call.opcode.value(),
                                                .client_id = one.call.client_id.value(),
                                                .request_length = one.call.request_length.value(),
                                                .buffer = done.memory.data(),
                                                .buffer_size = done.memory.size()};
    done.rpc_status = tsrpc_test_service_call(&request, &done.service_status, &done.response_length);
    return done;
}

void expect_agreement(const InOrder& one, const Served& served) {
    const Done done = do_call(one);
    RC_ASSERT(served.ok == (done.rpc_status == 0));
    std::vector<uint8_t> memory = one.memory;
    if (served.ok) {
        RC_ASSERT(served.service_status == done.service_status);
        RC_ASSERT(served.response_length == done.response_length);
        RC_ASSERT(served.written.size() <= memory.size());
        std::ranges::copy(served.written, memory.begin());
    } else {
        RC_ASSERT(find_requirement(served.refused_by) != nullptr);
        RC_ASSERT(done.rpc_status == static_cast<int32_t>(RpcStatus::invalid_value));
    }
    RC_ASSERT(memory == done.memory);
}

RC_GTEST_PROP(Serve, DoesWhatTheHeaderDoes, ()) {
    const InOrder one = *calls();
    const auto served = serve(one.instance, one.sender, one.call, one.memory, one.memory.size());
    RC_ASSERT(served.has_value());
    expect_agreement(one, *served);
}

RC_GTEST_PROP(Serve, IsRightOrSilentWhereNotAllBytesAreKnown, ()) {
    const InOrder one = *calls();
    const auto known = *rc::gen::inRange<size_t>(0, one.memory.size() + 1);
    const auto served =
        serve(one.instance, one.sender, one.call, std::span(one.memory).first(known), one.memory.size());
    if (served) {
        expect_agreement(one, *served);
    } else {
        RC_ASSERT(known < TSRPC_TEST_SERVICE_FILL_REQUEST_LENGTH);
    }
}

// --- UUIDs

TEST(KnownServices, CanBeHosted) {
    EXPECT_GE(known_services().size(), 12u);
    for (const Uuid& uuid : known_services()) {
        EXPECT_EQ(unhosted_by(uuid), "");
    }
    EXPECT_EQ(test_service_instance(test_service_uuid()), 0);
    EXPECT_EQ(test_service_instance(test_service_twin_uuid()), 1);
    EXPECT_EQ(test_service_instance(known_services().back()), std::nullopt);
}

TEST(UnhostedUuids, AreThoseThatDifferFromAKnownOneInOneBit) {
    for (const Uuid& known : known_services()) {
        for (size_t bit = 0; bit < 8 * Uuid::size; ++bit) {
            Uuid uuid = known;
            uuid.bytes[bit / 8] ^= static_cast<uint8_t>(1u << bit % 8);
            EXPECT_EQ(unhosted_by(uuid), "service_info.single_bit");
        }
    }
}

TEST(UnhostedUuids, AreThoseOfWhichAPartIsAKnownOnes) {
    for (const uint8_t filling : {uint8_t{0}, uint8_t{0xff}}) {
        for (size_t reg = 0; reg < 4; ++reg) {
            Uuid uuid = test_service_uuid();
            std::fill_n(uuid.bytes + 4 * reg, 4, filling);
            EXPECT_EQ(unhosted_by(uuid), "service_info.single_bit");
        }
        Uuid uuid = {};
        std::ranges::fill(uuid.bytes, filling);
        EXPECT_EQ(unhosted_by(uuid), "service_info.unknown_uuid");
    }
}

TEST(UnhostedUuids, AreThoseInAnotherOrder) {
    for (const MistakenOrder& order : mistaken_orders()) {
        const Uuid uuid = reordered(test_service_uuid(), order);
        EXPECT_EQ(unhosted_by(uuid), "service_info.byte_order") << order.name;
        EXPECT_EQ(reordered(uuid, order), test_service_uuid()) << order.name;
    }
}

TEST(UnhostedUuids, AreNotThoseOfStrangers) {
    EXPECT_EQ(unhosted_by({{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}}), "");
    Uuid uuid = test_service_uuid();
    uuid.bytes[0] ^= 1;
    uuid.bytes[1] ^= 1;
    EXPECT_EQ(unhosted_by(uuid), "");
}

} // namespace
} // namespace tsrpc::conformance
