// SPDX-License-Identifier: BSD-3-Clause
//
// What wears out: counters, slots, handles.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/slots.hpp"
#include "conformance/sp/test_service_calls.hpp"

#include <fmt/format.h>

using namespace tsrpc;
using namespace tsrpc::conformance;

constexpr uint32_t many = 10'000;

/// What an SP does after boot it must do now: memory for as many, calls that arrive.
static void require_as_new(Run& run, size_t slots, const char* after) {
    const size_t now = fill_slots(run, caller_b).size();
    run.require(now >= slots, fmt::format("{} regions could be retrieved at a time, {} {}", slots, after, now));
    run.require(run.get_version(caller_a) == TSRPC_PROTOCOL_VERSION, std::string("GET_VERSION ") + after);
}

TSRPC_SP_TEST(endurance, calls) {
    const size_t slots = count_slots(run);
    run.reset();
    const HostedService service = run.test_service();
    const Memory memory = run.retrieved(caller_a);
    std::vector<uint8_t> content(memory.size); // which no ECHO changes, of whatever length
    for (size_t i = 0; i < content.size(); ++i) {
        content[i] = static_cast<uint8_t>(i * 13 + i / 256);
    }
    run.write(memory, content);
    for (uint32_t i = 0; i < many; ++i) {
        if (i == 4097) {
            require_content(run, memory, content, "an ECHO of each length");
        }
        const auto call = make_call(service.interface_id, TSRPC_TEST_SERVICE_ECHO, memory.handle, i % 4097, i);
        const CallResult result = run.call(caller_a, call);
        run.must_succeed(result.rpc_status, fmt::format("call {}", i + 1));
        run.require(result.response_length == i % 4097, fmt::format("call {}: ECHO of {} bytes has response length {}",
                                                                    i + 1, i % 4097, result.response_length));
    }
    require_content(run, memory, content, "10,000 ECHOs");
    const Registers info = pack(ServiceInfoRequest{service.uuid});
    run.request_each(caller_a, std::vector<Registers>(many, info), [&] {
        run.require(run.response()[W4] == 0 && (run.response()[W5] & 0xff) == service.interface_id.value(),
                    "SERVICE_INFO, one of 10,000");
    });
    run.request_each(caller_a, std::vector<Registers>(many, pack(GetVersionRequest{})), [&run] {
        run.require(run.response()[W4] == TSRPC_PROTOCOL_VERSION, "GET_VERSION, one of 10,000");
    });
    const Registers doorbell = pack(make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP));
    run.request_each(caller_a, std::vector<Registers>(0x10000, doorbell), [&run] { // as far as 16 bits count
        run.require((run.response()[W4] | run.response()[W5] | run.response()[W6]) == 0, "a doorbell, one of 65,536");
    });
    run.require(describe_call(run, memory, service.interface_id, 7, 9).client_id == 9, "client id after many calls");
    run.release(memory);
    require_as_new(run, slots, "after 10,000 calls");
}

TSRPC_SP_TEST(endurance, share_release) {
    const size_t slots = count_slots(run);
    run.reset();
    for (uint32_t i = 0; i < many; ++i) {
        const Memory memory = run.share(i % 2 == 0 ? caller_a : caller_b);
        run.must_succeed(run.retrieve(memory.owner, memory.handle, memory.tag), fmt::format("RETRIEVE_MEM {}", i + 1));
        run.must_succeed(run.relinquish(memory.owner, memory.handle), fmt::format("RELINQ_MEM {}", i + 1));
        run.reclaim(memory);
    }
    require_as_new(run, slots, "after 10,000 cycles");
}

TSRPC_SP_TEST(endurance, errors) {
    const size_t slots = count_slots(run);
    run.reset();
    const std::vector<HostedService> hosted = run.hosted_services();
    const Memory memory = run.retrieved(caller_a);
    const Uuid nobody = {};
    for (uint32_t i = 0; i < many / 5; ++i) {
        run.must_not_succeed(run.relinquish(caller_b, memory.handle), "RELINQ_MEM of another caller's memory");
        run.must_not_succeed(run.retrieve(caller_a, 0x0123456789abcdef + i, 0), "RETRIEVE_MEM of nothing");
        run.must_not_succeed(run.service_info(caller_a, nobody), "SERVICE_INFO for no service");
        run.request(caller_a, {{0x00ff4000 + i, 0, 0, 0, 0}});
        if (run.target().has_spmc()) {
            run.refuse(SpmcOperation::relinquish);
            run.must_not_succeed(run.relinquish(caller_a, memory.handle), "RELINQ_MEM that the SPMC refuses");
            run.allow(SpmcOperation::relinquish);
        }
        for (const HostedService& service : hosted) {
            const auto call = make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, 0x0123456789abcdef, i);
            run.must_not_succeed(run.call(caller_a, call).rpc_status, "a call with an unknown handle");
        }
    }
    run.release(memory);
    require_as_new(run, slots, "after 10,000 refused requests");
}
