// SPDX-License-Identifier: BSD-3-Clause
//
// An SP with all its slots in use.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/slots.hpp"

#include "tsrpc/test_service.h"

#include <fmt/format.h>

#include <algorithm>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// Fills all slots, or as many as the suite asks for.
static std::vector<Memory> fill(Run& run) {
    std::vector<Memory> regions = fill_slots(run, caller_a);
    run.require(!regions.empty(), "memory.retrieve", "the first RETRIEVE_MEM is not answered with SUCCESS");
    return regions;
}

/// The same where that leaves no slot free.
static void need_full(Run& run) {
    if (fill(run).size() == most_slots) {
        throw Skipped(fmt::format("the SP takes {} regions, and more", most_slots));
    }
}

static RpcStatus retrieve_one_more(Run& run, uint16_t owner) {
    const Memory memory = run.share(owner);
    const RpcStatus status = run.retrieve(owner, memory.handle, memory.tag);
    const int32_t reclaimed = run.target().reclaim(owner, memory.handle);
    run.require(status == RpcStatus::success || reclaimed == 0, "exhaustion.refused_cleanly",
                fmt::format("FFA_MEM_RECLAIM of memory whose RETRIEVE_MEM was refused: FF-A error {}", reclaimed));
    return status;
}

TSRPC_SP_TEST(exhaustion, refused_cleanly) {
    need_full(run); // looks at the first refusal
    for (int i = 0; i < 20; ++i) {
        run.must_not_succeed(retrieve_one_more(run, caller_a), "RETRIEVE_MEM with no free slot");
    }
}

TSRPC_SP_TEST(exhaustion, status) {
    need_full(run);
    run.must_be(retrieve_one_more(run, caller_a), RpcStatus::not_found, "RETRIEVE_MEM with no free slot");
}

TSRPC_SP_TEST(exhaustion, others_unharmed) {
    const std::vector<HostedService> hosted = run.hosted_services();
    const std::vector<Memory> regions = fill(run);
    retrieve_one_more(run, caller_b);
    for (const HostedService& other : hosted) {
        run.must_succeed(run.service_info(caller_b, other.uuid), "SERVICE_INFO with no free slot");
    }
    run.require(run.get_version(caller_b) == TSRPC_PROTOCOL_VERSION, "GET_VERSION with no free slot");
    const HostedService service = run.test_service();
    for (const Memory& memory : regions) {
        const auto call = make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, memory.handle, 16);
        const CallResult result = run.call(memory.owner, call);
        run.must_succeed(result.rpc_status, "a call with all slots in use");
        run.require((result.service_status | result.response_length) == 0,
                    "NOP with all slots in use: service status and response length are not both 0");
    }
    run.must_succeed(run.call(caller_b, make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP)).rpc_status,
                     "a doorbell with all slots in use");
}

/// Relinquishes region after region and takes a new one in its place: all slots stay in use.
static void replace_each(Run& run, std::vector<Memory>& regions) {
    for (Memory& memory : regions) {
        run.release(memory);
        memory = run.share(memory.owner);
        run.must_succeed(run.retrieve(memory.owner, memory.handle, memory.tag), "RETRIEVE_MEM after a release");
    }
}

TSRPC_SP_TEST(exhaustion, recovery) {
    std::vector<Memory> regions = fill(run);
    const size_t slots = regions.size();
    replace_each(run, regions);
    std::reverse(regions.begin(), regions.end());
    replace_each(run, regions);
    std::rotate(regions.begin(), regions.begin() + static_cast<std::ptrdiff_t>(slots / 2), regions.end());
    replace_each(run, regions);
    for (const Memory& memory : regions) {
        run.release(memory);
    }
    const size_t again = fill_slots(run, caller_b).size();
    run.require(again >= slots,
                fmt::format("{} regions could be retrieved at a time, after their release {}", slots, again));
}
