// SPDX-License-Identifier: BSD-3-Clause
//
// What is the Endpoint's own; what every conforming SP does is in sp_behaviour.cc.
#include "conformance/reference/endpoint.hpp"

#include "conformance/reference/services.hpp"
#include "conformance/reference/sp_plugin.hpp"
#include "conformance/reference/spmc.hpp"
#include "conformance/reference/tests/sp_under_test.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <set>

namespace tsrpc {
namespace {

constexpr EndpointId sender{7};
constexpr InterfaceId interface_id{0};
constexpr ServiceCallRequest doorbell{interface_id, Opcode{1}, no_memory, RequestLength{0}, ClientId{0}};

/// A service that answers `result`.
template <RpcStatus Status>
constexpr Service service_answering{Uuid{{1}}, interface_id, [](const ServiceCall&) {
                                        return ServiceResult{Status, ServiceStatus{0xffffffff}, ResponseLength{0}};
                                    }};

TEST(Endpoint, HasAsManySlotsAsItIsTold) {
    for (const size_t count : {0u, 1u, 2u, 16u}) {
        Spmc spmc;
        Endpoint endpoint{*spmc.interface(), {}, count};
        const auto retrieve = [&](uint64_t handle) {
            spmc.share(static_cast<uint16_t>(sender), TSRPC_PAGE_SIZE, 0, handle);
            return endpoint.direct_request(sender, pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{0}}));
        };
        for (size_t i = 0; i < count; ++i) {
            EXPECT_EQ(retrieve(i), pack(RetrieveMemResponse{RpcStatus::success}));
        }
        EXPECT_EQ(retrieve(count), pack(RetrieveMemResponse{RpcStatus::not_found}));
        EXPECT_EQ(spmc.retrieved_count(), count);
    }
}

TEST(Endpoint, HostsNothingWithoutServices) {
    Spmc spmc;
    Endpoint endpoint{*spmc.interface(), {}};
    const Registers request = pack(doorbell);
    EXPECT_EQ(endpoint.direct_request(sender, request), reject(request, RpcStatus::invalid_value));
}

TEST(Endpoint, PassesTheServicesStatusOn) {
    Spmc spmc;
    Endpoint endpoint{*spmc.interface(), {&service_answering<RpcStatus::success>, 1}};
    EXPECT_EQ(endpoint.direct_request(sender, pack(doorbell)),
              pack(ServiceCallResponse{interface_id, Opcode{1}, RpcStatus::success, ServiceStatus{0xffffffff},
                                       ResponseLength{0}}));
}

TEST(Endpoint, PassesNothingButTheRpcErrorOn) {
    Spmc spmc;
    Endpoint endpoint{*spmc.interface(), {&service_answering<RpcStatus{-77}>, 1}};
    const Registers request = pack(doorbell);
    EXPECT_EQ(endpoint.direct_request(sender, request), reject(request, RpcStatus{-77}));
}

TEST(ReferenceSp, RefusesAnotherInterfaceVersion) {
    Spmc spmc;
    tsrpc_spmc other = *spmc.interface();
    other.abi_version = TSRPC_PLUGIN_ABI_VERSION + 1;
    EXPECT_EQ(reference_sp_plugin().create(&other), nullptr);
}

TEST(ReferenceSp, InterfaceIdsAreNeitherFrom0NorDense) {
    std::set<uint8_t> ids;
    for (const Service& service : reference_services()) {
        ids.insert(service.interface_id.value());
    }
    EXPECT_EQ(ids.size(), reference_services().size());
    EXPECT_GT(*ids.begin(), 0);
    for (const uint8_t id : ids) {
        EXPECT_FALSE(ids.contains(static_cast<uint8_t>(id + 1)));
    }
}

class Checksum : public testing::Test {
  protected:
    static constexpr uint16_t own_id = 7;
    static constexpr uint64_t handle = 1;

    RpcStatus call(Opcode opcode, MemoryHandle memory_handle, uint32_t length) {
        const InterfaceId id = sp.service_info(own_id, checksum_service_uuid).interface_id;
        return sp
            .ask<ServiceCallResponse>(own_id,
                                      ServiceCallRequest{id, opcode, memory_handle, RequestLength{length}, ClientId{0}})
            .rpc_status;
    }

    SpUnderTest sp{reference_sp_plugin()};
};

TEST_F(Checksum, IsTheCrc32OfTheRequest) {
    ASSERT_EQ(sp.spmc().share(own_id, TSRPC_PAGE_SIZE, 0, handle), 0);
    ASSERT_EQ(sp.retrieve(own_id, handle), RpcStatus::success);
    const std::span<uint8_t> memory = sp.spmc().memory(handle);
    // The check value that catalogues of CRCs give for this one.
    constexpr std::string_view digits = "123456789";
    std::ranges::copy(digits, memory.begin());
    EXPECT_EQ(call(checksum_opcode, MemoryHandle{handle}, digits.size()), RpcStatus::success);
    EXPECT_THAT(memory.first(5), testing::ElementsAre(0x26, 0x39, 0xf4, 0xcb, '5'));

    EXPECT_EQ(call(checksum_opcode, MemoryHandle{handle}, 0), RpcStatus::success);
    EXPECT_THAT(memory.first(4), testing::Each(0));
}

TEST_F(Checksum, RefusesWhatItDoesNotKnow) {
    EXPECT_EQ(call(checksum_opcode, no_memory, 0), RpcStatus::invalid_value);
    EXPECT_EQ(call(Opcode{0}, no_memory, 0), RpcStatus::invalid_value);
}

} // namespace
} // namespace tsrpc
