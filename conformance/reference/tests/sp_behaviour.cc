// SPDX-License-Identifier: BSD-3-Clause
//
// What an SP does that behaves as ABI 2 to 4 describe the reference endpoint.
#include "conformance/reference/tests/sp_under_test.hpp"
#include "conformance/reference/tests/tested_sp.hpp"
#include "tsrpc/test_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <array>
#include <cstdint>
#include <vector>

namespace tsrpc {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

constexpr uint64_t page = TSRPC_PAGE_SIZE;
constexpr uint64_t handle = 0x0000'0002'8000'0001;
constexpr uint64_t tag = 0x8765'4321'0fed'cba9;
constexpr uint16_t sender = 0x0001;
constexpr uint16_t other_sender = 0x8001;
constexpr uint64_t doorbell = TSRPC_INVALID_MEMORY_HANDLE;
constexpr Uuid test_service{TSRPC_TEST_SERVICE_UUID_BYTES};
constexpr Uuid twin{TSRPC_TEST_SERVICE_TWIN_UUID_BYTES};

uint32_t invert(uint32_t word, unsigned bit) {
    return word ^ uint32_t { 1 } << bit;
}

class SpBehaviour : public testing::Test {
  protected:
    void SetUp() override {
        service = sp.service_info(sender, test_service).interface_id;
        twins = sp.service_info(sender, twin).interface_id;
    }

    /// Shares `size` bytes with the SP and has it retrieve them.
    void give_memory(uint64_t size = page) {
        ASSERT_EQ(sp.spmc().share(sender, size, tag, handle), 0);
        ASSERT_EQ(sp.retrieve(sender, handle, tag), RpcStatus::success);
        sp.spmc().take_events();
    }

    ServiceCallResponse call(uint16_t opcode, uint32_t request_length, uint64_t of_handle = handle,
                             uint16_t sender_id = sender) {
        return sp.ask<ServiceCallResponse>(sender_id,
                                           ServiceCallRequest{service, Opcode{opcode}, MemoryHandle{of_handle},
                                                              RequestLength{request_length}, ClientId{0}});
    }

    void expect_refused(const ServiceCallResponse& response, RpcStatus status) {
        EXPECT_EQ(response.rpc_status, status);
        EXPECT_EQ(response.service_status, ServiceStatus{0});
        EXPECT_EQ(response.response_length, ResponseLength{0});
    }

    void expect_echo(uint32_t length = 1) {
        const ServiceCallResponse response = call(TSRPC_TEST_SERVICE_ECHO, length);
        EXPECT_EQ(response.rpc_status, RpcStatus::success);
        EXPECT_EQ(response.response_length, ResponseLength{length});
    }

    /// The request's bytes at the start of the memory.
    void put(const std::vector<uint8_t>& bytes) { std::ranges::copy(bytes, sp.spmc().memory(handle).begin()); }

