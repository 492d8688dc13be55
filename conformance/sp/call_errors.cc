// SPDX-License-Identifier: BSD-3-Clause
//
// Service calls that an endpoint must refuse, with no effect on anybody's memory.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/successions.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>
#include <initializer_list>

#include <algorithm>
#include <set>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// All opcodes of the test service, and some that it lacks.
constexpr uint16_t opcodes[] = {
    TSRPC_TEST_SERVICE_NOP,
    TSRPC_TEST_SERVICE_ECHO,
    TSRPC_TEST_SERVICE_DESCRIBE,
    TSRPC_TEST_SERVICE_STATUS,
    TSRPC_TEST_SERVICE_FILL,
    0x0005,
    0xfffe,
    TSRPC_TEST_SERVICE_NOP_LAST,
};

/// A request of FILL, which the service would serve, and of STATUS: what a stray call finds in memory.
static std::vector<uint8_t> tempting(uint64_t size) {
    std::vector<uint8_t> content = pattern(size, 0x31);
    put_u32(content, 0, 0x40);
    return content;
}

/// The same of another service: that which the profile calls it with.
static std::vector<uint16_t> opcodes_of(const Callable& service) {
    return service.is_test_service() ? std::vector<uint16_t>(std::begin(opcodes), std::end(opcodes))
                                     : std::vector{service.call->opcode};
}

/// The length of a request that would be served.
static uint32_t length_of(const Callable& service) {
    return service.is_test_service() ? 16 : static_cast<uint32_t>(service.call->request.size());
}

/// Calls that must be refused, each with an opcode that writes among them; then all memory is looked at.
static void call_in_vain(Sp& sp, uint16_t sender, InterfaceId id, uint64_t handle, uint32_t length,
                         std::span<const uint16_t> with = opcodes) {
    for (const uint16_t opcode : with) {
        sp.post_call(sender, make_call(id, opcode, handle, length, 0x77777777));
    }
    sp.look_at_all();
}

/// Calls of each hosted service with memory that was not retrieved: unknown, shared only, or a bit from being so.
static void call_with_unknown_handles(Sp& sp) {
    const std::vector<HostedService> hosted = sp.need_hosted();
    const auto call_all = [&](uint16_t sender, uint64_t handle) {
        for (const HostedService& service : hosted) {
            call_in_vain(sp, sender, service.interface_id, handle, 16);
        }
    };
    for (const uint16_t sender : sp.allowed({sp.a(), 0x0000, 0x0002})) {
        for (const uint64_t handle : std::initializer_list<uint64_t>{0x0123456789abcdef, 0, 1}) {
            call_all(sender, handle);
        }
    }
    if (!sp.has_memory()) {
        return;
    }
    if (sp.test().target().any_words) {
        const Region shared = sp.share(sp.a());
        call_all(sp.a(), shared.handle);
        sp.reclaim(shared);
    }
    const Region region = sp.retrieved(sp.a());
    sp.write(region, tempting(region.size));
    const std::vector<uint64_t> near = near_handles(region.handle);
    for (const uint64_t handle : sp.sample(near, static_cast<double>(8 * hosted.size()))) {
        call_all(sp.a(), handle);
    }
    sp.release(region);
    if (sp.test().target().takes_handles) { // beside one whose handle is 0
        const Region zero = sp.retrieved_as(sp.a(), 0);
        for (const uint64_t handle : near_handles(0)) {
            sp.post_call(sp.a(), make_call(hosted.front().interface_id, TSRPC_TEST_SERVICE_NOP, handle, 0));
        }
        sp.release(zero);
    }
}

TSRPC_SP_TEST(call, unknown_handle) { call_with_unknown_handles(sp); }

TSRPC_SP_TEST(call, unknown_handle_status) { call_with_unknown_handles(sp); }

