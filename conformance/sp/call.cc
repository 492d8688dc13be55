// SPDX-License-Identifier: BSD-3-Clause
//
// Service calls: which service they reach, and what it is told. The judge knows what the test service answers.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>
#include <initializer_list>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// DESCRIBE, and what it wrote of its call.
static void describe_call(Sp& sp, const Region& region, InterfaceId interface_id, uint32_t length, uint32_t client_id) {
    constexpr uint32_t size = TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH;
    sp.write(region, std::vector<uint8_t>(size + 16, 0xee));
    sp.post_call(region.owner, make_call(interface_id, TSRPC_TEST_SERVICE_DESCRIBE, region.handle, length, client_id));
    sp.post(Read{region.handle, 0, size + 16});
}

/// DESCRIBE of the test service; of another the profile's call.
static void call_known(Sp& sp, const Region& region, const Callable& service) {
    if (service.is_test_service()) {
        describe_call(sp, region, service.interface_id, 0, 0);
    } else {
        sp.post_known(region, service);
    }
}

/// What a call finds in another region must not be taken for its request.
static void write_decoy(Sp& sp, const Region& region, const Callable& service) {
    sp.fill(region, 0x77);
    if (!service.is_test_service()) {
        sp.write(region, service.decoy != nullptr ? service.decoy->request : service.call->request);
    }
}

TSRPC_SP_TEST(call, success) {
    sp.own({"call.response_length"});
    const auto use = [&sp](const Callable& service, const Region& region) {
        if (!service.is_test_service()) {
            sp.post_known(region, service);
            return;
        }
        for (const uint32_t length : {0u, 1u, 16u, TSRPC_PAGE_SIZE}) {
            for (const uint16_t opcode :
                 std::initializer_list<uint16_t>{TSRPC_TEST_SERVICE_NOP, TSRPC_TEST_SERVICE_NOP_LAST}) {
                sp.post_call(region.owner, make_call(service.interface_id, opcode, region.handle, length));
            }
        }
    };
    std::vector<Callable> services;
    for (const HostedService& service : sp.find_test_services()) {
        services.push_back({service});
    }
    for (const Callable& service : sp.profile_calls(Sp::Tried::any)) { // those that are answered otherwise too
        if (!service.call->doorbell) {
            services.push_back(service);
        }
    }
    if (services.empty()) {
        sp.skip_calls("has no call with memory");
    }
    for (const Callable& service : services) {
        const Region region = sp.retrieved(sp.a());
        use(service, region);
        sp.release(region);
        for (const uint16_t other : sp.others({0x0002})) { // the profile says what every caller is answered
            if (!service.is_test_service()) {
                const Region of_other = sp.retrieved(other);
                use(service, of_other);
                use(service, of_other);
                sp.release(of_other);
            }
        }
    }
    for (const uint64_t tag : sp.sample(varied_words(), 12)) { // which says nothing of the memory
        const Region region = sp.retrieved(sp.a(), 1, tag);
        use(services.front(), region);
        sp.release(region);
    }
}

/// The profile's calls that are doorbells.
static std::vector<Callable> profile_doorbells(Sp& sp, Sp::Tried which) {
    std::vector<Callable> calls = sp.profile_calls(which);
    std::erase_if(calls, [](const Callable& callable) { return !callable.call->doorbell; });
    return calls;
}

TSRPC_SP_TEST(call, doorbell) {
    const std::vector<HostedService> services = sp.find_test_services();
    const std::vector<Callable> others = profile_doorbells(sp, Sp::Tried::any);
    if (services.empty() && others.empty()) {
        sp.skip_calls("has no call that is a doorbell");
    }
    for (const Callable& other : others) {
        for (const uint16_t sender : sp.allowed(varied_senders())) {
            sp.post_call(sender, make_doorbell(other.interface_id, other.call->opcode));
        }
    }
    for (const HostedService& service : services) {
        for (const uint16_t opcode : std::initializer_list<uint16_t>{
                 TSRPC_TEST_SERVICE_NOP, TSRPC_TEST_SERVICE_NOP_LAST, TSRPC_TEST_SERVICE_ECHO}) {
            sp.post_call(sp.a(), make_doorbell(service.interface_id, opcode));
        }
        for (const uint32_t client_id : varied_u32()) {
            sp.post_call(sp.a(), make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP, client_id));
        }
        for (const uint16_t sender : sp.allowed(varied_senders())) {
            sp.post_call(sender, make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP));
        }
    }
}

