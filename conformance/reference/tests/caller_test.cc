// SPDX-License-Identifier: BSD-3-Clause
//
// The caller as applications use it: what it finds, and which layer its errors name. What goes over the wire is in
// caller_plugin_test.cc, and what becomes of memory in caller_memory_test.cc.
#include "conformance/reference/caller.hpp"

#include "conformance/reference/ffa.hpp"
#include "conformance/reference/sp_plugin.hpp"
#include "conformance/reference/tests/scripted_sp.hpp"
#include "tsrpc/test_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace tsrpc {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr EndpointId first{0x8002};
constexpr EndpointId second{0x8005};
constexpr EndpointId third{0x8007};
constexpr Uuid test_service{TSRPC_TEST_SERVICE_UUID_BYTES};
constexpr Opcode echo{TSRPC_TEST_SERVICE_ECHO};

class CallerTest : public testing::Test {
  protected:
    HostedSp& add(EndpointId id, const tsrpc_sp_plugin& plugin) {
        return ffa.add_endpoint(static_cast<uint16_t>(id), plugin);
    }

    /// Where requests went since the last time.
    std::vector<EndpointId> asked() {
        std::vector<EndpointId> endpoints;
        for (const FfaMessage& message : ffa.take_messages()) {
            endpoints.push_back(EndpointId{message.endpoint_id});
        }
        return endpoints;
    }

    /// SERVICE_INFO is answered with these RPC statuses in turn.
    void answer_services(std::vector<RpcStatus> statuses) {
        scripted.answer = [statuses, i = size_t{0}](const Registers& request) mutable {
            return classify(request) == Message::service_info && statuses.at(i) != RpcStatus::success
                       ? reject(request, statuses.at(i++))
                       : ScriptedSp::conforming(request);
        };
    }

    /// A session with a scripted SP, and memory of one page.
    void start_scripted() {
        add(first, ScriptedSp::plugin());
        const Caller caller{*ffa.interface()};
        session = *caller.find_service(test_service);
        memory = *session->allocate(1);
        ffa.take_messages();
    }

    /// All answers have these registers.
    void answer_with(uint32_t w4, uint32_t w5, uint32_t w6) {
        scripted.answer = [=](const Registers& request) { return Registers{{request[W3], w4, w5, w6, 0}}; };
    }

    ScriptedSp scripted;
    Ffa ffa{0x0007};
    std::optional<Session> session;
    std::optional<Memory> memory;
};

TEST_F(CallerTest, KeepsEndpointsOfVersion1AndSaysWhyNoOther) {
    scripted.answer = [](const Registers&) { return pack(GetVersionResponse{ProtocolVersion{2}}); };
    add(first, ScriptedSp::plugin());
    add(second, reference_sp_plugin());
    const Caller caller{*ffa.interface()};
    EXPECT_THAT(caller.endpoints(), ElementsAre(second));
    EXPECT_THAT(caller.unusable(), ElementsAre(CallerError{Step::get_version, first, AnswerFault::version}));

    scripted.answer = [](const Registers&) { return Registers{}; };
    ffa.take_messages();
    EXPECT_THAT(Caller{*ffa.interface()}.unusable(),
                ElementsAre(CallerError{Step::get_version, first, AnswerFault::malformed}));
    EXPECT_THAT(asked(), ElementsAre(first, second));
    ffa.refuse_messages(TSRPC_FFA_BUSY, 2);
    EXPECT_THAT(Caller{*ffa.interface()}.unusable(),
                ElementsAre(CallerError{Step::get_version, first, FfaStatus::busy},
                            CallerError{Step::get_version, second, FfaStatus::busy}));
}

TEST_F(CallerTest, SaysWhyThereIsNoEndpoint) {
    const auto none = [](const tsrpc_ffa& driver) {
        const Caller caller{driver};
        EXPECT_THAT(caller.endpoints(), IsEmpty());
        EXPECT_EQ(caller.unusable().size(), 1u);
        const CallerError error = caller.find_service(test_service).error();
        EXPECT_EQ(error, caller.unusable()[0]);
        return error;
    };
    EXPECT_EQ(none(*ffa.interface()), (CallerError{Step::find_endpoints, std::nullopt, LocalFault::no_endpoint}));
    tsrpc_ffa other = *ffa.interface();
    other.partition_ids = [](void*, const uint8_t[16], uint16_t*, uint32_t, uint32_t*) -> int32_t {
        return TSRPC_FFA_DENIED;
    };
    EXPECT_EQ(none(other), (CallerError{Step::find_endpoints, std::nullopt, FfaStatus::denied}));
    ++other.abi_version;
    EXPECT_EQ(none(other), (CallerError{Step::find_endpoints, std::nullopt, LocalFault::interface_version}));
}