TSRPC_SP_TEST(call, relinquished_handle) {
    sp.own({"call.unknown_handle"});
    const std::vector<Callable> services = sp.callables();
    const size_t count = std::min<size_t>(sp.capacity().regions_of_caller, 3);
    for (const Callable& service : services) {
        for (size_t victim = 0; victim < count; ++victim) { // the first, the middle and the last of three
            sp.reset();
            const auto found = sp.find_service(service.uuid);
            sp.require(found.has_value(), "a service that was there before is not found after the SP was reset");
            const HostedService now = *found;
            const Region region = fill_slots(sp, sp.a(), count).at(victim);
            const auto use = [&] {
                const auto with = opcodes_of(service);
                sp.post_call(sp.a(), make_call(now.interface_id, with.front(), region.handle, 0));
                call_in_vain(sp, sp.a(), now.interface_id, region.handle, length_of(service), with);
            };
            if (service.is_test_service()) {
                sp.call(sp.a(), make_call(now.interface_id, TSRPC_TEST_SERVICE_NOP, region.handle, 0));
            } else {
                sp.post_known(region, {now, service.call});
            }
            if (sp.test().target().any_words) {
                sp.relinquish(sp.a(), region.handle);
                use();
            }
            sp.reclaim(region);
            use();
            sp.retrieved(sp.a()); // where the first one was
            use();
        }
    }
}

static void call_with_length_over_memory(Sp& sp) {
    const uint64_t largest = sp.capacity().pages_of_region;
    for (const Callable& service : sp.callables()) {
        // Larger and smaller in turn: a region has nothing of the one before it.
        for (const uint64_t pages : std::initializer_list<uint64_t>{1, 3, 1, 2}) {
            const Region region = sp.retrieved(sp.a(), std::min(pages, largest));
            sp.write(region, tempting(region.size));
            for (const uint32_t length : sp.sample(lengths_beyond(region.size), 9)) {
                for (const uint16_t opcode : opcodes_of(service)) {
                    sp.post_call(sp.a(), make_call(service.interface_id, opcode, region.handle, length));
                }
            }
            sp.look(region);
            sp.release(region);
        }
    }
}

TSRPC_SP_TEST(call, length_over_memory) { call_with_length_over_memory(sp); }

TSRPC_SP_TEST(call, length_over_memory_status) { call_with_length_over_memory(sp); }

TSRPC_SP_TEST(call, doorbell_with_length) {
    for (const Callable& service : sp.callables()) {
        for (const uint32_t length : {1u, 16u, TSRPC_PAGE_SIZE, 0x10000u, 0x80000000u, 0xffffffffu}) {
            sp.post_call(sp.a(), make_call(service.interface_id, opcodes_of(service).front(),
                                           TSRPC_INVALID_MEMORY_HANDLE, length));
        }
    }
}

/// Calls that the service refuses, each after its memory was filled anew, which must then be as it was.
static void call_what_is_refused(Sp& sp) {
    for (const HostedService& service : sp.test_services()) {
        const Region region = sp.retrieved(sp.a());
        std::vector<uint8_t> content = pattern(region.size);
        const auto call = [&](uint16_t opcode, uint32_t length) {
            sp.write(region, content);
            sp.post_call(sp.a(), make_call(service.interface_id, opcode, region.handle, length));
            sp.look_at_all();
        };
        for (const uint16_t opcode : std::initializer_list<uint16_t>{
                 0x0005, 0x0006, 0x0010, 0x00ff, 0x0100, 0x0101, 0x0102, 0x0104, 0x1001, 0x2002, 0x4003, 0x7fff, 0x8000,
                 0x8001, 0x8002, 0xff00, 0xff01, 0xfff0, 0xfffe}) {
            call(opcode, 16);
        }
        for (const uint32_t length : {0u, 1u, 3u}) {
            call(TSRPC_TEST_SERVICE_STATUS, length);
        }
        for (const uint32_t length : {0u, 4u}) {
            call(TSRPC_TEST_SERVICE_FILL, length);
        }
        for (const uint32_t filled : {TSRPC_PAGE_SIZE + 1, 0x80000000u, 0xffffffffu}) { // more than the memory
            put_u32(content, 0, filled);
            call(TSRPC_TEST_SERVICE_FILL, 5);
        }
        for (const uint16_t opcode : std::initializer_list<uint16_t>{
                 TSRPC_TEST_SERVICE_DESCRIBE, TSRPC_TEST_SERVICE_STATUS, TSRPC_TEST_SERVICE_FILL}) {
            sp.post_call(sp.a(), make_doorbell(service.interface_id, opcode));
        }
        sp.release(region);
    }
}

