// SPDX-License-Identifier: BSD-3-Clause
//
// What wears out: counters, slots, handles.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>

using namespace tsrpc;
using namespace tsrpc::conformance;

constexpr size_t many = 10'000;

/// What an SP does after boot it must do now: memory for as many, calls that arrive.
static void require_as_new(Sp& sp, const char* after) {
    if (sp.test().target().any_words) {
        sp.get_version(sp.a());
    }
    for (const uint16_t owner : sp.allowed({0x0002, sp.a()})) {
        const size_t slots = sp.capacity().regions_of_caller;
        const std::vector<Region> regions = fill_slots(sp, owner, slots);
        sp.require(regions.size() >= slots,
                   fmt::format("{} regions could be retrieved at a time, {} {}", slots, after, regions.size()));
        for (const Region& region : regions) {
            sp.release(region);
        }
    }
}

/// What was right the first time and is wrong later breaks the test's own requirement.
static void wear_out(Sp& sp, std::initializer_list<std::string_view> requirements) {
    sp.flush();
    sp.own(requirements);
}

/// 0, 1, 2... as many as are tried.
static std::vector<uint32_t> rounds(Sp& sp, size_t count, double cost) {
    sp.flush();
    std::vector<uint32_t> numbers;
    for (size_t i = 0, tried = sp.test().affordable(count, cost); i < tried; ++i) {
        numbers.push_back(static_cast<uint32_t>(i));
    }
    return numbers;
}

static void wear_out_calls(Sp& sp) {
    wear_out(sp, {"call.success", "call.doorbell", "call.response_length", "call.service_status",
                  "call.request_payload", "service_info.hosted", "service_info.stable", "version.answer",
                  "memory.retrieve", "call.client_id", "isolation.interleaved"});
}

/// The calls of the profile, in turn.
static void call_often(Sp& sp, std::vector<Callable> calls) {
    std::erase_if(calls, [](const Callable& callable) { return callable.is_test_service(); });
    if (calls.empty()) {
        return;
    }
    const Region region = sp.retrieved(sp.a());
    for (const uint32_t i : rounds(sp, many, 3)) {
        sp.post_known(region, calls[i % calls.size()]);
        if (i == calls.size()) {
            wear_out_calls(sp);
        }
    }
    sp.release(region);
}

/// ECHO of a test service, of every length.
static void echo_often(Sp& sp, const HostedService& service) {
    const Region region = sp.retrieved(sp.a());
    sp.write(region, pattern(region.size)); // which no ECHO changes, of whatever length
    for (const uint32_t i : rounds(sp, many, 1)) {
        sp.post_call(sp.a(), make_call(service.interface_id, TSRPC_TEST_SERVICE_ECHO, region.handle, i % 4097, i));
        if (i == 0) {
            wear_out_calls(sp);
        }
    }
    sp.look(region);
    sp.post_call(sp.a(), make_call(service.interface_id, TSRPC_TEST_SERVICE_DESCRIBE, region.handle, 7, 9));
    sp.look(region);
    sp.release(region);
}

TSRPC_SP_TEST(endurance, calls) {
    const std::vector<Callable> services = sp.callables();
    const std::vector<HostedService> test_services = sp.find_test_services();
    for (const HostedService& service : test_services) {
        echo_often(sp, service);
    }
    call_often(sp, services);
    for (const uint32_t i : rounds(sp, many, 2)) {
        sp.post_service_info(sp.a(), services[i % services.size()].uuid);
        if (sp.test().target().any_words) {
            sp.post_request(sp.a(), pack(GetVersionRequest{}));
        }
    }
    for (const uint32_t i : rounds(sp, test_services.empty() ? 0 : 0x10100, 1)) { // further than 16 bits count
        sp.post_call(sp.a(),
                     make_doorbell(test_services[i % test_services.size()].interface_id, TSRPC_TEST_SERVICE_NOP));
    }
    require_as_new(sp, "after 10,000 calls");
}

TSRPC_SP_TEST(endurance, share_release) {
    static_cast<void>(sp.capacity());
    const std::vector<uint16_t> owners = sp.allowed({sp.a(), 0x0002, 0x0000});
    const bool plain = sp.test().target().any_words && sp.test().target().takes_handles;
    for (const uint32_t i : rounds(sp, many, 4)) {
        const uint16_t owner = owners[i % owners.size()];
        if (plain) { // without a look at the replies: the judge has them
            const uint64_t handle = 0x00c0ffee'00000000 + i * uint64_t{0x1'0000'0001};
            sp.post(Share{owner, TSRPC_PAGE_SIZE, 0, handle});
            sp.post_retrieve(owner, handle);
            sp.post_relinquish(owner, handle);
            sp.post(Reclaim{owner, handle});
        } else {
            sp.release(sp.retrieved(owner));
        }
        if (i == 0) {
            wear_out(sp, {"memory.retrieve", "memory.relinquish", "version.answer"});
        }
    }
    require_as_new(sp, "after 10,000 cycles");
}

TSRPC_SP_TEST(endurance, errors) {
    const std::vector<HostedService> hosted = sp.hosted_services();
    const Region region = sp.retrieved(sp.a());
    sp.write(region, pattern(region.size));
    const std::vector<uint16_t> others = sp.others({0x0002});
    for (const uint32_t i : rounds(sp, many / 5, static_cast<double>(8 + 2 * hosted.size()))) {
        for (const uint16_t other : others) {
            sp.post_relinquish(other, region.handle);
            if (!hosted.empty()) {
                sp.post_call(
                    other, make_call(hosted[i % hosted.size()].interface_id, TSRPC_TEST_SERVICE_NOP, region.handle, 0));
            }
        }
        sp.post_retrieve(sp.a(), 0x0123456789abcdef + i);
        sp.post_service_info(sp.a(), Uuid{});
        sp.post_request(sp.a(), {{0x00ff4000 + i, 0, 0, 0, 0}});
        if (sp.test().target().can_refuse) {
            sp.refuse(SpmcOperation::relinquish, ffa_errors()[i % 8]);
            sp.post_relinquish(sp.a(), region.handle);
            sp.allow(SpmcOperation::relinquish);
        }
        for (const HostedService& service : hosted) {
            sp.post_call(sp.a(), make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, 0x0123456789abcdef, i));
            sp.post_call(sp.a(), make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, region.handle,
                                           static_cast<uint32_t>(region.size) + 1));
        }
        if (i == 0) {
            wear_out(sp, {"memory.retrieve", "memory.relinquish", "version.answer", "memory.refused_retrieve",
                          "memory.relinquish_unknown", "isolation.foreign_relinquish", "call.unknown_handle",
                          "isolation.foreign_call", "call.length_over_memory", "service_info.unknown_uuid",
                          "management.unknown_opcode", "memory.refused_relinquish", "call.success"});
        }
    }
    sp.look(region);
    sp.release(region);
    require_as_new(sp, "after 10,000 refused requests");
}