TSRPC_SP_TEST(call, doorbell_has_no_memory) {
    sp.own({"isolation.interleaved"});
    for (const HostedService& service : sp.test_services()) {
        const Region region = sp.retrieved(sp.a());
        describe_call(sp, region, service.interface_id, 0, 0);
        sp.fill(region, 0x5c);
        sp.call(sp.a(), make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_DESCRIBE));
        sp.look(region);
        sp.release(region);
    }
}

/// Calls a service of the profile, whose interface id was asked for before the SP booted, without asking again.
static void call_after_boot(Sp& sp, const Callable& service) {
    sp.boot();
    RpcStatus status;
    if (service.call->doorbell) {
        status = sp.call(sp.a(), make_doorbell(service.interface_id, service.call->opcode)).rpc_status;
    } else {
        const Region region = sp.retrieved(sp.a());
        sp.write(region, service.call->request);
        const auto length = static_cast<uint32_t>(service.call->request.size());
        const auto call = make_call(service.interface_id, service.call->opcode, region.handle, length);
        status = sp.call(sp.a(), call).rpc_status;
    }
    const auto now = sp.find_service(service.uuid);
    if (now && now->interface_id.value() == service.interface_id.value()) { // else it has moved, as it may at boot
        sp.must_succeed(status,
                        fmt::format("a call of interface id 0x{:02x} before the SERVICE_INFO that gives that id",
                                    service.interface_id.value()));
    }
}

TSRPC_SP_TEST(call, assigned_at_boot) {
    sp.own({"call.doorbell", "call.success"});
    sp.boot();
    const std::vector<Callable> others = sp.profile_calls(Sp::Tried::right);
    if (others.empty()) {
        static_cast<void>(sp.callables());
    }
    for (const Callable& other : others) {
        call_after_boot(sp, other);
    }
    if (sp.find_test_services().empty()) {
        return;
    }
    sp.boot();
    // Which ids there are is not known yet: all of them are called.
    std::vector<RpcStatus> statuses;
    for (unsigned id = 0; id < TSRPC_MANAGEMENT_INTERFACE_ID; ++id) {
        const auto call = make_doorbell(InterfaceId{static_cast<uint8_t>(id)}, TSRPC_TEST_SERVICE_NOP);
        statuses.push_back(sp.call(sp.a(), call).rpc_status);
    }
    for (const HostedService& service : sp.test_services()) {
        sp.must_succeed(statuses[service.interface_id.value()],
                        fmt::format("a call of interface id 0x{:02x} before the SERVICE_INFO that gives that id",
                                    service.interface_id.value()));
        for (const uint16_t sender : sp.others({0x0002})) { // who has not asked
            sp.call(sender, make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP));
        }
    }
}

TSRPC_SP_TEST(call, interface_id) {
    const std::vector<Callable> services = sp.callables();
    if (!services.front().is_test_service() && services.front().interface_id == services.back().interface_id) {
        sp.skip_calls("has calls of one service only");
    }
    const Region region = sp.retrieved(sp.a());
    for (int round = 0; round < 3; ++round) {
        for (const Callable& service : services) {
            call_known(sp, region, service);
        }
    }
    sp.release(region);
}

