// SPDX-License-Identifier: BSD-3-Clause
//
// The caller through its plugin: with the FF-A driver, the SPMC and the endpoint, and against endpoints that err.
#include "conformance/reference/caller_plugin.hpp"
#include "conformance/reference/ffa.hpp"
#include "conformance/reference/services.hpp"
#include "conformance/reference/sp_plugin.hpp"
#include "conformance/reference/tests/full_host.hpp"
#include "conformance/reference/tests/scripted_sp.hpp"
#include "tsrpc/test_service.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <cstdint>
#include <memory>
#include <vector>

namespace tsrpc {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr uint16_t endpoint = 0x8002;
constexpr uint16_t other_endpoint = 0x8005;
constexpr uint64_t page = TSRPC_PAGE_SIZE;
constexpr uint8_t test_service[16] = TSRPC_TEST_SERVICE_UUID_BYTES;
constexpr uint8_t twin[16] = TSRPC_TEST_SERVICE_TWIN_UUID_BYTES;

class CallerPluginTest : public testing::Test {
  protected:
    void start() {
        caller.reset(plugin.create(ffa.interface()));
        ASSERT_NE(caller, nullptr);
        ffa.take_messages();
    }

    /// A caller with a session to the reference SP's test service.
    void open() {
        sp = &ffa.add_endpoint(endpoint, reference_sp_plugin());
        start();
        ASSERT_EQ(plugin.open_session(caller.get(), endpoint, test_service, &session), 0);
        ffa.take_messages();
    }

    /// And with memory.
    void allocate(uint64_t size = page) {
        open();
        void* base = nullptr;
        uint64_t actual_size = 0;
        ASSERT_EQ(plugin.alloc_memory(caller.get(), session, size, &memory, &base, &actual_size), 0);
        bytes = {static_cast<uint8_t*>(base), actual_size};
        handle = sp->spmc().take_events().at(0).handle;
        ffa.take_messages();
    }

    int32_t invoke(uint16_t opcode, uint32_t of_memory, uint32_t request_length) {
        return plugin.invoke(caller.get(), session, opcode, of_memory, request_length, &service_status,
                             &response_length);
    }

    std::vector<Registers> requests() {
        std::vector<Registers> all;
        for (const FfaMessage& message : ffa.take_messages()) {
            all.push_back(message.request);
        }
        return all;
    }

