// SPDX-License-Identifier: BSD-3-Clause
//
// Service calls: what must reach the service, and what must come back.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"
#include "conformance/sp/test_service_calls.hpp"

#include <fmt/format.h>
#include <initializer_list>

#include <algorithm>
#include <random>

using namespace tsrpc;
using namespace tsrpc::conformance;

static void require_nop(Run& run, const HostedService& service, const Memory& memory, uint32_t length) {
    for (const uint16_t opcode : std::initializer_list<uint16_t>{TSRPC_TEST_SERVICE_NOP, TSRPC_TEST_SERVICE_NOP_LAST}) {
        const CallResult result = run.call(caller_a, make_call(service.interface_id, opcode, memory.handle, length));
        run.must_succeed(result.rpc_status, fmt::format("NOP of {} bytes", length));
        run.require(result.service_status == 0, fmt::format("NOP: service status is {:08x}", result.service_status));
        run.require(result.response_length == 0, fmt::format("NOP: response length is {}", result.response_length));
    }
}

TSRPC_SP_TEST(call, success) {
    for (const HostedService& service : test_service_instances(run)) {
        const Memory memory = run.retrieved(caller_a);
        for (const uint32_t length : std::initializer_list<uint32_t>{0u, 1u, 16u}) {
            require_nop(run, service, memory, length);
        }
        run.release(memory);
    }
    const HostedService service = run.test_service();
    for (const uint64_t tag : varied_words()) { // which says nothing of the memory
        const Memory memory = run.share(caller_a, 1, tag);
        run.retrieve_shared(memory);
        require_nop(run, service, memory, TSRPC_PAGE_SIZE);
        run.release(memory);
    }
}

TSRPC_SP_TEST(call, doorbell) {
    for (const HostedService& service : test_service_instances(run)) {
        for (const uint16_t opcode : std::initializer_list<uint16_t>{
                 TSRPC_TEST_SERVICE_NOP, TSRPC_TEST_SERVICE_NOP_LAST, TSRPC_TEST_SERVICE_ECHO}) {
            const CallResult result = run.call(caller_a, make_doorbell(service.interface_id, opcode));
            run.must_succeed(result.rpc_status, fmt::format("doorbell, opcode 0x{:04x}", opcode));
            run.require((result.service_status | result.response_length) == 0,
                        "doorbell: service status and response length are not both 0");
        }
        for (const uint32_t client_id : varied_u32()) {
            const auto call =
                make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, TSRPC_INVALID_MEMORY_HANDLE, 0, client_id);
            run.must_succeed(run.call(caller_a, call).rpc_status, fmt::format("doorbell of client {:08x}", client_id));
        }
    }
}

TSRPC_SP_TEST(call, doorbell_has_no_memory) {
    const HostedService service = run.test_service();
    const Memory memory = run.retrieved(caller_a);
    describe_call(run, memory, service.interface_id, 0, 0);
    const std::vector<uint8_t> content(memory.size, 0x5c);
    run.write(memory, content);
    run.must_not_succeed(
        run.call(caller_a, make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_DESCRIBE)).rpc_status,
        "DESCRIBE, whose response is 16 bytes, without memory");
    require_content(run, memory, content, "a doorbell");
    run.release(memory);
}

TSRPC_SP_TEST(call, assigned_at_boot) {
    // Which ids there are is not known yet: all of them are called.
    RpcStatus statuses[TSRPC_MANAGEMENT_INTERFACE_ID];
    for (unsigned id = 0; id < TSRPC_MANAGEMENT_INTERFACE_ID; ++id) {
        const auto call = make_doorbell(InterfaceId{static_cast<uint8_t>(id)}, TSRPC_TEST_SERVICE_NOP);
        statuses[id] = run.call(caller_a, call).rpc_status;
    }
    const HostedService service = run.test_service();
    run.must_succeed(statuses[service.interface_id.value()],
                     fmt::format("a call of interface id 0x{:02x} before the first SERVICE_INFO, which gives that id",
                                 service.interface_id.value()));
    const auto call = make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP);
    run.must_succeed(run.call(caller_b, call).rpc_status, "the same by a caller that has not asked");
}