TSRPC_SP_TEST(call, unknown_opcode) {
    sp.own({"call.doorbell_has_no_memory", "call.unparsable_request"});
    call_what_is_refused(sp);
}

TSRPC_SP_TEST(call, unparsable_request) {
    sp.own({"call.doorbell_has_no_memory", "call.unknown_opcode"});
    call_what_is_refused(sp);
}

TSRPC_SP_TEST(call, refusal_status) { call_what_is_refused(sp); }

/// The interface ids that no service the suite knows has. Services it does not know may have some of them.
static std::vector<InterfaceId> unassigned_interface_ids(Sp& sp) {
    std::set<uint8_t> assigned;
    for (const HostedService& service : sp.hosted_services()) {
        assigned.insert(service.interface_id.value());
    }
    std::vector<InterfaceId> ids;
    for (unsigned id = 0; id < TSRPC_MANAGEMENT_INTERFACE_ID; ++id) {
        if (!assigned.contains(static_cast<uint8_t>(id))) {
            ids.push_back(InterfaceId{static_cast<uint8_t>(id)});
        }
    }
    return ids;
}

/// So many of `all` interface ids that they are hardly all services which the suite does not know.
static bool are_hardly_services(size_t count, size_t all) { return count > all - all / 8; }

constexpr uint16_t unlikely_opcode = 0xfffd;

/// The interface ids that answer a doorbell with SUCCESS, be it with a known opcode or another.
static std::set<uint8_t> answering_ids(Sp& sp, const std::vector<InterfaceId>& ids) {
    std::set<uint8_t> answering;
    for (const uint16_t opcode : std::initializer_list<uint16_t>{TSRPC_TEST_SERVICE_NOP, unlikely_opcode}) {
        for (const InterfaceId id : ids) {
            if (sp.call(sp.a(), make_doorbell(id, opcode)).rpc_status == RpcStatus::success) {
                answering.insert(id.value());
            }
        }
    }
    return answering;
}

/// What tells whether the endpoint itself knows the id.
static RpcStatus with_unknown_handle(Sp& sp, InterfaceId id) {
    return sp.call(sp.a(), make_call(id, TSRPC_TEST_SERVICE_NOP, 0x0123456789abcdef, 0)).rpc_status;
}

TSRPC_SP_TEST(call, unassigned_interface) {
    sp.own({"call.unknown_handle"});
    sp.need_any_words();
    const std::vector<InterfaceId> ids = unassigned_interface_ids(sp);
    const std::set<uint8_t> answering = answering_ids(sp, ids);
    if (!answering.empty()) { // services that the suite does not know, or none at all
        sp.test().note(fmt::format("{} interface ids, 0x{:02x} the first, answer with SUCCESS, and the suite knows no "
                                   "service that has them",
                                   answering.size(), *answering.begin()));
    }
    const std::vector<HostedService> hosted = sp.hosted_services();
    for (const uint8_t id : answering) {
        const RpcStatus status = with_unknown_handle(sp, InterfaceId{id});
        sp.require(
            status != RpcStatus::invalid_value || hosted.empty() ||
                with_unknown_handle(sp, hosted.front().interface_id) == RpcStatus::invalid_value,
            fmt::format("interface id 0x{:02x} answers a doorbell with SUCCESS, but no service has it: a call with "
                        "an unknown handle gets INVALID_VALUE there, unlike a call to a service",
                        id));
    }
    if (!sp.has_memory() || !sp.find_service(test_service_uuid())) {
        return;
    }
    // A call that strays to the test service is served by it.
    const Region region = sp.retrieved(sp.a());
    for (const InterfaceId id : ids) {
        sp.write(region, std::vector<uint8_t>(region.size, 0xee));
        const auto call = make_call(id, TSRPC_TEST_SERVICE_DESCRIBE, region.handle, 0x0bad, 0x5a5a5a5a);
        const CallResult result = sp.call(sp.a(), call);
        const std::vector<uint8_t> seen = sp.read(region, TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH);
        const bool is_described = seen[4] == 0x5a && seen[7] == 0x5a && seen[8] == 0xad && seen[9] == 0x0b;
        sp.require(!is_described,
                   fmt::format("interface id 0x{:02x}, which SERVICE_INFO did not give, reaches the test "
                               "service; RPC status is {}",
                               id.value(), static_cast<int32_t>(result.rpc_status)));
        const bool succeeded = result.rpc_status == RpcStatus::success;
        sp.require(!succeeded || answering.contains(id.value()),
                   fmt::format("interface id 0x{:02x} refuses a doorbell, but answers a call with memory with SUCCESS",
                               id.value()));
        sp.require(succeeded || std::ranges::all_of(seen, [](uint8_t byte) { return byte == 0xee; }),
                   fmt::format("a call of interface id 0x{:02x} is refused, but has changed the memory", id.value()));
    }
    sp.release(region);
}