    SpUnderTest sp{tested_sp()};
    InterfaceId service{0};
    InterfaceId twins{0};
};

TEST_F(SpBehaviour, SpeaksVersion1) {
    EXPECT_EQ(sp.ask<GetVersionResponse>(sender, GetVersionRequest{}).version, ProtocolVersion{1});
}

TEST_F(SpBehaviour, RefusesEveryOtherManagementOpcode) {
    for (uint32_t opcode = TSRPC_OPCODE_SERVICE_INFO + 1; opcode <= UINT16_MAX; ++opcode) {
        const Registers request = {{0x00ff0000 | opcode, 1, 2, 3, 4}};
        ASSERT_EQ(sp.send(sender, request), reject(request, RpcStatus::invalid_value)) << opcode;
    }
}

TEST_F(SpBehaviour, FindsItsServices) {
    EXPECT_EQ(sp.service_info(sender, test_service), (ServiceInfoResponse{service, RpcStatus::success}));
    EXPECT_EQ(sp.service_info(other_sender, twin), (ServiceInfoResponse{twins, RpcStatus::success}));
    EXPECT_NE(service, twins);
}

TEST_F(SpBehaviour, FindsNoOtherService) {
    for (const Uuid& uuid : {test_service, twin}) {
        for (size_t bit = 0; bit < 8 * Uuid::size; ++bit) {
            Uuid near = uuid;
            near.bytes[bit / 8] = static_cast<uint8_t>(near.bytes[bit / 8] ^ 1u << bit % 8);
            EXPECT_EQ(sp.service_info(sender, near), (ServiceInfoResponse{InterfaceId{0}, RpcStatus::not_found}));
        }
    }
}

TEST_F(SpBehaviour, PassesRetrieveAndRelinquishOn) {
    ASSERT_EQ(sp.spmc().share(sender, page, tag, handle), 0);
    EXPECT_EQ(sp.retrieve(sender, handle, tag), RpcStatus::success);
    EXPECT_EQ(sp.relinquish(sender, handle), RpcStatus::success);
    EXPECT_THAT(sp.spmc().take_events(), ElementsAre(SpmcEvent{SpmcOperation::share, sender, handle, tag, 0},
                                                     SpmcEvent{SpmcOperation::retrieve, sender, handle, tag, 0},
                                                     SpmcEvent{SpmcOperation::relinquish, sender, handle, 0, 0}));
}

TEST_F(SpBehaviour, RefusedRetrieveTakesNoSlot) {
    ASSERT_EQ(sp.spmc().share(sender, page, tag, handle), 0);
    sp.spmc().refuse(SpmcOperation::retrieve, TSRPC_FFA_NO_MEMORY, 1000);
    for (int i = 0; i < 1000; ++i) {
        ASSERT_EQ(sp.retrieve(sender, handle, tag), RpcStatus::transport_layer);
    }
    expect_refused(call(TSRPC_TEST_SERVICE_NOP, 0), RpcStatus::not_found);
    EXPECT_EQ(sp.retrieve(sender, handle, tag), RpcStatus::success);
    EXPECT_EQ(sp.retrieve(sender, handle, tag), RpcStatus::transport_layer) << "retrieved twice";
    expect_echo();
}

TEST_F(SpBehaviour, RelinquishesOnlyTheSendersOwn) {
    EXPECT_EQ(sp.relinquish(sender, handle), RpcStatus::not_found);
    give_memory();
    EXPECT_EQ(sp.relinquish(other_sender, handle), RpcStatus::not_found);
    for (unsigned bit = 0; bit < 64; ++bit) {
        EXPECT_EQ(sp.relinquish(sender, handle ^ uint64_t{1} << bit), RpcStatus::not_found) << bit;
    }
    EXPECT_THAT(sp.spmc().take_events(), IsEmpty());
    expect_echo();
    EXPECT_EQ(sp.relinquish(sender, handle), RpcStatus::success);
    EXPECT_EQ(sp.relinquish(sender, handle), RpcStatus::not_found);
}

TEST_F(SpBehaviour, RefusedRelinquishLeavesMemoryAsItWas) {
    give_memory();
    sp.spmc().refuse(SpmcOperation::relinquish, TSRPC_FFA_BUSY);
    EXPECT_EQ(sp.relinquish(sender, handle), RpcStatus::transport_layer);
    expect_echo();
    EXPECT_EQ(sp.relinquish(sender, handle), RpcStatus::success);
    expect_refused(call(TSRPC_TEST_SERVICE_ECHO, 1), RpcStatus::not_found);
}

TEST_F(SpBehaviour, RunsOutOfSlotsAndRecovers) {
    std::vector<uint64_t> handles;
    RpcStatus status = RpcStatus::success;
    while (status == RpcStatus::success && handles.size() < 1000) {
        handles.push_back(sp.spmc().next_handle());
        ASSERT_EQ(sp.spmc().share(sender, page, 0, handles.back()), 0);
        sp.spmc().take_events();
        status = sp.retrieve(sender, handles.back());
    }
    ASSERT_EQ(status, RpcStatus::not_found) << handles.size();
    EXPECT_THAT(sp.spmc().take_events(), IsEmpty()) << "asked the SPMC for what it has no slot for";
    ASSERT_GE(handles.size(), 3u);
    EXPECT_EQ(sp.relinquish(sender, handles[1]), RpcStatus::success);
    EXPECT_EQ(sp.retrieve(sender, handles.back()), RpcStatus::success);
    EXPECT_EQ(sp.retrieve(sender, handles[1]), RpcStatus::not_found);
    EXPECT_EQ(call(TSRPC_TEST_SERVICE_NOP, 0, handles.front()).rpc_status, RpcStatus::success);
    EXPECT_EQ(call(TSRPC_TEST_SERVICE_NOP, 0, handles.back()).rpc_status, RpcStatus::success);
}

TEST_F(SpBehaviour, RefusesUnassignedInterfaces) {
    unsigned assigned = 0;
    for (uint8_t id = 0; id < TSRPC_MANAGEMENT_INTERFACE_ID; ++id) {
        const Registers request = pack(ServiceCallRequest{InterfaceId{id}, Opcode{TSRPC_TEST_SERVICE_NOP}, no_memory,
                                                          RequestLength{0}, ClientId{0}});
        if (id == service.value() || id == twins.value()) {
            ASSERT_EQ(sp.send(sender, request), reject(request, RpcStatus::success));
            ++assigned;
        } else if (sp.send(sender, request) != reject(request, RpcStatus::invalid_value)) {
            ADD_FAILURE() << "interface " << int{id};
        }
    }
    EXPECT_EQ(assigned, 2u);
}

TEST_F(SpBehaviour, CallsUseOnlyTheSendersOwnMemory) {
    expect_refused(call(TSRPC_TEST_SERVICE_NOP, 0), RpcStatus::not_found);
    give_memory();
    expect_refused(call(TSRPC_TEST_SERVICE_NOP, 0, handle, other_sender), RpcStatus::not_found);
    for (unsigned bit = 0; bit < 64; ++bit) {
        expect_refused(call(TSRPC_TEST_SERVICE_NOP, 0, handle ^ uint64_t{1} << bit), RpcStatus::not_found);
    }
    for (unsigned bit = 0; bit < 16; ++bit) {
        expect_refused(call(TSRPC_TEST_SERVICE_NOP, 0, handle, static_cast<uint16_t>(invert(sender, bit))),
                       RpcStatus::not_found);
    }
    expect_echo();
}

TEST_F(SpBehaviour, CallsFitTheMemory) {
    constexpr uint32_t size = 2 * page;
    give_memory(size);
    for (const uint32_t length : {0u, 1u, size - 1, size}) {
        expect_echo(length);
    }
    for (const uint32_t length : {size + 1, 2 * size, 0x80000000u, 0xffffffffu}) {
        expect_refused(call(TSRPC_TEST_SERVICE_ECHO, length), RpcStatus::invalid_value);
        expect_refused(call(TSRPC_TEST_SERVICE_NOP, length), RpcStatus::invalid_value);
    }
}

TEST_F(SpBehaviour, DoorbellHasSize0) {
    EXPECT_EQ(call(TSRPC_TEST_SERVICE_NOP, 0, doorbell).rpc_status, RpcStatus::success);
    EXPECT_EQ(call(TSRPC_TEST_SERVICE_ECHO, 0, doorbell).rpc_status, RpcStatus::success);
    expect_refused(call(TSRPC_TEST_SERVICE_DESCRIBE, 0, doorbell), RpcStatus::invalid_value);
    const Registers request =
        pack(ServiceCallRequest{service, Opcode{TSRPC_TEST_SERVICE_NOP}, no_memory, RequestLength{1}, ClientId{0}});
    EXPECT_EQ(sp.send(sender, request), reject(request, RpcStatus::invalid_value));
}

TEST_F(SpBehaviour, ServicesSeeTheWholeCall) {
    give_memory();
    const struct {
        InterfaceId interface_id;
        uint8_t instance;
    } services[] = {{service, 0}, {twins, 1}};
    for (const auto& [interface_id, instance] : services) {
        const auto response = sp.ask<ServiceCallResponse>(
            sender, ServiceCallRequest{interface_id, Opcode{TSRPC_TEST_SERVICE_DESCRIBE}, MemoryHandle{handle},
                                       RequestLength{0x0123}, ClientId{0xfedcba98}});
        EXPECT_EQ(response.rpc_status, RpcStatus::success);
        EXPECT_EQ(response.response_length, ResponseLength{16});
        EXPECT_THAT(sp.spmc().memory(handle).first(16),
                    ElementsAreArray({0x01, 0x00, 0x02, 0x00, 0x98, 0xba, 0xdc, 0xfe, 0x23, 0x01, 0x00, 0x00,
                                      int{interface_id.value()}, int{instance}, 0x00, 0x00}));
    }
}

TEST_F(SpBehaviour, ServicesReadAndWriteSharedMemory) {
    give_memory();
    put({0x7c, 0xff, 0xff, 0xff});
    const ServiceCallResponse status = call(TSRPC_TEST_SERVICE_STATUS, 4);
    EXPECT_EQ(status.rpc_status, RpcStatus::success);
    EXPECT_EQ(status.service_status, ServiceStatus{0xffffff7c});

    put({0x03, 0x00, 0x00, 0x00, 0x5a, 0x11});
    EXPECT_EQ(call(TSRPC_TEST_SERVICE_FILL, 5).response_length, ResponseLength{3});
    EXPECT_THAT(sp.spmc().memory(handle).first(6), ElementsAre(0x5a, 0x5a, 0x5a, 0x00, 0x5a, 0x11));

    expect_refused(call(0x7777, 0), RpcStatus::invalid_value);
    EXPECT_EQ(call(TSRPC_TEST_SERVICE_NOP_LAST, 0).rpc_status, RpcStatus::success);
}

TEST_F(SpBehaviour, IgnoresReservedBitsOfRequests) {
    const Registers request = pack(GetVersionRequest{});
    const Registers answer = sp.send(sender, request);
    for (const Register reg : {W4, W5, W6, W7}) {
        Registers noisy = request;
        noisy.words[reg] = 0xffffffff;
        EXPECT_EQ(sp.send(sender, noisy), answer);
    }
    for (unsigned bit = 24; bit < 32; ++bit) {
        Registers noisy = request;
        noisy.words[W3] = invert(noisy.words[W3], bit);
        EXPECT_EQ(sp.send(sender, noisy), answer) << bit;
    }
}

/// Control words that mean something to the SP more often than by chance.
rc::Gen<uint32_t> control_words(SpUnderTest& sp) {
    const uint32_t hosted = sp.service_info(sender, test_service).interface_id.value();
    const auto interface_ids = rc::gen::element<uint32_t>(TSRPC_MANAGEMENT_INTERFACE_ID, hosted, 0);
    const auto defined = rc::gen::map(rc::gen::pair(interface_ids, rc::gen::inRange<uint32_t>(0, 6)), [](auto pair) {
        return pair.first << TSRPC_CONTROL_INTERFACE_ID_SHIFT | pair.second;
    });
    const auto flagged = rc::gen::map(rc::gen::pair(defined, rc::gen::inRange<uint32_t>(0, 256)),
                                      [](auto pair) { return pair.first | pair.second << TSRPC_CONTROL_FLAGS_SHIFT; });
    return rc::gen::oneOf(defined, flagged, rc::gen::arbitrary<uint32_t>());
}

RC_GTEST_PROP(SpProperty, AnswersAnyFiveWordsInForm, ()) {
    SpUnderTest sp{tested_sp()};
    RC_ASSERT(sp.spmc().share(sender, page, tag, handle) == 0);
    RC_ASSERT(sp.retrieve(sender, handle, tag) == RpcStatus::success);
    const auto words = rc::gen::element<uint32_t>(0, 1, 5, page, page + 1, UINT32_MAX, static_cast<uint32_t>(handle),
                                                  static_cast<uint32_t>(handle >> 32));
    Registers request = {{*control_words(sp)}};
    for (const Register reg : {W4, W5, W6, W7}) {
        request.words[reg] = *rc::gen::oneOf(words, rc::gen::arbitrary<uint32_t>());
    }
    const Registers response = sp.send(*rc::gen::element(sender, other_sender), request);
    if (classify(request) == Message::unknown) {
        RC_ASSERT(response == reject(request, RpcStatus::invalid_value));
    } else {
        RC_ASSERT(inspect_response(response, request).violations.empty());
    }
}

/// One request of one of two senders for one of four regions.
struct Step {
    enum class Kind : uint8_t { retrieve, relinquish, call };