TSRPC_SP_TEST(call, interface_id) {
    const HostedService service = run.test_service();
    const Memory memory = run.retrieved(caller_a);
    const auto check = [&](const HostedService& called, unsigned instance) {
        const Description seen = describe_call(run, memory, called.interface_id, 0, 0);
        run.require(seen.interface_id == called.interface_id.value(),
                    fmt::format("the service saw interface id 0x{:02x}, not 0x{:02x}", seen.interface_id,
                                called.interface_id.value()));
        run.require(seen.instance == instance,
                    fmt::format("the call reached instance {} of the test service, not {}", seen.instance, instance));
    };
    check(service, 0);
    if (const auto twin = run.find_service(test_service_twin_uuid())) {
        check(*twin, 1);
        check(service, 0);
    }
    run.release(memory);
}

TSRPC_SP_TEST(call, opcode) {
    for (const HostedService& service : test_service_instances(run)) {
        const Memory memory = run.retrieved(caller_a);
        for (const uint16_t opcode :
             std::initializer_list<uint16_t>{TSRPC_TEST_SERVICE_NOP, TSRPC_TEST_SERVICE_NOP_LAST}) {
            run.must_succeed(run.call(caller_a, make_call(service.interface_id, opcode, memory.handle, 0)).rpc_status,
                             fmt::format("opcode 0x{:04x}", opcode));
        }
        const uint32_t seen = describe_call(run, memory, service.interface_id, 0, 0).opcode;
        run.require(seen == TSRPC_TEST_SERVICE_DESCRIBE, fmt::format("the service saw opcode 0x{:04x}, not 2", seen));
        run.release(memory);
        // An opcode cut short would be taken for a known one.
        std::vector<Registers> unknown;
        for (uint32_t other = TSRPC_TEST_SERVICE_FILL + 1u; other < TSRPC_TEST_SERVICE_NOP_LAST; ++other) {
            unknown.push_back(pack(make_doorbell(service.interface_id, static_cast<uint16_t>(other))));
        }
        run.request_each(caller_a, unknown, [&run] {
            run.require(run.response()[W4] != 0, fmt::format("unknown opcode 0x{:04x}: RPC status is SUCCESS",
                                                             run.response()[W3] & TSRPC_CONTROL_OPCODE_MASK));
        });
    }
}

TSRPC_SP_TEST(call, sender) {
    for (const HostedService& service : test_service_instances(run)) {
        for (const uint16_t sender : varied_senders(run.target().own_id())) {
            const Memory memory = run.retrieved(sender);
            const Description seen = describe_call(run, memory, service.interface_id, 0, 0);
            run.require(seen.sender_id == sender,
                        fmt::format("the service saw sender 0x{:04x}, not 0x{:04x}", seen.sender_id, sender));
            run.release(memory);
        }
    }
}

TSRPC_SP_TEST(call, client_id) {
    const Memory memory = run.retrieved(caller_a);
    for (const HostedService& service : test_service_instances(run)) {
        for (const uint32_t client_id : varied_u32()) {
            const Description seen = describe_call(run, memory, service.interface_id, 0, client_id);
            run.require(seen.client_id == client_id,
                        fmt::format("the service saw client id {:08x}, not {:08x}", seen.client_id, client_id));
        }
    }
    run.release(memory);
}