TSRPC_SP_TEST(call, unassigned_interface_status) {
    sp.need_any_words();
    const std::vector<InterfaceId> ids = unassigned_interface_ids(sp);
    const std::vector<HostedService> hosted = sp.hosted_services();
    size_t refused = 0;
    size_t others = 0;
    RpcStatus other = RpcStatus::invalid_value;
    for (const InterfaceId id : ids) {
        const RpcStatus status = sp.call(sp.a(), make_doorbell(id, unlikely_opcode)).rpc_status;
        refused += status != RpcStatus::success;
        if (status != RpcStatus::success && status != RpcStatus::invalid_value) {
            ++others;
            other = status;
            // Of a service the endpoint looks the handle up, and says of it what it says of others.
            sp.require(hosted.empty() || with_unknown_handle(sp, id) != status ||
                           with_unknown_handle(sp, hosted.front().interface_id) == status,
                       fmt::format("interface id 0x{:02x} is refused with RPC status {}, whatever the handle is",
                                   id.value(), static_cast<int32_t>(status)));
        }
    }
    // Some may be services that the suite does not know, with statuses of their own.
    sp.require(
        others == 0 || !are_hardly_services(others, refused),
        fmt::format("{} of {} interface ids that SERVICE_INFO did not give get another RPC status, for example {}",
                    others, ids.size(), static_cast<int32_t>(other)));
}

/// Calls that a service refuses, from two senders.
static void call_with_memory(Sp& sp, InterfaceId id, std::initializer_list<uint32_t> lengths) {
    const Region region = sp.retrieved(sp.a());
    sp.fill(region, 0xff);
    for (const uint16_t sender : sp.allowed({region.owner, 0x0002})) {
        for (const uint16_t opcode : opcodes) {
            for (const uint32_t length : lengths) {
                sp.post_call(sender, make_call(id, opcode, region.handle, length, 0x5a5a5a5a));
            }
        }
    }
    sp.release(region);
}

/// Calls of every kind that is refused, and the successions of requests.
static void call_everything(Sp& sp) {
    for (const HostedService& service : sp.hosted_services()) {
        sp.post_call(sp.a(), make_doorbell(service.interface_id, unlikely_opcode, 0x5a5a5a5a));
        if (sp.has_memory()) {
            call_with_memory(sp, service.interface_id, {16});
        }
    }
    if (!sp.test().target().any_words) {
        return;
    }
    for (const HostedService& service : sp.hosted_services()) {
        for (const uint64_t handle : {uint64_t{0x0123456789abcdef}, uint64_t{TSRPC_INVALID_MEMORY_HANDLE}}) {
            sp.post_call(sp.a(), make_call(service.interface_id, 0, handle, 16, 0x5a5a5a5a));
        }
        if (sp.has_memory()) {
            call_with_memory(sp, service.interface_id, {0x2000});
        }
    }
    for (const InterfaceId id : unassigned_interface_ids(sp)) {
        sp.post_call(sp.a(), make_doorbell(id, unlikely_opcode, 0x5a5a5a5a));
    }
    sp.reset();
    perform_successions(sp);
}

TSRPC_SP_TEST(call, error_registers_zero) { call_everything(sp); }

TSRPC_SP_TEST(call, reserved_w7) { call_everything(sp); }
