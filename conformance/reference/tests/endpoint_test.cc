// SPDX-License-Identifier: BSD-3-Clause
//
// What is the reference SP's own. What every conforming SP does the suite tests, in conformance/sp/tests/suite_test.cc.
#include "conformance/reference/endpoint.hpp"

#include "conformance/reference/hosted_sp.hpp"
#include "conformance/reference/services.hpp"
#include "conformance/reference/sp_plugin.hpp"
#include "conformance/reference/spmc.hpp"
#include "tsrpc/plugin.h"
#include "tsrpc/test_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdint>
#include <set>

namespace tsrpc {
namespace {

constexpr EndpointId sender{7};
constexpr InterfaceId interface_id{0};
constexpr ServiceCallRequest doorbell{interface_id, Opcode{1}, no_memory, RequestLength{0}, ClientId{0}};

/// A service that answers `result`.
template <RpcStatus Status>
constexpr Service service_answering{Uuid{{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}}, interface_id,
                                    [](const ServiceCall&) {
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

TEST(ReferenceSpPlugin, RefusesAnotherInterfaceVersion) {
    Spmc spmc;
    tsrpc_spmc other = *spmc.interface();
    other.abi_version = TSRPC_PLUGIN_ABI_VERSION + 1;
    EXPECT_EQ(reference_sp_plugin().create(&other), nullptr);
}

TEST(ReferenceSpPlugin, InterfaceIdsAreNeitherFrom0NorDense) {
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

/// The reference SP, which has one region of `sender` retrieved.
class ReferenceSp : public testing::Test {
  protected:
    static constexpr uint16_t sender_id = 7;
    static constexpr uint64_t handle = 0x8000000700000009;

    ReferenceSp() {
        EXPECT_EQ(sp.spmc().share(sender_id, TSRPC_PAGE_SIZE, 0, handle), 0);
        EXPECT_EQ(send(retrieve), pack(RetrieveMemResponse{RpcStatus::success}));
        sp.spmc().take_events();
    }

    Registers send(const Registers& request) { return sp.direct_request(sender_id, request); }

    InterfaceId interface_of(const Uuid& service) {
        const ServiceInfoRequest request{service};
        return (*unpack<ServiceInfoResponse>(send(pack(request)), request)).interface_id;
    }

    static constexpr Registers retrieve = pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{0}});
    HostedSp sp{reference_sp_plugin()};
};

TEST_F(ReferenceSp, RefusesToRetrieveTwice) {
    EXPECT_EQ(send(retrieve), pack(RetrieveMemResponse{RpcStatus::transport_layer}));
    EXPECT_TRUE(sp.spmc().is_retrieved(handle));
}

TEST_F(ReferenceSp, AsksTheSpmcForNothingWhenItIsFull) {
    RpcStatus status = RpcStatus::success;
    size_t held = 1;
    while (status == RpcStatus::success && held < 1000) {
        const uint64_t next = sp.spmc().next_handle();
        ASSERT_EQ(sp.spmc().share(sender_id, TSRPC_PAGE_SIZE, 0, next), 0);
        sp.spmc().take_events();
        const RetrieveMemRequest request{MemoryHandle{next}, MemoryTag{0}};
        status = (*unpack<RetrieveMemResponse>(send(pack(request)), request)).rpc_status;
        held += status == RpcStatus::success;
    }
    EXPECT_EQ(status, RpcStatus::not_found);
    EXPECT_EQ(held, 16u);
    EXPECT_THAT(sp.spmc().take_events(), testing::IsEmpty());
}

TEST_F(ReferenceSp, IgnoresReservedBitsOfRequests) {
    const Registers request = pack(GetVersionRequest{});
    const Registers answer = send(request);
    for (const Register reg : {W4, W5, W6, W7}) {
        Registers noisy = request;
        noisy.words[reg] = 0xffffffff;
        EXPECT_EQ(send(noisy), answer);
    }
    for (unsigned bit = 24; bit < 32; ++bit) {
        Registers noisy = request;
        noisy.words[W3] ^= uint32_t{1} << bit;
        EXPECT_EQ(send(noisy), answer) << bit;
    }
}

/// Control words that mean something to the SP more often than by chance.
rc::Gen<uint32_t> control_words(InterfaceId hosted) {
    const auto interface_ids = rc::gen::element<uint32_t>(TSRPC_MANAGEMENT_INTERFACE_ID, hosted.value(), 0);
    const auto defined = rc::gen::map(rc::gen::pair(interface_ids, rc::gen::inRange<uint32_t>(0, 6)), [](auto pair) {
        return pair.first << TSRPC_CONTROL_INTERFACE_ID_SHIFT | pair.second;
    });
    const auto flagged = rc::gen::map(rc::gen::pair(defined, rc::gen::inRange<uint32_t>(0, 256)),
                                      [](auto pair) { return pair.first | pair.second << TSRPC_CONTROL_FLAGS_SHIFT; });
    return rc::gen::oneOf(defined, flagged, rc::gen::arbitrary<uint32_t>());
}

RC_GTEST_FIXTURE_PROP(ReferenceSp, AnswersAnyFiveWordsInForm, ()) {
    const auto words = rc::gen::element<uint32_t>(0, 1, 5, TSRPC_PAGE_SIZE, TSRPC_PAGE_SIZE + 1, UINT32_MAX,
                                                  static_cast<uint32_t>(handle), static_cast<uint32_t>(handle >> 32));
    Registers request = {{*control_words(interface_of({TSRPC_TEST_SERVICE_UUID_BYTES}))}};
    for (const Register reg : {W4, W5, W6, W7}) {
        request.words[reg] = *rc::gen::oneOf(words, rc::gen::arbitrary<uint32_t>());
    }
    const Registers response = send(request);
    if (classify(request) == Message::unknown) {
        RC_ASSERT(response == reject(request, RpcStatus::invalid_value));
    } else {
        RC_ASSERT(inspect_response(response, request).violations.empty());
    }
}

class Checksum : public ReferenceSp {
  protected:
    RpcStatus call(Opcode opcode, MemoryHandle memory_handle, uint32_t length) {
        const ServiceCallRequest request{interface_of(checksum_service_uuid), opcode, memory_handle,
                                         RequestLength{length}, ClientId{0}};
        return (*unpack<ServiceCallResponse>(send(pack(request)), request)).rpc_status;
    }
};

TEST_F(Checksum, IsTheCrc32OfTheRequest) {
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
