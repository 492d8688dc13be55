// SPDX-License-Identifier: BSD-3-Clause
//
// Service calls that an endpoint must refuse.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/slots.hpp"
#include "conformance/sp/successions.hpp"
#include "conformance/sp/sweeps.hpp"
#include "conformance/sp/test_service_calls.hpp"

#include <fmt/format.h>
#include <initializer_list>

#include <algorithm>
#include <set>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// An opcode that hardly any service has.
constexpr uint16_t unlikely_opcode = 0xfffe;

/// The interface ids that no service the suite knows has. Services it does not know may have some of them.
static std::vector<InterfaceId> unassigned_interface_ids(Run& run) {
    std::set<uint8_t> assigned;
    for (const HostedService& service : run.hosted_services()) {
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

/// So many of `all` interface ids that they cannot be services which the suite does not know: an SP may have 200.
static bool are_hardly_services(size_t count, size_t all) { return count > all - all / 8; }

static std::string interface_text(InterfaceId id) { return fmt::format("interface id 0x{:02x}", id.value()); }

TSRPC_SP_TEST(call, unassigned_interface) {
    const std::vector<InterfaceId> ids = unassigned_interface_ids(run);
    size_t successes = 0;
    for (const uint16_t opcode : std::initializer_list<uint16_t>{TSRPC_TEST_SERVICE_NOP, unlikely_opcode}) {
        successes = 0;
        for (const InterfaceId id : ids) {
            successes += run.call(caller_a, make_doorbell(id, opcode)).rpc_status == RpcStatus::success;
        }
        // Some may be services that the suite does not know, and that take any opcode.
        run.require(!are_hardly_services(successes, ids.size()),
                    fmt::format("{} of {} interface ids that SERVICE_INFO did not give answer opcode {} with SUCCESS",
                                successes, ids.size(), opcode));
    }
    if (successes > 0) {
        run.observe(
            fmt::format("{} interface ids answer with SUCCESS: services that the suite does not know?", successes));
    }
    if (!run.target().has_memory() || !run.find_service(test_service_uuid())) {
        return;
    }
    // A call that strays to the test service is answered by it.
    const Memory memory = run.retrieved(caller_a);
    for (const InterfaceId id : ids) {
        run.fill(memory, 0xee);
        const CallResult result = run.call(caller_a, make_call(id, TSRPC_TEST_SERVICE_DESCRIBE, memory.handle, 0));
        const Description seen = parse_description(run.read(memory, TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH));
        run.require(result.rpc_status != RpcStatus::success || seen.sender_id != caller_a ||
                        seen.opcode != TSRPC_TEST_SERVICE_DESCRIBE,
                    interface_text(id) + ", which SERVICE_INFO did not give, reaches the test service");
    }
    run.release(memory);
}

TSRPC_SP_TEST(call, unassigned_interface_status) {
    const std::vector<InterfaceId> ids = unassigned_interface_ids(run);
    size_t others = 0;
    RpcStatus other = RpcStatus::invalid_value;
    for (const InterfaceId id : ids) {
        const RpcStatus status = run.call(caller_a, make_doorbell(id, unlikely_opcode)).rpc_status;
        if (status != RpcStatus::invalid_value) {
            ++others;
            other = status;
        }
    }
    // Some may be services that the suite does not know, with statuses of their own.
    run.require(!are_hardly_services(others, ids.size()),
                fmt::format("{} of {} interface ids that SERVICE_INFO did not give get another RPC status, {} say",
                            others, ids.size(), describe(other)));
}

/// Calls of each hosted service with memory that was not retrieved: unknown, shared only, or a bit from being so.
template <class Check>
static void call_with_unknown_handles(Run& run, const Check& check) {
    const std::vector<HostedService> hosted = run.hosted_services();
    if (hosted.empty()) {
        throw Skipped("the SP hosts no service that the suite knows");
    }
    const auto call_all = [&](uint64_t handle, const char* what) {
        for (const HostedService& service : hosted) {
            const auto call = make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, handle, 0);
            check(run.call(caller_a, call).rpc_status, fmt::format("handle 0x{:016x}, {}", handle, what));
        }
    };
    for (const uint64_t handle :
         std::initializer_list<uint64_t>{uint64_t{0x0123456789abcdef}, uint64_t{0}, uint64_t{1}}) {
        call_all(handle, "with nothing retrieved");
    }
    if (!run.target().has_memory()) {
        return;
    }
    const Memory shared = run.share(caller_a);
    call_all(shared.handle, "shared but not retrieved");
    for (const uint64_t handle : std::initializer_list<uint64_t>{uint64_t{0x0123456789abcdef}, uint64_t{0}}) {
        const Memory memory = run.retrieved_as(caller_a, handle);
        for (const uint64_t near : near_handles(handle)) {
            call_all(near, "near one that is retrieved");
        }
        run.release(memory);
    }
}

TSRPC_SP_TEST(call, unknown_handle) {
    call_with_unknown_handles(
        run, [&run](RpcStatus status, const std::string& what) { run.must_not_succeed(status, what); });
}

TSRPC_SP_TEST(call, unknown_handle_status) {
    call_with_unknown_handles(
        run, [&run](RpcStatus status, const std::string& what) { run.must_be(status, RpcStatus::not_found, what); });
}

TSRPC_SP_TEST(call, relinquished_handle) {
    // The first, the middle and the last of three, where the SP has room for three.
    for (size_t victim = 0; victim < 3; ++victim) {
        run.reset();
        const HostedService service = run.test_service();
        const std::vector<Memory> regions = fill_slots(run, caller_a, 3);
        if (victim >= regions.size()) {
            return;
        }
        const Memory& memory = regions[victim];
        const auto call = make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, memory.handle, 0);
        run.must_succeed(run.call(caller_a, call).rpc_status, "NOP with retrieved memory");
        run.must_succeed(run.relinquish(caller_a, memory.handle), "RELINQ_MEM");
        run.must_not_succeed(run.call(caller_a, call).rpc_status, "NOP with memory relinquished before");
        run.reclaim(memory);
        run.must_not_succeed(run.call(caller_a, call).rpc_status, "NOP with memory reclaimed before");
        const Memory next = run.share(caller_a); // where the first one was
        run.must_succeed(run.retrieve(caller_a, next.handle, next.tag), "RETRIEVE_MEM after RELINQ_MEM");
        run.must_not_succeed(run.call(caller_a, call).rpc_status, "NOP with memory relinquished, another retrieved");
    }
}