TSRPC_SP_TEST(call, request_length) {
    for (const HostedService& service : test_service_instances(run)) {
        const auto check = [&](const Memory& memory, uint32_t length) {
            const Description seen = describe_call(run, memory, service.interface_id, length, 0);
            run.require(seen.request_length == length,
                        fmt::format("the service saw request length {}, not {}", seen.request_length, length));
        };
        const Memory page = run.retrieved(caller_a);
        for (uint32_t length = 0; length <= page.size; ++length) {
            check(page, length);
        }
        run.release(page);
        const Memory memory = run.retrieved(caller_a, 3);
        for (const uint32_t length : lengths_within(memory.size)) {
            check(memory, length);
        }
        run.release(memory);
    }
}

/// FILL reads its request at the start of the memory and writes `length` bytes; the next one must stay as it was.
static void require_fill(Run& run, const HostedService& service, const Memory& memory, uint32_t length) {
    std::vector<uint8_t> content(memory.size, 0xa5);
    put_u32(content, 0, length);
    content[4] = 0x3c;
    run.write(memory, content);
    const auto call = make_call(service.interface_id, TSRPC_TEST_SERVICE_FILL, memory.handle, 5);
    const CallResult result = run.call(caller_a, call);
    run.must_succeed(result.rpc_status, fmt::format("FILL of {} bytes", length));
    run.require(result.service_status == 0 && result.response_length == length,
                fmt::format("FILL of {} bytes: service status is {:08x}, response length {}", length,
                            result.service_status, result.response_length));
    std::fill_n(content.begin(), length, uint8_t{0x3c});
    require_content(run, memory, content, fmt::format("FILL of {} bytes", length));
}

static void require_echo(Run& run, const HostedService& service, const Memory& memory,
                         const std::vector<uint8_t>& content, uint32_t length) {
    run.write(memory, content);
    const auto call = make_call(service.interface_id, TSRPC_TEST_SERVICE_ECHO, memory.handle, length);
    run.must_succeed(run.call(caller_a, call).rpc_status, fmt::format("ECHO of {} bytes", length));
    require_content(run, memory, content, fmt::format("ECHO of {} bytes", length));
}

/// Calls without a response change nothing, and DESCRIBE nothing beyond its own.
static void require_short_responses(Run& run, const HostedService& service, const Memory& memory,
                                    std::vector<uint8_t> content) {
    run.write(memory, content);
    for (const uint16_t opcode : std::initializer_list<uint16_t>{TSRPC_TEST_SERVICE_NOP, TSRPC_TEST_SERVICE_STATUS,
                                                                 TSRPC_TEST_SERVICE_NOP_LAST}) {
        run.call(caller_a, make_call(service.interface_id, opcode, memory.handle, 100));
        require_content(run, memory, content, fmt::format("opcode 0x{:04x}", opcode));
    }
    run.call(caller_a, make_call(service.interface_id, TSRPC_TEST_SERVICE_DESCRIBE, memory.handle, 100));
    std::ranges::copy(run.read(memory, TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH), content.begin());
    require_content(run, memory, content, "DESCRIBE");
}

TSRPC_SP_TEST(call, request_payload) {
    for (const HostedService& service : test_service_instances(run)) {
        const Memory memory = run.retrieved(caller_a, 3);
        for (const uint32_t length : std::initializer_list<uint32_t>{0u, 8u, 100u, TSRPC_PAGE_SIZE - 1,
                                                                     TSRPC_PAGE_SIZE + 1, 2 * TSRPC_PAGE_SIZE - 1}) {
            require_fill(run, service, memory, length);
        }
        std::vector<uint8_t> content(memory.size);
        for (size_t i = 0; i < content.size(); ++i) {
            content[i] = static_cast<uint8_t>(i * 7 + i / 256);
        }
        for (const uint32_t length : lengths_within(memory.size)) {
            require_echo(run, service, memory, content, length);
        }
        require_short_responses(run, service, memory, content);
        for (unsigned byte = 0; byte <= 0xff; ++byte) { // each value at each place
            std::ranges::fill(content, static_cast<uint8_t>(byte));
            require_echo(run, service, memory, content, static_cast<uint32_t>(memory.size));
        }
        std::minstd_rand random(static_cast<uint32_t>(run.seed()));
        for (int i = 0; i < 16; ++i) { // values beside each other
            std::ranges::generate(content, [&random] { return static_cast<uint8_t>(random() >> 8); });
            require_echo(run, service, memory, content, static_cast<uint32_t>(memory.size));
        }
        run.release(memory);
    }
}