TSRPC_SP_TEST(call, opcode) {
    sp.own({"call.success", "call.doorbell", "call.unknown_opcode", "call.doorbell_has_no_memory",
            "call.unparsable_request"});
    for (const HostedService& service : sp.test_services()) {
        const auto each = [&](uint64_t handle) {
            std::vector<uint16_t> opcodes;
            for (uint32_t opcode = 0; opcode <= 0xffff; ++opcode) {
                opcodes.push_back(static_cast<uint16_t>(opcode)); // one cut short would be taken for a known one
            }
            for (const uint16_t opcode : sp.sample(opcodes)) {
                sp.post_call(sp.a(), make_call(service.interface_id, opcode, handle, 0));
            }
        };
        each(TSRPC_INVALID_MEMORY_HANDLE);
        if (sp.has_memory()) {
            const Region region = sp.retrieved(sp.a());
            describe_call(sp, region, service.interface_id, 0, 0);
            sp.release(region);
        }
    }
}

TSRPC_SP_TEST(call, sender) {
    for (const HostedService& service : sp.test_services()) {
        for (const uint16_t sender : sp.allowed(varied_senders())) {
            const Region region = sp.retrieved(sender);
            describe_call(sp, region, service.interface_id, 0, 0);
            sp.release(region);
        }
    }
}

TSRPC_SP_TEST(call, client_id) {
    const std::vector<HostedService> services = sp.test_services();
    const Region region = sp.retrieved(sp.a());
    for (const HostedService& service : services) {
        for (const uint32_t client_id : varied_u32()) {
            describe_call(sp, region, service.interface_id, 0, client_id);
        }
    }
    sp.release(region);
}

TSRPC_SP_TEST(call, request_length) {
    sp.own({"call.success", "call.response_length"});
    const uint64_t pages = std::min<uint64_t>(sp.capacity().pages_of_region, 3);
    for (const HostedService& service : sp.test_services()) {
        const Region page = sp.retrieved(sp.a());
        std::vector<uint32_t> lengths;
        for (uint32_t length = 0; length <= page.size; ++length) {
            lengths.push_back(length);
        }
        for (const uint32_t length : sp.sample(lengths, 3)) {
            describe_call(sp, page, service.interface_id, length, 0);
        }
        sp.release(page);
        const Region region = sp.retrieved(sp.a(), pages);
        for (const uint32_t length : lengths_within(region.size)) {
            describe_call(sp, region, service.interface_id, length, 0);
        }
        sp.release(region);
    }
}

TSRPC_SP_TEST(call, both_handle_halves) {
    sp.own({"call.success", "memory.retrieve", "call.request_payload", "isolation.interleaved", "memory.relinquish",
            "call.unknown_handle", "isolation.separate_release", "call.sender", "call.opcode", "call.client_id",
            "call.request_length", "call.interface_id"});
    sp.need_room(2, 2);
    const uint64_t families[][2] = {
        {0x00000001'00000007, 0x00000002'00000007}, // one low half
        {0x00000003'00000008, 0x00000003'00000009}, // one high half
        {0x00000004'00000005, 0x00000005'00000004}, // halves swapped
        {0x00000000'00000006, 0x00000006'00000000}, {0x00000000'00000000, 0x00000000'00000001},
        {0x00000000'00000000, 0xffffffff'00000000},
    };
    for (const Callable& service : sp.callables()) {
        for (const auto& [one, other] : families) {
            const Region first = sp.retrieved_as(sp.a(), one);
            const Region second = sp.retrieved_as(sp.a(), other);
            for (const Region& region : {first, second, first}) {
                const Region& untouched = region.handle == one ? second : first;
                write_decoy(sp, untouched, service);
                call_known(sp, region, service);
                sp.look(untouched);
            }
            sp.release(first);
            sp.release(second);
        }
    }
}

TSRPC_SP_TEST(call, any_handle) {
    sp.own({"call.success", "memory.retrieve", "memory.relinquish", "call.request_length"});
    for (const Callable& service : sp.callables()) {
        for (const uint64_t handle : sp.sample(varied_handles(), 7)) {
            const Region region = sp.retrieved_as(sp.a(), handle);
            call_known(sp, region, service);
            sp.release(region);
        }
    }
}