TEST_F(CallerTest, OpensAtUsableEndpointsOnly) {
    add(first, reference_sp_plugin());
    const Caller caller{*ffa.interface()};
    ffa.take_messages();
    EXPECT_EQ(caller.open(second, test_service).error(),
              (CallerError{Step::service_info, second, LocalFault::unusable_endpoint}));
    EXPECT_THAT(asked(), IsEmpty());
    EXPECT_EQ(caller.open(first, Uuid{}).error(), (CallerError{Step::service_info, first, RpcStatus::not_found}));
    EXPECT_EQ(caller.open(first, test_service)->endpoint_id(), first);
}

TEST_F(CallerTest, FindsAServiceAtTheFirstEndpointThatHasIt) {
    add(first, ScriptedSp::plugin());
    add(second, ScriptedSp::plugin());
    add(third, ScriptedSp::plugin());
    const Caller caller{*ffa.interface()};
    ffa.take_messages();
    for (const RpcStatus status : {RpcStatus::not_found, RpcStatus::internal, RpcStatus{-9}}) {
        answer_services({status, RpcStatus::success});
        EXPECT_EQ(caller.find_service(test_service)->endpoint_id(), second);
        EXPECT_THAT(asked(), ElementsAre(first, second));
    }
    ffa.refuse_messages(TSRPC_FFA_ABORTED, 2);
    EXPECT_EQ(caller.find_service(test_service)->endpoint_id(), third);
}

TEST_F(CallerTest, ASearchInVainTellsWhatTellsMost) {
    add(first, ScriptedSp::plugin());
    add(second, ScriptedSp::plugin());
    add(third, ScriptedSp::plugin());
    const Caller caller{*ffa.interface()};
    const auto error = [&](std::vector<RpcStatus> statuses) {
        answer_services(statuses);
        ffa.take_messages();
        const CallerError telling = caller.find_service(test_service).error();
        EXPECT_THAT(asked(), ElementsAre(first, second, third));
        return telling;
    };
    const RpcStatus not_found = RpcStatus::not_found;
    EXPECT_EQ(error({not_found, not_found, not_found}), (CallerError{Step::service_info, third, not_found}));
    EXPECT_EQ(error({not_found, RpcStatus::internal, not_found}),
              (CallerError{Step::service_info, second, RpcStatus::internal}));
    EXPECT_EQ(error({RpcStatus{1}, RpcStatus::internal, not_found}),
              (CallerError{Step::service_info, first, RpcStatus{1}}));
    ffa.refuse_messages(TSRPC_FFA_BUSY);
    EXPECT_EQ(error({not_found, not_found}), (CallerError{Step::service_info, first, FfaStatus::busy}));
}

TEST_F(CallerTest, TakesNoInterfaceIdThatIsNone) {
    add(first, ScriptedSp::plugin());
    const Caller caller{*ffa.interface()};
    for (const uint32_t id : {0xffu, 0x100u, 0x80000021u, 0xffffffffu}) {
        answer_with(0, id, 0);
        EXPECT_EQ(caller.open(first, test_service).error(),
                  (CallerError{Step::service_info, first, AnswerFault::interface_id}))
            << id;
        answer_with(1, id, 0);
        EXPECT_TRUE(caller.open(first, test_service).error().is(RpcStatus{1})) << id;
    }
}

TEST_F(CallerTest, SessionsAndMemoryOutliveTheCaller) {
    add(first, reference_sp_plugin());
    {
        const Caller caller{*ffa.interface()};
        session = *caller.find_service(test_service);
    }
    memory = *session->allocate(3);
    std::ranges::copy(std::vector<uint8_t>{1, 2, 3}, memory->bytes().begin());
    const Session copy = *session;
    session.reset();
    const auto served = copy.call(echo, *memory, 3);
    ASSERT_TRUE(served);
    EXPECT_EQ(served->endpoint_id, first);
    EXPECT_THAT(served->response, ElementsAre(1, 2, 3));
    EXPECT_EQ(served->response.data(), memory->bytes().data());
}

