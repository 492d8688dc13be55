// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/ffa.hpp"

#include "conformance/reference/sp_plugin.hpp"
#include "tsrpc/test_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>

namespace tsrpc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr uint16_t endpoint = 0x8002;
constexpr uint16_t other_endpoint = 0x8005;
constexpr uint64_t page = TSRPC_PAGE_SIZE;
constexpr uint8_t test_service[16] = TSRPC_TEST_SERVICE_UUID_BYTES;

class FfaTest : public testing::Test {
  protected:
    Ffa ffa{0x0007};
    const tsrpc_ffa& driver = *ffa.interface();
    alignas(page) uint8_t memory[page] = {};
};

TEST_F(FfaTest, NamesTheEndpointsOfTheProtocol) {
    using namespace literals;
    constexpr Uuid protocol = TSRPC_PROTOCOL_UUID ""_uuid;
    ffa.add_endpoint(endpoint, reference_sp_plugin());
    ffa.add_endpoint(other_endpoint, reference_sp_plugin());
    EXPECT_EQ(driver.own_id, 0x0007);
    uint16_t ids[3] = {};
    uint32_t count = 0;
    EXPECT_EQ(driver.partition_ids(driver.ctx, protocol.bytes, ids, 3, &count), 0);
    EXPECT_EQ(count, 2u);
    EXPECT_THAT(ids, ElementsAre(endpoint, other_endpoint, 0));
    EXPECT_EQ(driver.partition_ids(driver.ctx, protocol.bytes, ids, 1, &count), 0);
    EXPECT_EQ(count, 1u);
    EXPECT_EQ(driver.partition_ids(driver.ctx, test_service, ids, 3, &count), TSRPC_FFA_INVALID_PARAMETERS);
}

TEST_F(FfaTest, SharesWithOneEndpointUnderOneHandle) {
    HostedSp& sp = ffa.add_endpoint(endpoint, reference_sp_plugin());
    HostedSp& other = ffa.add_endpoint(other_endpoint, reference_sp_plugin());
    alignas(page) static uint8_t other_memory[page];
    uint64_t handle = 0;
    uint64_t other_handle = 0;
    ASSERT_EQ(driver.mem_share(driver.ctx, endpoint, memory, page, &handle), 0);
    ASSERT_EQ(driver.mem_share(driver.ctx, other_endpoint, other_memory, page, &other_handle), 0);
    EXPECT_NE(handle, other_handle);
    EXPECT_EQ(sp.spmc().memory(handle).data(), memory);
    EXPECT_EQ(other.spmc().memory(other_handle).data(), other_memory);

    EXPECT_EQ(driver.mem_share(driver.ctx, 0x9999, memory, page, &handle), TSRPC_FFA_INVALID_PARAMETERS);
    EXPECT_EQ(driver.mem_share(driver.ctx, endpoint, memory + 1, page, &handle), TSRPC_FFA_INVALID_PARAMETERS);
    EXPECT_EQ(driver.mem_reclaim(driver.ctx, handle + 1), TSRPC_FFA_INVALID_PARAMETERS);
    sp.spmc().refuse(SpmcOperation::reclaim, TSRPC_FFA_DENIED);
    EXPECT_EQ(driver.mem_reclaim(driver.ctx, handle), TSRPC_FFA_DENIED);
    EXPECT_EQ(driver.mem_reclaim(driver.ctx, handle), 0);
    EXPECT_EQ(driver.mem_reclaim(driver.ctx, handle), TSRPC_FFA_INVALID_PARAMETERS);
    EXPECT_EQ(sp.spmc().shared_count(), 0u);
    EXPECT_EQ(other.spmc().shared_count(), 1u);
}

TEST_F(FfaTest, RefusedMessagesDoNotArrive) {
    ffa.add_endpoint(endpoint, reference_sp_plugin());
    const Registers request = pack(GetVersionRequest{});
    uint32_t response[5] = {1, 2, 3, 4, 5};
    ffa.refuse_messages(TSRPC_FFA_RETRY, 2);
    EXPECT_EQ(driver.direct_request(driver.ctx, endpoint, request.words, response), TSRPC_FFA_RETRY);
    EXPECT_EQ(driver.direct_request(driver.ctx, endpoint, request.words, response), TSRPC_FFA_RETRY);
    EXPECT_THAT(response, ElementsAre(1, 2, 3, 4, 5));
    EXPECT_EQ(driver.direct_request(driver.ctx, 0x9999, request.words, response), TSRPC_FFA_INVALID_PARAMETERS);
    EXPECT_EQ(driver.direct_request(driver.ctx, endpoint, request.words, response), 0);
    EXPECT_EQ(Registers::from(response), pack(GetVersionResponse{ProtocolVersion{1}}));
    EXPECT_EQ(ffa.take_messages().size(), 4u);
    EXPECT_THAT(ffa.take_messages(), IsEmpty());
}

} // namespace
} // namespace tsrpc
