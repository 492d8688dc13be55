// SPDX-License-Identifier: BSD-3-Clause
//
// An SP with all its slots in use.
#include "conformance/sp/capacity.hpp"
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>

#include <algorithm>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// Fills all slots, or as many as the suite asks for.
static std::vector<Region> fill(Sp& sp) {
    const size_t slots = sp.capacity().regions_of_caller;
    std::vector<Region> regions = fill_slots(sp, sp.a(), slots);
    sp.require(regions.size() == slots,
               fmt::format("{} regions could be retrieved at a time before, now {}", slots, regions.size()));
    return regions;
}

/// The same where that leaves no slot free.
static std::vector<Region> need_full(Sp& sp) {
    sp.need_any_words();
    if (!sp.capacity().is_limit) {
        throw Skipped(fmt::format("the SP takes {} regions, and more", most_slots));
    }
    return fill(sp);
}

/// What was refused for want of a slot, and gets one later, is the same as what was never refused.
static void retrieve_after_refusal(Sp& sp, const Region& held) {
    const std::vector<Callable> services = sp.find_callables();
    const Region refused = sp.share(sp.a());
    const auto call_and_relinquish = [&](const std::vector<uint16_t>& senders) {
        for (const uint16_t sender : senders) {
            for (const Callable& service : services) {
                sp.call(sender, make_call(service.interface_id, service.opcodes({TSRPC_TEST_SERVICE_DESCRIBE}).front(),
                                          refused.handle, 0));
            }
            sp.relinquish(sender, refused.handle);
        }
    };
    sp.must_not_succeed(sp.retrieve(sp.a(), refused.handle), "RETRIEVE_MEM with no free slot");
    sp.release(held);
    call_and_relinquish(sp.allowed({0x0002, sp.a()}));
    sp.must_succeed(sp.retrieve(sp.a(), refused.handle), "RETRIEVE_MEM of what was refused before a slot was free");
    call_and_relinquish(sp.others({0x0002, 0x0000}));
    for (const Callable& service : services) {
        if (!service.is_test_service()) {
            sp.post_known(refused, service);
            sp.call(sp.a(), make_call(service.interface_id, service.call->opcode, refused.handle,
                                      static_cast<uint32_t>(refused.size + 1)));
            continue;
        }
        for (const uint64_t length : {refused.size, refused.size + 1}) {
            sp.call(sp.a(), make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, refused.handle,
                                      static_cast<uint32_t>(length)));
        }
    }
    sp.release(refused);
}

TSRPC_SP_TEST(exhaustion, refused_cleanly) {
    sp.own({"memory.retrieve", "memory.relinquish", "memory.relinquish_unknown", "call.success", "call.unknown_handle",
            "call.length_over_memory", "isolation.foreign_call", "isolation.foreign_relinquish"});
    const std::vector<Region> regions = need_full(sp);
    const std::vector<Callable> services = sp.find_callables();
    for (int i = 0; i < 20; ++i) {
        const Region region = sp.share(sp.a());
        sp.must_not_succeed(sp.retrieve(sp.a(), region.handle), "RETRIEVE_MEM with no free slot");
        for (const Callable& service : services) { // what was refused can neither be called nor relinquished
            sp.call(sp.a(), make_call(service.interface_id, service.opcodes({TSRPC_TEST_SERVICE_DESCRIBE}).front(),
                                      region.handle, 0));
        }
        for (const uint16_t sender : sp.allowed({sp.a(), 0x0002})) {
            sp.relinquish(sender, region.handle);
        }
        sp.reclaim(region);
    }
    retrieve_after_refusal(sp, regions.back());
}

TSRPC_SP_TEST(exhaustion, status) {
    need_full(sp);
    const Region region = sp.share(sp.a());
    const RpcStatus status = sp.retrieve(sp.a(), region.handle);
    sp.require(status == RpcStatus::not_found,
               fmt::format("RETRIEVE_MEM with no free slot: RPC status is {}, expected -3 (NOT_FOUND)",
                           static_cast<int32_t>(status)));
}

TSRPC_SP_TEST(exhaustion, others_unharmed) {
    sp.own({"call.success", "call.doorbell", "service_info.hosted", "version.answer", "call.service_status",
            "call.response_length", "memory.relinquish", "call.request_payload", "isolation.interleaved"});
    const std::vector<HostedService> hosted = sp.hosted_services();
    const std::vector<Region> regions = fill(sp);
    const std::vector<uint16_t> others = sp.others({0x0002, 0x0000});
    for (const Region& region : regions) {
        sp.write(region, pattern(64, static_cast<uint8_t>(region.handle)));
    }
    for (const uint16_t other : others) {
        sp.try_retrieved(other);
        for (const HostedService& service : hosted) {
            sp.service_info(other, service.uuid);
        }
        sp.get_version(other);
    }
    for (const Callable& service : sp.callables()) {
        for (const Region& region : regions) {
            if (!service.is_test_service()) {
                sp.post_known(region, service);
                for (const uint16_t other : others) {
                    sp.post_call(other, make_call(service.interface_id, service.call->opcode, region.handle,
                                                  static_cast<uint32_t>(service.call->request.size())));
                }
                sp.post(Read{region.handle, 0, 64});
                continue;
            }
            sp.post_call(region.owner, make_call(service.interface_id, TSRPC_TEST_SERVICE_ECHO, region.handle, 16));
            for (const uint16_t other : others) { // isolation holds with all slots in use too
                sp.post_call(other, make_call(service.interface_id, TSRPC_TEST_SERVICE_DESCRIBE, region.handle, 16));
            }
            sp.post(Read{region.handle, 0, 64});
        }
        if (service.is_test_service()) {
            sp.call(sp.a(), make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP));
            for (const uint16_t other : others) {
                sp.call(other, make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP));
            }
        }
    }
}

/// Relinquishes region after region and takes a new one in its place: all slots stay in use.
static void replace_each(Sp& sp, std::vector<Region>& regions) {
    for (Region& region : regions) {
        sp.release(region);
        region = sp.share(region.owner);
        if (sp.test().target().any_words) {
            sp.must_succeed(sp.retrieve(region.owner, region.handle, region.tag), "RETRIEVE_MEM after a release");
        }
    }
}

TSRPC_SP_TEST(exhaustion, recovery) {
    sp.own({"memory.retrieve", "memory.relinquish", "call.success"});
    std::vector<Region> regions = fill(sp);
    const size_t slots = regions.size();
    if (sp.capacity().is_limit) {
        sp.try_retrieved(sp.a()); // which is refused
    }
    replace_each(sp, regions);
    std::ranges::reverse(regions);
    replace_each(sp, regions);
    std::rotate(regions.begin(), regions.begin() + static_cast<std::ptrdiff_t>(slots / 2), regions.end());
    replace_each(sp, regions);
    for (const Region& region : regions) {
        sp.release(region);
    }
    const size_t again = fill_slots(sp, sp.allowed({0x0002, sp.a()}).front(), slots).size();
    sp.require(again >= slots,
               fmt::format("{} regions could be retrieved at a time, after their release {}", slots, again));
}