TEST_F(CallerTest, AServiceStatusIsNoErrorOfTheCall) {
    start_scripted();
    answer_with(0, 0, 0);
    EXPECT_EQ(session->ring(echo)->failure(), std::nullopt);
    answer_with(0, 0xffffff7c, 0);
    const auto served = session->call(echo, *memory, 0);
    ASSERT_TRUE(served);
    EXPECT_EQ(served->service_status, ServiceStatus{0xffffff7c});
    EXPECT_EQ(served->failure(), (CallerError{Step::service_call, first, ServiceStatus{0xffffff7c}}));
}

TEST_F(CallerTest, EveryRpcStatusButSuccessIsAnError) {
    start_scripted();
    for (const RpcStatus status : {RpcStatus::internal, RpcStatus{-9}, RpcStatus{1}, RpcStatus{INT32_MIN}}) {
        answer_with(static_cast<uint32_t>(status), 0, 0);
        EXPECT_EQ(session->ring(echo).error(), (CallerError{Step::service_call, first, status}));
        EXPECT_EQ(session->call(echo, *memory, 1).error(), (CallerError{Step::service_call, first, status}));
    }
    ffa.refuse_messages(TSRPC_FFA_ABORTED);
    EXPECT_EQ(session->ring(echo).error(), (CallerError{Step::service_call, first, FfaStatus::aborted}));
    scripted.answer = [](const Registers&) { return pack(GetVersionResponse{ProtocolVersion{1}}); };
    EXPECT_EQ(session->ring(echo).error(), (CallerError{Step::service_call, first, AnswerFault::malformed}));
}

TEST_F(CallerTest, HandsOnNoResponseOverTheMemory) {
    start_scripted();
    const CallerError over{Step::service_call, first, AnswerFault::long_response};
    answer_with(0, 0, TSRPC_PAGE_SIZE);
    EXPECT_EQ(session->call(echo, *memory, 0)->response.size(), uint64_t{TSRPC_PAGE_SIZE});
    EXPECT_EQ(session->ring(echo).error(), over);
    for (const uint32_t length : {TSRPC_PAGE_SIZE + 1u, 0x80000000u, UINT32_MAX}) {
        answer_with(0, 0, length);
        EXPECT_EQ(session->call(echo, *memory, 0).error(), over) << length;
    }
    answer_with(0, 0, 1);
    EXPECT_EQ(session->ring(echo).error(), over);
}

TEST_F(CallerTest, SendsNoRequestOverTheMemory) {
    start_scripted();
    EXPECT_TRUE(session->call(echo, *memory, TSRPC_PAGE_SIZE));
    ffa.take_messages();
    for (const uint64_t length : {uint64_t{TSRPC_PAGE_SIZE} + 1, uint64_t{UINT32_MAX}, uint64_t{1} << 32, UINT64_MAX}) {
        EXPECT_EQ(session->call(echo, *memory, length).error(),
                  (CallerError{Step::service_call, first, LocalFault::long_request}))
            << length;
    }
    EXPECT_THAT(asked(), IsEmpty());
}

TEST_F(CallerTest, UsesMemoryWithItsEndpointOnly) {
    add(second, reference_sp_plugin());
    start_scripted();
    const Session other = *Caller{*ffa.interface()}.open(second, test_service);
    Ffa other_ffa{0x0007};
    other_ffa.add_endpoint(static_cast<uint16_t>(first), reference_sp_plugin());
    const Session namesake = *Caller{*other_ffa.interface()}.open(first, test_service);
    ffa.take_messages();
    other_ffa.take_messages();
    EXPECT_EQ(other.call(echo, *memory, 1).error(),
              (CallerError{Step::service_call, second, LocalFault::other_endpoint}));
    EXPECT_EQ(namesake.call(echo, *memory, 1).error(),
              (CallerError{Step::service_call, first, LocalFault::other_endpoint}));
    EXPECT_THAT(asked(), IsEmpty());
    EXPECT_THAT(other_ffa.take_messages(), IsEmpty());
}

} // namespace
} // namespace tsrpc