/// Lengths beyond a memory's size, as far as 32 bits go.
static std::vector<uint32_t> lengths_beyond(uint64_t size) {
    const auto first = static_cast<uint32_t>(size + 1);
    std::vector<uint32_t> lengths = {first,           first + 1,  static_cast<uint32_t>(2 * size),
                                     0x10000 + first, 0x7fffffff, 0xfffff000,
                                     0xfffffffe,      0xffffffff};
    for (unsigned bit = 16; bit < 32; ++bit) {
        lengths.push_back(uint32_t{1} << bit);
    }
    return lengths;
}

template <class Check>
static void call_with_length_over_memory(Run& run, const Check& check) {
    const HostedService service = run.test_service();
    // Larger and smaller in turn: a region has nothing of the one before it.
    for (const uint64_t pages : std::initializer_list<uint64_t>{1, 3, 1, 2}) {
        const Memory memory = run.retrieved(caller_a, pages);
        for (const uint32_t length : lengths_beyond(memory.size)) {
            // Cleared memory is a request that the service can parse, whatever the opcode.
            for (const uint16_t opcode : std::initializer_list<uint16_t>{
                     TSRPC_TEST_SERVICE_NOP, TSRPC_TEST_SERVICE_ECHO, TSRPC_TEST_SERVICE_DESCRIBE,
                     TSRPC_TEST_SERVICE_STATUS, TSRPC_TEST_SERVICE_FILL, TSRPC_TEST_SERVICE_NOP_LAST}) {
                const auto call = make_call(service.interface_id, opcode, memory.handle, length);
                check(run.call(caller_a, call).rpc_status,
                      fmt::format("request length {} of {} bytes of memory", length, memory.size));
            }
        }
        run.release(memory);
    }
}