TSRPC_SP_TEST(call, response_length) {
    for (const HostedService& service : test_service_instances(run)) {
        for (const uint64_t pages : std::initializer_list<uint64_t>{1, 3}) {
            const Memory memory = run.retrieved(caller_a, pages);
            for (const uint32_t length : lengths_within(memory.size)) {
                const CallResult result =
                    run.call(caller_a, make_call(service.interface_id, TSRPC_TEST_SERVICE_ECHO, memory.handle, length));
                run.must_succeed(result.rpc_status, fmt::format("ECHO of {} bytes", length));
                run.require(result.response_length == length,
                            fmt::format("ECHO of {} bytes: the response length is {}", length, result.response_length));
            }
            run.release(memory);
        }
    }
}

TSRPC_SP_TEST(call, service_status) {
    for (const HostedService& service : test_service_instances(run)) {
        const Memory memory = run.retrieved(caller_a);
        for (const uint32_t status : varied_u32()) {
            std::vector<uint8_t> bytes(4);
            put_u32(bytes, 0, status);
            run.write(memory, bytes);
            const CallResult result =
                run.call(caller_a, make_call(service.interface_id, TSRPC_TEST_SERVICE_STATUS, memory.handle, 4));
            run.must_succeed(result.rpc_status, fmt::format("STATUS {:08x}", status));
            run.require(result.service_status == status,
                        fmt::format("the service's status {:08x} arrives as {:08x}", status, result.service_status));
            run.require(result.response_length == 0,
                        fmt::format("STATUS: response length is {}", result.response_length));
        }
        // A status of before must not come back.
        for (const ServiceCallRequest& after :
             {make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, memory.handle, 0),
              make_call(service.interface_id, TSRPC_TEST_SERVICE_ECHO, memory.handle, 4),
              make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP)}) {
            const uint32_t status = run.call(caller_a, after).service_status;
            run.require(status == 0,
                        fmt::format("a call whose status is 0, after STATUS: service status {:08x}", status));
        }
        run.release(memory);
    }
}

TSRPC_SP_TEST(call, both_handle_halves) {
    const HostedService service = run.test_service();
    const uint64_t families[][2] = {
        {0x00000001'00000007, 0x00000002'00000007}, // one low half
        {0x00000003'00000008, 0x00000003'00000009}, // one high half
        {0x00000004'00000005, 0x00000005'00000004}, // halves swapped
        {0x00000000'00000006, 0x00000006'00000000},
    };
    for (const auto& [one, other] : families) {
        const Memory first = run.retrieved_as(caller_a, one);
        const Memory second = run.retrieved_as(caller_a, other);
        for (const Memory& memory : {first, second, first}) {
            const Memory& untouched = memory.handle == one ? second : first;
            run.fill(untouched, 0x77);
            describe_call(run, memory, service.interface_id, 0, 0);
            require_content(run, untouched, std::vector<uint8_t>(TSRPC_PAGE_SIZE, 0x77), "a call with another handle");
        }
        run.release(first);
        run.release(second);
    }
}

TSRPC_SP_TEST(call, any_handle) {
    const HostedService service = run.test_service();
    for (const uint64_t handle : varied_handles()) {
        const Memory memory = run.retrieved_as(caller_a, handle);
        const Description seen = describe_call(run, memory, service.interface_id, 16, 0);
        run.require(seen.request_length == 16,
                    fmt::format("handle 0x{:016x}: the service saw request length {}", handle, seen.request_length));
        run.release(memory);
    }
}