    const tsrpc_caller_plugin& plugin = reference_caller_plugin();
    ScriptedSp scripted;
    Ffa ffa{0x0007};
    std::unique_ptr<void, void (*)(void*)> caller{nullptr, plugin.destroy};
    HostedSp* sp = nullptr;
    uint32_t session = 0;
    uint32_t memory = 0;
    std::span<uint8_t> bytes;
    uint64_t handle = 0;
    uint32_t service_status = 0;
    uint32_t response_length = 0;
};

TEST_F(CallerPluginTest, ProbesEachEndpointOnce) {
    ffa.add_endpoint(endpoint, reference_sp_plugin());
    ffa.add_endpoint(other_endpoint, reference_sp_plugin());
    caller.reset(plugin.create(ffa.interface()));
    ASSERT_NE(caller, nullptr);
    const Registers version1 = pack(GetVersionResponse{ProtocolVersion{1}});
    EXPECT_THAT(ffa.take_messages(), ElementsAre(FfaMessage{endpoint, pack(GetVersionRequest{}), version1, 0},
                                                 FfaMessage{other_endpoint, pack(GetVersionRequest{}), version1, 0}));
}

TEST_F(CallerPluginTest, NeedsAnEndpointOfVersion1) {
    EXPECT_EQ(plugin.create(ffa.interface()), nullptr) << "no endpoint";
    ffa.add_endpoint(endpoint, ScriptedSp::plugin());
    for (const uint32_t version : {0u, 2u, 0x80000001u, 0x100u}) {
        scripted.answer = [=](const Registers& request) { return Registers{{request[W3], version, 0, 0, 0}}; };
        EXPECT_EQ(plugin.create(ffa.interface()), nullptr) << version;
    }
    scripted.answer = ScriptedSp::conforming;
    ffa.refuse_messages(TSRPC_FFA_BUSY);
    EXPECT_EQ(plugin.create(ffa.interface()), nullptr) << "refused";
    tsrpc_ffa other = *ffa.interface();
    ++other.abi_version;
    EXPECT_EQ(plugin.create(&other), nullptr) << "another interface version";
    caller.reset(plugin.create(ffa.interface()));
    EXPECT_NE(caller, nullptr);
}

TEST_F(CallerPluginTest, LeavesEndpointsOfOtherVersionsAlone) {
    scripted.answer = [](const Registers&) { return pack(GetVersionResponse{ProtocolVersion{2}}); };
    ffa.add_endpoint(endpoint, ScriptedSp::plugin());
    ffa.add_endpoint(other_endpoint, reference_sp_plugin());
    start();
    EXPECT_EQ(plugin.open_session(caller.get(), endpoint, test_service, &session), ENODEV);
    EXPECT_THAT(ffa.take_messages(), IsEmpty());
    EXPECT_EQ(plugin.open_session(caller.get(), other_endpoint, test_service, &session), 0);
}

TEST_F(CallerPluginTest, OpensSessionsByServiceInfo) {
    ffa.add_endpoint(endpoint, reference_sp_plugin());
    start();
    EXPECT_EQ(plugin.open_session(caller.get(), endpoint, test_service, &session), 0);
    EXPECT_THAT(requests(), ElementsAre(pack(ServiceInfoRequest{Uuid{TSRPC_TEST_SERVICE_UUID_BYTES}})));

    const uint8_t unknown[16] = {};
    EXPECT_EQ(plugin.open_session(caller.get(), endpoint, unknown, &session), ENODEV);
    EXPECT_EQ(plugin.open_session(caller.get(), other_endpoint, test_service, &session), ENODEV);
    ffa.refuse_messages(TSRPC_FFA_BUSY);
    EXPECT_EQ(plugin.open_session(caller.get(), endpoint, test_service, &session), EINVAL);
}

TEST_F(CallerPluginTest, TakesNoInterfaceIdThatIsNone) {
    ffa.add_endpoint(endpoint, ScriptedSp::plugin());
    start();
    for (const uint32_t interface_id : {0xffu, 0x100u, 0x80000021u}) {
        scripted.answer = [=](const Registers& request) { return Registers{{request[W3], 0, interface_id, 0, 0}}; };
        EXPECT_EQ(plugin.open_session(caller.get(), endpoint, test_service, &session), EINVAL) << interface_id;
    }
    scripted.answer = [](const Registers& request) { return Registers{{request[W3], 0, 0xfe, 0, 0}}; };
    EXPECT_EQ(plugin.open_session(caller.get(), endpoint, test_service, &session), 0);
}

TEST_F(CallerPluginTest, ARefusedServiceIsRefusedWhateverTheInterfaceId) {
    ffa.add_endpoint(endpoint, ScriptedSp::plugin());
    start();
    for (const RpcStatus status : {RpcStatus::not_found, RpcStatus::internal, RpcStatus{1}, RpcStatus{INT32_MIN}}) {
        for (const uint32_t interface_id : {0u, 0x21u, 0xffu, 0x100u, 0xffffffffu}) {
            scripted.answer = [=](const Registers& request) {
                return Registers{{request[W3], static_cast<uint32_t>(status), interface_id, 0, 0}};
            };
            EXPECT_EQ(plugin.open_session(caller.get(), endpoint, test_service, &session), ENODEV)
                << static_cast<int32_t>(status) << ", " << interface_id;
        }
    }
}

TEST_F(CallerPluginTest, ClosesSessionsQuietly) {
    open();
    EXPECT_EQ(plugin.close_session(caller.get(), session + 1), EINVAL);
    EXPECT_EQ(plugin.close_session(caller.get(), session), 0);
    EXPECT_EQ(plugin.close_session(caller.get(), session), EINVAL);
    EXPECT_EQ(invoke(TSRPC_TEST_SERVICE_NOP, 0, 0), EINVAL);
    EXPECT_THAT(ffa.take_messages(), IsEmpty());
}

TEST_F(CallerPluginTest, AllocatesByShareThenRetrieve) {
    open();
    void* base = nullptr;
    uint64_t actual_size = 0;
    ASSERT_EQ(plugin.alloc_memory(caller.get(), session, page + 1, &memory, &base, &actual_size), 0);
    EXPECT_NE(memory, 0u);
    EXPECT_EQ(actual_size, 2 * page);
    EXPECT_THAT((std::span{static_cast<uint8_t*>(base), actual_size}), Each(0));

    const std::vector<SpmcEvent> events = sp->spmc().take_events();
    ASSERT_EQ(events.size(), 2u);
    handle = events[0].handle;
    EXPECT_THAT(events, ElementsAre(SpmcEvent{SpmcOperation::share, 0x0007, handle, 0, 0},
                                    SpmcEvent{SpmcOperation::retrieve, 0x0007, handle, 0, 0}));
    EXPECT_THAT(requests(), ElementsAre(pack(RetrieveMemRequest{MemoryHandle{handle}, MemoryTag{0}})));
    EXPECT_EQ(sp->spmc().memory(handle).data(), base);
}

TEST_F(CallerPluginTest, AllocationsThatFailLeaveNothing) {
    open();
    void* base = nullptr;
    uint64_t size = 0;
    sp->spmc().refuse(SpmcOperation::retrieve, TSRPC_FFA_NO_MEMORY);
    EXPECT_EQ(plugin.alloc_memory(caller.get(), session, page, &memory, &base, &size), EINVAL);
    EXPECT_EQ(sp->spmc().take_events().back().operation, SpmcOperation::reclaim);
    ffa.refuse_messages(TSRPC_FFA_BUSY);
    EXPECT_EQ(plugin.alloc_memory(caller.get(), session, page, &memory, &base, &size), EINVAL);
    EXPECT_EQ(sp->spmc().take_events().back().operation, SpmcOperation::reclaim);
    ffa.take_messages();

    sp->spmc().refuse(SpmcOperation::share, TSRPC_FFA_NO_MEMORY);
    EXPECT_EQ(plugin.alloc_memory(caller.get(), session, page, &memory, &base, &size), EINVAL);
    sp->spmc().take_events();
    EXPECT_EQ(plugin.alloc_memory(caller.get(), session, 0, &memory, &base, &size), EINVAL);
    EXPECT_EQ(plugin.alloc_memory(caller.get(), session, uint64_t{1} << 32, &memory, &base, &size), EINVAL);
    EXPECT_EQ(plugin.alloc_memory(caller.get(), session + 1, page, &memory, &base, &size), EINVAL);
    EXPECT_THAT(ffa.take_messages(), IsEmpty());
    EXPECT_THAT(sp->spmc().take_events(), IsEmpty());
    EXPECT_EQ(sp->spmc().shared_count(), 0u);
}

TEST_F(CallerPluginTest, FreesByRelinquishThenReclaim) {
    allocate();
    EXPECT_EQ(plugin.free_memory(caller.get(), memory + 1), EINVAL);
    EXPECT_EQ(plugin.free_memory(caller.get(), memory), 0);
    EXPECT_THAT(requests(), ElementsAre(pack(RelinquishMemRequest{MemoryHandle{handle}})));
    EXPECT_THAT(sp->spmc().take_events(), ElementsAre(SpmcEvent{SpmcOperation::relinquish, 0x0007, handle, 0, 0},
                                                      SpmcEvent{SpmcOperation::reclaim, 0x0007, handle, 0, 0}));
    EXPECT_EQ(plugin.free_memory(caller.get(), memory), EINVAL);
    EXPECT_EQ(invoke(TSRPC_TEST_SERVICE_NOP, memory, 0), EINVAL);
    EXPECT_THAT(ffa.take_messages(), IsEmpty());
}

TEST_F(CallerPluginTest, MemoryThatIsNotFreedStays) {
    allocate();
    sp->spmc().refuse(SpmcOperation::relinquish, TSRPC_FFA_BUSY);
    EXPECT_EQ(plugin.free_memory(caller.get(), memory), EINVAL);
    EXPECT_THAT(sp->spmc().take_events(),
                ElementsAre(SpmcEvent{SpmcOperation::relinquish, 0x0007, handle, 0, TSRPC_FFA_BUSY}));
    EXPECT_EQ(invoke(TSRPC_TEST_SERVICE_ECHO, memory, 1), 0);
    EXPECT_EQ(plugin.free_memory(caller.get(), memory), 0);
    EXPECT_EQ(sp->spmc().shared_count(), 0u);
}

TEST_F(CallerPluginTest, EndsByFreeingAllMemory) {
    allocate();
    void* base = nullptr;
    uint64_t size = 0;
    ASSERT_EQ(plugin.alloc_memory(caller.get(), session, page, &memory, &base, &size), 0);
    EXPECT_EQ(sp->spmc().retrieved_count(), 2u);
    caller.reset();
    EXPECT_EQ(sp->spmc().shared_count(), 0u);
}

TEST_F(CallerPluginTest, EndsWithTheOldestMemory) {
    allocate();
    void* base = nullptr;
    uint64_t size = 0;
    for (int i = 0; i < 5; ++i) {
        ASSERT_EQ(plugin.alloc_memory(caller.get(), session, page, &memory, &base, &size), 0);
    }
    std::vector<uint64_t> handles = {handle};
    for (const SpmcEvent& event : sp->spmc().take_events()) {
        if (event.operation == SpmcOperation::share) {
            handles.push_back(event.handle);
        }
    }
    caller.reset();
    std::vector<uint64_t> reclaimed;
    for (const SpmcEvent& event : sp->spmc().take_events()) {
        if (event.operation == SpmcOperation::reclaim) {
            reclaimed.push_back(event.handle);
        }
    }
    EXPECT_EQ(reclaimed, handles);
}

TEST_F(CallerPluginTest, WritesOutputsOnSuccessOnly) {
    allocate();
    uint32_t id = 0xabcd;
    void* base = &id;
    uint64_t size = 0xabcd;
    const uint8_t unknown[16] = {};
    EXPECT_EQ(plugin.open_session(caller.get(), endpoint, unknown, &id), ENODEV);
    EXPECT_EQ(plugin.alloc_memory(caller.get(), session, 0, &id, &base, &size), EINVAL);
    sp->spmc().refuse(SpmcOperation::retrieve, TSRPC_FFA_NO_MEMORY);
    EXPECT_EQ(plugin.alloc_memory(caller.get(), session, page, &id, &base, &size), EINVAL);
    EXPECT_EQ(id, 0xabcdu);
    EXPECT_EQ(base, &id);
    EXPECT_EQ(size, 0xabcdu);

    service_status = response_length = 0xabcd;
    EXPECT_EQ(invoke(0x7777, memory, 0), EINVAL);
    EXPECT_EQ(invoke(TSRPC_TEST_SERVICE_ECHO, memory, page + 1), EINVAL);
    ffa.refuse_messages(TSRPC_FFA_BUSY);
    EXPECT_EQ(invoke(TSRPC_TEST_SERVICE_NOP, 0, 0), EINVAL);
    EXPECT_EQ(service_status, 0xabcdu);
    EXPECT_EQ(response_length, 0xabcdu);
}

TEST_F(CallerPluginTest, TellsWhetherItIsTheHostThatHasNoMemory) {
    open();
    void* base = nullptr;
    uint64_t size = 0;
    {
        const FullHost full;
        EXPECT_EQ(plugin.alloc_memory(caller.get(), session, page, &memory, &base, &size), ENOMEM);
    }
    sp->spmc().refuse(SpmcOperation::share, TSRPC_FFA_NO_MEMORY);
    EXPECT_EQ(plugin.alloc_memory(caller.get(), session, page, &memory, &base, &size), EINVAL);
    EXPECT_EQ(plugin.alloc_memory(caller.get(), session, page, &memory, &base, &size), 0);
}

TEST_F(CallerPluginTest, InvokesWithMemory) {
    allocate();
    std::ranges::copy(std::vector<uint8_t>{0x04, 0, 0, 0, 0x5a}, bytes.begin());
    ASSERT_EQ(invoke(TSRPC_TEST_SERVICE_FILL, memory, 5), 0);
    EXPECT_EQ(service_status, 0u);
    EXPECT_EQ(response_length, 4u);
    EXPECT_THAT(bytes.first(6), ElementsAre(0x5a, 0x5a, 0x5a, 0x5a, 0x5a, 0));
    const InterfaceId test_service_id = reference_services()[0].interface_id;
    EXPECT_THAT(requests(), ElementsAre(pack(ServiceCallRequest{test_service_id, Opcode{TSRPC_TEST_SERVICE_FILL},
                                                                MemoryHandle{handle}, RequestLength{5}, ClientId{0}})));

    std::ranges::copy(std::vector<uint8_t>{0x7c, 0xff, 0xff, 0xff}, bytes.begin());
    ASSERT_EQ(invoke(TSRPC_TEST_SERVICE_STATUS, memory, 4), 0);
    EXPECT_EQ(service_status, 0xffffff7c);
    EXPECT_EQ(response_length, 0u);
}

TEST_F(CallerPluginTest, MemoryIsForAllSessionsWithItsEndpoint) {
    ffa.add_endpoint(other_endpoint, reference_sp_plugin());
    allocate();
    uint32_t twins = 0;
    ASSERT_EQ(plugin.open_session(caller.get(), endpoint, twin, &twins), 0);
    EXPECT_NE(twins, session);
    session = twins;
    ASSERT_EQ(invoke(TSRPC_TEST_SERVICE_DESCRIBE, memory, 0), 0);
    EXPECT_EQ(bytes[0], 0x07) << "sender id";
    EXPECT_EQ(bytes[13], 1) << "instance";

    ASSERT_EQ(plugin.open_session(caller.get(), other_endpoint, test_service, &session), 0);
    ffa.take_messages();
    EXPECT_EQ(invoke(TSRPC_TEST_SERVICE_ECHO, memory, 1), EINVAL);
    EXPECT_THAT(ffa.take_messages(), IsEmpty());
}

TEST_F(CallerPluginTest, InvokesNothingThatDoesNotFit) {
    allocate();
    EXPECT_EQ(invoke(TSRPC_TEST_SERVICE_ECHO, memory, page), 0);
    EXPECT_EQ(response_length, page);
    ffa.take_messages();
    EXPECT_EQ(invoke(TSRPC_TEST_SERVICE_ECHO, memory, page + 1), EINVAL);
    EXPECT_EQ(invoke(TSRPC_TEST_SERVICE_ECHO, memory, UINT32_MAX), EINVAL);
    EXPECT_THAT(ffa.take_messages(), IsEmpty());
}

TEST_F(CallerPluginTest, RpcErrorsAreErrors) {
    open();
    EXPECT_EQ(invoke(0x7777, 0, 0), EINVAL);
    EXPECT_EQ(invoke(TSRPC_TEST_SERVICE_NOP, 0, 0), 0);
    ffa.refuse_messages(TSRPC_FFA_ABORTED);
    EXPECT_EQ(invoke(TSRPC_TEST_SERVICE_NOP, 0, 0), EINVAL);
}

TEST_F(CallerPluginTest, DoorbellSendsTheLengthAsGiven) {
    ffa.add_endpoint(endpoint, ScriptedSp::plugin());
    start();
    ASSERT_EQ(plugin.open_session(caller.get(), endpoint, test_service, &session), 0);
    scripted.answer = [](const Registers& request) { return Registers{{request[W3], 0, 9, 0, 0}}; };
    ffa.take_messages();
    EXPECT_EQ(invoke(0x1234, 0, 77), 0);
    EXPECT_EQ(service_status, 9u);
    EXPECT_EQ(response_length, 0u);
    EXPECT_THAT(requests(), ElementsAre(Registers{{0x00211234, 0xffffffff, 0xffffffff, 77, 0}}));
}

} // namespace
} // namespace tsrpc