TSRPC_SP_TEST(call, length_over_memory) {
    call_with_length_over_memory(
        run, [&run](RpcStatus status, const std::string& what) { run.must_not_succeed(status, what); });
}

TSRPC_SP_TEST(call, length_over_memory_status) {
    call_with_length_over_memory(run, [&run](RpcStatus status, const std::string& what) {
        run.must_be(status, RpcStatus::invalid_value, what);
    });
}

TSRPC_SP_TEST(call, doorbell_with_length) {
    const HostedService service = run.test_service();
    for (const uint32_t length :
         std::initializer_list<uint32_t>{1u, 16u, TSRPC_PAGE_SIZE, 0x10000u, 0x80000000u, 0xffffffffu}) {
        const auto call = make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, TSRPC_INVALID_MEMORY_HANDLE, length);
        run.must_be(run.call(caller_a, call).rpc_status, RpcStatus::invalid_value,
                    fmt::format("doorbell with request length {}", length));
    }
}

/// A call that must be refused and leave the memory as it was.
static void require_refused_untouched(Run& run, const Memory& memory, const ServiceCallRequest& call,
                                      const std::vector<uint8_t>& content, const std::string& what) {
    run.write(memory, content);
    run.must_not_succeed(run.call(caller_a, call).rpc_status, what);
    require_content(run, memory, content, what);
}

TSRPC_SP_TEST(call, unknown_opcode) {
    for (const HostedService& service : test_service_instances(run)) {
        const Memory memory = run.retrieved(caller_a);
        const std::vector<uint8_t> content(memory.size, 0x96);
        for (const uint16_t opcode : std::initializer_list<uint16_t>{
                 0x0005, 0x0006, 0x0010, 0x00ff, 0x0100, 0x0101, 0x0102, 0x0104, 0x1001, 0x2002, 0x4003, 0x7fff, 0x8000,
                 0x8001, 0x8002, 0xff00, 0xff01, 0xfff0, 0xfffe}) {
            require_refused_untouched(run, memory, make_call(service.interface_id, opcode, memory.handle, 16), content,
                                      fmt::format("unknown opcode 0x{:04x}", opcode));
        }
        run.release(memory);
    }
}

TSRPC_SP_TEST(call, unparsable_request) {
    for (const HostedService& service : test_service_instances(run)) {
        const Memory memory = run.retrieved(caller_a);
        std::vector<uint8_t> content(memory.size, 0x96);
        const auto check = [&](uint16_t opcode, uint32_t length, const char* what) {
            require_refused_untouched(run, memory, make_call(service.interface_id, opcode, memory.handle, length),
                                      content, what);
        };
        for (const uint32_t length : std::initializer_list<uint32_t>{0u, 1u, 3u}) {
            check(TSRPC_TEST_SERVICE_STATUS, length, "STATUS with a request too short");
        }
        for (const uint32_t length : std::initializer_list<uint32_t>{0u, 4u}) {
            check(TSRPC_TEST_SERVICE_FILL, length, "FILL with a request too short");
        }
        for (const uint32_t filled : std::initializer_list<uint32_t>{TSRPC_PAGE_SIZE + 1, 0x80000000u, 0xffffffffu}) {
            put_u32(content, 0, filled);
            check(TSRPC_TEST_SERVICE_FILL, 5, "FILL of more than the memory");
        }
        run.must_not_succeed(
            run.call(caller_a, make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_DESCRIBE)).rpc_status,
            "DESCRIBE, whose response is 16 bytes, without memory");
        run.must_not_succeed(
            run.call(caller_a, make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_STATUS)).rpc_status,
            "STATUS, whose request is 4 bytes, without memory");
        run.must_not_succeed(
            run.call(caller_a, make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_FILL)).rpc_status,
            "FILL, whose request is 5 bytes, without memory");
        run.release(memory);
    }
}