    Kind kind;
    size_t sender; ///< index
    size_t region; ///< index; it is of the sender with its remainder by 2
    bool right_tag;
};

std::ostream& operator<<(std::ostream& out, const Step& step) {
    constexpr const char* kinds[] = {"retrieve", "relinquish", "call"};
    return out << kinds[static_cast<size_t>(step.kind)] << " by sender " << step.sender << ", region " << step.region
               << (step.right_tag ? "" : ", wrong tag");
}

rc::Gen<Step> steps() {
    using Kind = Step::Kind;
    return rc::gen::construct<Step>(rc::gen::element(Kind::retrieve, Kind::relinquish, Kind::call),
                                    rc::gen::inRange<size_t>(0, 2), rc::gen::inRange<size_t>(0, 4),
                                    rc::gen::weightedElement<bool>({{7, true}, {1, false}}));
}

RC_GTEST_PROP(SpProperty, MemoryIsThatOfTheModel, ()) {
    constexpr uint16_t senders[] = {sender, other_sender};
    // Each differs from the others in one half or one bit.
    constexpr uint64_t handles[] = {handle, handle ^ 1, handle ^ uint64_t{1} << 32, handle ^ uint64_t{1} << 63};
    SpUnderTest sp{tested_sp()};
    const InterfaceId service = sp.service_info(sender, test_service).interface_id;
    for (size_t i = 0; i < 4; ++i) {
        RC_ASSERT(sp.spmc().share(senders[i % 2], page, tag + i, handles[i]) == 0);
    }
    bool retrieved[4] = {};
    for (const Step& step : *rc::gen::container<std::vector<Step>>(steps())) {
        const uint16_t from = senders[step.sender];
        const uint64_t of = handles[step.region];
        const bool own = step.region % 2 == step.sender;
        bool& held = retrieved[step.region];
        switch (step.kind) {
        case Step::Kind::retrieve: {
            const bool granted = own && step.right_tag && !held;
            RC_ASSERT(sp.retrieve(from, of, tag + step.region + !step.right_tag) ==
                      (granted ? RpcStatus::success : RpcStatus::transport_layer));
            held = held || granted;
            break;
        }
        case Step::Kind::relinquish:
            RC_ASSERT(sp.relinquish(from, of) == (own && held ? RpcStatus::success : RpcStatus::not_found));
            held = held && !own;
            break;
        case Step::Kind::call: {
            const auto response = sp.ask<ServiceCallResponse>(
                from, ServiceCallRequest{service, Opcode{TSRPC_TEST_SERVICE_ECHO}, MemoryHandle{of},
                                         RequestLength{TSRPC_PAGE_SIZE}, ClientId{0}});
            RC_ASSERT(response.rpc_status == (own && held ? RpcStatus::success : RpcStatus::not_found));
            break;
        }
        }
        RC_ASSERT(sp.spmc().is_retrieved(of) == held);
    }
}

} // namespace
} // namespace tsrpc
