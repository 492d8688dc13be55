// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/caller_error.hpp"

#include "conformance/reference/expected.hpp"

#include <gtest/gtest.h>

#include <memory>

namespace tsrpc {
namespace {

constexpr EndpointId endpoint{0x8001};

std::string text(Step step, const CallerError::Cause& cause) { return to_text({step, endpoint, cause}); }

TEST(CallerErrorTest, TellsItsLayer) {
    EXPECT_EQ((CallerError{Step::share, endpoint, LocalFault::bad_size}).layer(), Layer::local);
    EXPECT_EQ((CallerError{Step::share, endpoint, FfaStatus::busy}).layer(), Layer::ffa);
    EXPECT_EQ((CallerError{Step::retrieve_mem, endpoint, RpcStatus::not_found}).layer(), Layer::rpc);
    EXPECT_EQ((CallerError{Step::get_version, endpoint, AnswerFault::version}).layer(), Layer::answer);
    EXPECT_EQ((CallerError{Step::service_call, endpoint, ServiceStatus{1}}).layer(), Layer::service);
}

TEST(CallerErrorTest, IsItsCauseAndNoOther) {
    const CallerError error{Step::service_call, endpoint, RpcStatus::not_found};
    EXPECT_TRUE(error.is(RpcStatus::not_found));
    EXPECT_FALSE(error.is(RpcStatus::internal));
    EXPECT_FALSE(error.is(FfaStatus::no_memory)) << "the same number";
}

TEST(CallerErrorTest, NamesEndpointAndStep) {
    EXPECT_EQ(text(Step::find_endpoints, FfaStatus::busy),
              "endpoint 0x8001: FFA_PARTITION_INFO_GET: FF-A error -4 (BUSY)");
    EXPECT_EQ(to_text({Step::find_endpoints, std::nullopt, LocalFault::no_endpoint}),
              "FFA_PARTITION_INFO_GET: there is no endpoint");
    EXPECT_EQ(to_text({Step::get_version, EndpointId{2}, AnswerFault::version}),
              "endpoint 0x0002: GET_VERSION: the endpoint speaks another protocol version");
    EXPECT_EQ(text(Step::service_info, RpcStatus::not_found),
              "endpoint 0x8001: SERVICE_INFO: RPC status -3 (NOT_FOUND)");
    EXPECT_EQ(text(Step::share, LocalFault::bad_size),
              "endpoint 0x8001: FFA_MEM_SHARE: the size is 0, or 4 GiB and more");
    EXPECT_EQ(text(Step::retrieve_mem, RpcStatus::transport_layer),
              "endpoint 0x8001: RETRIEVE_MEM: RPC status -5 (TRANSPORT_LAYER)");
    EXPECT_EQ(text(Step::service_call, ServiceStatus{0xffffff7c}),
              "endpoint 0x8001: service call: service status -132 (0xffffff7c)");
    EXPECT_EQ(text(Step::relinquish_mem, AnswerFault::malformed),
              "endpoint 0x8001: RELINQ_MEM: the response is malformed");
    EXPECT_EQ(text(Step::reclaim, FfaStatus::denied), "endpoint 0x8001: FFA_MEM_RECLAIM: FF-A error -6 (DENIED)");
}

TEST(CallerErrorTest, SaysWhatTheLayerSaid) {
    const auto said = [](const CallerError::Cause& cause) {
        return text(Step::service_call, cause).substr(text(Step::service_call, RpcStatus{1}).find("RPC status"));
    };
    EXPECT_EQ(said(LocalFault::interface_version), "the driver has another interface version");
    EXPECT_EQ(said(LocalFault::unusable_endpoint), "this endpoint cannot be used");
    EXPECT_EQ(said(LocalFault::no_host_memory), "the host has no memory to share");
    EXPECT_EQ(said(LocalFault::other_endpoint), "the memory is shared with another endpoint");
    EXPECT_EQ(said(LocalFault::given_back), "the memory was given back");
    EXPECT_EQ(said(LocalFault::long_request), "the request is longer than the memory");
    EXPECT_EQ(said(FfaStatus::not_supported), "FF-A error -1 (NOT_SUPPORTED)");
    EXPECT_EQ(said(FfaStatus::invalid_parameters), "FF-A error -2 (INVALID_PARAMETERS)");
    EXPECT_EQ(said(FfaStatus::no_memory), "FF-A error -3 (NO_MEMORY)");
    EXPECT_EQ(said(FfaStatus::interrupted), "FF-A error -5 (INTERRUPTED)");
    EXPECT_EQ(said(FfaStatus::retry), "FF-A error -7 (RETRY)");
    EXPECT_EQ(said(FfaStatus::aborted), "FF-A error -8 (ABORTED)");
    EXPECT_EQ(said(FfaStatus{INT32_MIN}), "FF-A error -2147483648 (not assigned)");
    EXPECT_EQ(said(RpcStatus{-9}), "RPC status -9 (not assigned)");
    EXPECT_EQ(said(AnswerFault::interface_id), "the response has no usable interface id");
    EXPECT_EQ(said(AnswerFault::long_response), "the response is longer than the memory");
    EXPECT_EQ(said(ServiceStatus{42}), "service status 42 (0x0000002a)");
}

TEST(ExpectedTest, HasAValueOrAnError) {
    Expected<std::unique_ptr<int>> some = std::make_unique<int>(7);
    ASSERT_TRUE(some);
    EXPECT_EQ(**some, 7);
    EXPECT_EQ(*some->get(), 7);
    EXPECT_THROW(some.error(), std::bad_variant_access);
    const std::unique_ptr<int> taken = *std::move(some);
    EXPECT_EQ(*taken, 7);

    const CallerError error{Step::share, endpoint, FfaStatus::busy};
    const Expected<std::unique_ptr<int>> none = error;
    EXPECT_FALSE(none);
    EXPECT_EQ(none.error(), error);
    EXPECT_THROW(*none, std::bad_variant_access);
    EXPECT_THROW(none->get(), std::bad_variant_access);
}

} // namespace
} // namespace tsrpc