TSRPC_SP_TEST(call, error_registers_zero) {
    const auto check = [&run](const CallResult& result, const char* what) {
        run.require(result.rpc_status == RpcStatus::success || (result.service_status | result.response_length) == 0,
                    fmt::format("{}: service status is {:08x}, response length {}", what, result.service_status,
                                result.response_length));
    };
    const std::vector<InterfaceId> unassigned = unassigned_interface_ids(run);
    check(run.call(caller_a, make_doorbell(unassigned.front(), unlikely_opcode)), "unassigned interface id");
    for (const HostedService& service : run.hosted_services()) {
        const InterfaceId id = service.interface_id;
        check(run.call(caller_a, make_call(id, 0, 0x0123456789abcdef, 16)), "unknown handle");
        check(run.call(caller_a, make_doorbell(id, unlikely_opcode)), "unknown opcode");
        check(run.call(caller_a, make_call(id, 0, TSRPC_INVALID_MEMORY_HANDLE, 16)), "doorbell with a length");
        if (run.target().has_memory()) {
            const Memory memory = run.retrieved(caller_a);
            run.fill(memory, 0xff);
            check(run.call(caller_a, make_call(id, 0, memory.handle, 0x2000)), "length over the memory");
            check(run.call(caller_a, make_call(id, unlikely_opcode, memory.handle, 16)), "unknown opcode with memory");
            check(run.call(caller_b, make_call(id, 0, memory.handle, 16)), "another caller's memory");
            check(run.call(caller_a, make_call(id, TSRPC_TEST_SERVICE_FILL, memory.handle, 5)), "FILL of too much");
            run.release(memory);
        }
    }
    run.reset();
    perform_successions(run, [&](const std::string& what) {
        const Registers& response = run.response();
        run.require(classify(response) != Message::service_call || response[W4] == 0 ||
                        (response[W5] | response[W6]) == 0,
                    what + ": service status and response length of an RPC error are not both 0");
    });
}

TSRPC_SP_TEST(call, reserved_w7) {
    const auto check = [&run](const std::string& what) {
        run.require(run.response()[W7] == 0, fmt::format("{}: W7 is {:08x}", what, run.response()[W7]));
    };
    for (unsigned id = 0; id < TSRPC_MANAGEMENT_INTERFACE_ID; ++id) {
        run.call(caller_a, make_call(InterfaceId{static_cast<uint8_t>(id)}, unlikely_opcode,
                                     TSRPC_INVALID_MEMORY_HANDLE, 0, 0x5a5a5a5a));
        check("a doorbell with opcode 0xfffe and a client id");
    }
    for (const HostedService& service : run.hosted_services()) {
        run.call(caller_a, make_call(service.interface_id, 0, 0x0123456789abcdef, 16, 0x5a5a5a5a));
        check("unknown handle");
        run.call(caller_a, make_call(service.interface_id, 0, TSRPC_INVALID_MEMORY_HANDLE, 0, 0x5a5a5a5a));
        check("doorbell");
        if (run.target().has_memory()) {
            const Memory memory = run.retrieved(caller_a);
            run.call(caller_a, make_call(service.interface_id, 1, memory.handle, 16, 0x5a5a5a5a));
            check("a call with memory and a client id");
            run.release(memory);
        }
    }
    run.reset();
    perform_successions(run, [&](const std::string& what) {
        if (classify(run.response()) == Message::service_call) {
            check(what);
        }
    });
}