/// Whether a request of that length is within the memory must be up to that memory's size.
static void require_length_of(Run& run, const HostedService& service, const Memory& memory, uint64_t length) {
    for (const uint16_t opcode : std::initializer_list<uint16_t>{TSRPC_TEST_SERVICE_NOP, TSRPC_TEST_SERVICE_ECHO}) {
        const auto call = make_call(service.interface_id, opcode, memory.handle, static_cast<uint32_t>(length));
        const RpcStatus status = run.call(memory.owner, call).rpc_status;
        run.require((status == RpcStatus::success) == (length <= memory.size),
                    fmt::format("{} bytes of a region of {}, beside one of another size: RPC status is {}", length,
                                memory.size, describe(status)));
    }
}

/// As many regions as there is room for, of these sizes in turn and of two callers.
static void require_own_sizes(Run& run, const HostedService& service, const std::vector<uint64_t>& pages) {
    std::vector<Memory> regions;
    for (size_t i = 0; i < 16; ++i) {
        const Memory memory = run.share(i / 2 % 2 == 0 ? caller_a : caller_b, pages[i % pages.size()]);
        if (run.retrieve(memory.owner, memory.handle, memory.tag) != RpcStatus::success) {
            break;
        }
        regions.push_back(memory);
    }
    for (const Memory& memory : regions) {
        require_length_of(run, service, memory, memory.size);
        require_length_of(run, service, memory, memory.size + 1);
    }
    for (const Memory& memory : regions) {
        run.release(memory);
    }
}

TSRPC_SP_TEST(call, own_size) {
    const HostedService service = run.test_service();
    for (const uint64_t first_pages : std::initializer_list<uint64_t>{1, 2}) {
        const Memory first = run.retrieved(caller_a, first_pages);
        const Memory second = run.retrieved(caller_a, 3 - first_pages);
        for (const Memory& memory : {first, second, first}) {
            require_length_of(run, service, memory, TSRPC_PAGE_SIZE + 1);
        }
        run.release(first);
        run.release(second);
    }
    require_own_sizes(run, service, {1, 2, 3});
    require_own_sizes(run, service, {3, 2, 1});
}

TSRPC_SP_TEST(call, large_memory) {
    const HostedService service = run.test_service();
    constexpr uint64_t pages = 20; // a size over 16 bits
    const Memory memory = run.share(caller_a, pages);
    const RpcStatus retrieved = run.retrieve(caller_a, memory.handle, memory.tag);
    if (retrieved != RpcStatus::success) {
        throw Skipped(fmt::format("the SP refuses a region of {} pages: RPC status {}", pages, describe(retrieved)));
    }
    const auto size = static_cast<uint32_t>(memory.size);
    for (const uint32_t length : std::initializer_list<uint32_t>{0x10000u, 0x10001u, size - 1, size}) {
        std::vector<uint8_t> request(5);
        put_u32(request, 0, length);
        request[4] = 0x5a;
        run.write(memory, request);
        const CallResult result =
            run.call(caller_a, make_call(service.interface_id, TSRPC_TEST_SERVICE_FILL, memory.handle, 5));
        run.must_succeed(result.rpc_status, fmt::format("FILL of {} of {} bytes", length, size));
        run.require(result.response_length == length,
                    fmt::format("FILL of {} bytes: the response length is {}", length, result.response_length));
    }
    run.release(memory);
    std::vector<uint64_t> sizes = {256, 1024};
    for (uint64_t size_in_pages = 1; size_in_pages <= pages; ++size_in_pages) {
        sizes.push_back(size_in_pages);
    }
    for (const uint64_t size_in_pages : sizes) {
        const Memory other = run.share(caller_a, size_in_pages);
        if (run.retrieve(caller_a, other.handle, other.tag) == RpcStatus::success) {
            require_length_of(run, service, other, other.size);
            require_length_of(run, service, other, other.size + 1);
            run.release(other);
        }
    }
}
