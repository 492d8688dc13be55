// SPDX-License-Identifier: BSD-3-Clause
//
// Service calls: the bytes that go in and come back, their lengths, and the service's status.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>
#include <initializer_list>

#include <algorithm>
#include <random>

using namespace tsrpc;
using namespace tsrpc::conformance;

static void post_call(Sp& sp, const HostedService& service, const Region& region, uint16_t opcode, uint64_t length) {
    sp.post_call(region.owner,
                 make_call(service.interface_id, opcode, region.handle, static_cast<uint32_t>(length), 0x5a5a));
}

/// FILL reads its request at the start of the memory and writes `length` bytes; the next one must stay as it was.
static void fill(Sp& sp, const HostedService& service, const Region& region, uint32_t length) {
    std::vector<uint8_t> content(region.size, 0xa5);
    put_u32(content, 0, length);
    content[4] = 0x3c;
    sp.write(region, content);
    post_call(sp, service, region, TSRPC_TEST_SERVICE_FILL, 5);
    sp.look(region);
}

static void echo(Sp& sp, const HostedService& service, const Region& region, const std::vector<uint8_t>& content,
                 uint64_t length) {
    sp.write(region, content);
    post_call(sp, service, region, TSRPC_TEST_SERVICE_ECHO, length);
    sp.look(region);
}

/// Of the profile's calls those that can show something; skips the test if neither they nor the test service are there.
template <class Shows>
static std::vector<Callable> need_profile_calls(Sp& sp, const Shows& shows, const char* profile_lacks) {
    std::vector<Callable> calls = sp.find_callables();
    const bool has_test_service = !calls.empty() && calls.front().is_test_service();
    std::erase_if(calls, [&](const Callable& callable) { return callable.is_test_service() || !shows(callable); });
    if (calls.empty() && !has_test_service) {
        sp.skip_calls(profile_lacks);
    }
    return calls;
}

/// Each call of the profile after one with another request and another answer.
static void call_after_decoy(Sp& sp, const std::vector<Callable>& calls) {
    for (const Callable& service : calls) {
        const Region region = sp.retrieved(sp.a());
        for (const uint8_t filled : std::initializer_list<uint8_t>{0x00, 0xff, 0x5a}) { // what is behind the request
            for (const ProfileCall* const call : {service.call, service.decoy, service.call}) {
                sp.fill(region, filled);
                sp.post_known(region, {service, call});
            }
        }
        sp.release(region);
    }
}

TSRPC_SP_TEST(call, request_payload) {
    sp.own({"call.response_length", "call.service_status"});
    call_after_decoy(sp, need_profile_calls(
                             sp, [](const Callable& service) { return service.decoy != nullptr; },
                             "has no two calls that differ in their requests and answers alone"));
    const uint64_t pages = std::min<uint64_t>(sp.capacity().pages_of_region, 3);
    for (const HostedService& service : sp.find_test_services()) {
        const Region region = sp.retrieved(sp.a(), pages);
        for (const uint32_t length :
             {0u, 8u, 100u, TSRPC_PAGE_SIZE - 1, TSRPC_PAGE_SIZE + 1, 2 * TSRPC_PAGE_SIZE - 1}) {
            if (length <= region.size) {
                fill(sp, service, region, length);
            }
        }
        for (const uint32_t length : lengths_within(region.size)) {
            echo(sp, service, region, pattern(region.size), length);
        }
        // Calls without a response change nothing, and DESCRIBE nothing beyond its own.
        sp.write(region, pattern(region.size));
        for (const uint16_t opcode :
             std::initializer_list<uint16_t>{TSRPC_TEST_SERVICE_NOP, TSRPC_TEST_SERVICE_STATUS,
                                             TSRPC_TEST_SERVICE_NOP_LAST, TSRPC_TEST_SERVICE_DESCRIBE}) {
            post_call(sp, service, region, opcode, 100);
            sp.look(region);
        }
        std::vector<unsigned> bytes(0x100); // each value at each place
        std::ranges::generate(bytes, [n = 0u]() mutable { return n++; });
        for (const unsigned byte : sp.sample(bytes, 3)) {
            echo(sp, service, region, std::vector<uint8_t>(region.size, static_cast<uint8_t>(byte)), region.size);
        }
        std::minstd_rand random(static_cast<uint32_t>(sp.seed()));
        for (int i = 0; i < 16; ++i) { // values beside each other
            std::vector<uint8_t> content(region.size);
            std::ranges::generate(content, [&random] { return static_cast<uint8_t>(random() >> 8); });
            echo(sp, service, region, content, region.size);
        }
        sp.release(region);
    }
}

TSRPC_SP_TEST(call, response_length) {
    const auto has_response = [](const Callable& service) { return service.call->response_length.value_or(0) > 0; };
    for (const Callable& service : need_profile_calls(sp, has_response, "has no call with a response")) {
        const Region region = sp.retrieved(sp.a(), std::min<uint64_t>(sp.capacity().pages_of_region, 3));
        sp.post_known(region, service);
        sp.release(region);
    }
    for (const HostedService& service : sp.find_test_services()) {
        for (const uint64_t pages : std::initializer_list<uint64_t>{1, 3}) {
            if (pages <= sp.capacity().pages_of_region) {
                const Region region = sp.retrieved(sp.a(), pages);
                for (const uint32_t length : lengths_within(region.size)) {
                    post_call(sp, service, region, TSRPC_TEST_SERVICE_ECHO, length);
                }
                sp.release(region);
            }
        }
    }
}

TSRPC_SP_TEST(call, service_status) {
    sp.own({"call.success"});
    const auto has_status = [](const Callable& service) { return service.call->service_status != 0; };
    const auto profile_calls = need_profile_calls(sp, has_status, "has no call with a service status but 0");
    for (const Callable& one : profile_calls) {
        const Region region = sp.retrieved(sp.a());
        for (const Callable& other : sp.find_callables()) { // whose status must not come back
            if (!other.is_test_service()) {
                sp.post_known(region, other);
                sp.post_known(region, one);
            }
        }
        sp.release(region);
    }
    for (const HostedService& service : sp.find_test_services()) {
        const Region region = sp.retrieved(sp.a());
        for (const uint32_t status : varied_u32()) {
            std::vector<uint8_t> bytes(4);
            put_u32(bytes, 0, status);
            sp.write(region, bytes);
            post_call(sp, service, region, TSRPC_TEST_SERVICE_STATUS, 4);
            // A status of before must not come back.
            post_call(sp, service, region, TSRPC_TEST_SERVICE_NOP, 0);
        }
        post_call(sp, service, region, TSRPC_TEST_SERVICE_ECHO, 4);
        sp.post_call(sp.a(), make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP));
        sp.release(region);
    }
}

/// Whether a request of a length is within the memory must be up to that memory's size.
static void use_around_size(Sp& sp, const Callable& service, const Region& region) {
    if (!service.is_test_service()) { // its request has one length
        sp.post_known(region, service);
        if (sp.test().target().any_words) {
            post_call(sp, service, region, service.call->opcode, region.size + 1);
        }
        return;
    }
    for (const uint16_t opcode : std::initializer_list<uint16_t>{TSRPC_TEST_SERVICE_NOP, TSRPC_TEST_SERVICE_ECHO}) {
        for (const uint64_t length :
             std::initializer_list<uint64_t>{region.size, region.size + 1, TSRPC_PAGE_SIZE, TSRPC_PAGE_SIZE + 1}) {
            if (length <= region.size || sp.test().target().any_words) { // a driver refuses the others itself
                post_call(sp, service, region, opcode, length);
            }
        }
    }
}

/// As many regions as there is room for, of these sizes in turn and of two callers.
static void use_own_sizes(Sp& sp, const Callable& service, const std::vector<uint64_t>& pages) {
    const std::vector<uint16_t> owners = sp.allowed({sp.a(), 0x0002});
    std::vector<Region> regions;
    for (size_t i = 0; i < 16; ++i) {
        const auto region = sp.try_retrieved(owners[i / 2 % owners.size()], pages[i % pages.size()]);
        if (!region) {
            break;
        }
        regions.push_back(*region);
    }
    for (const Region& region : regions) {
        use_around_size(sp, service, region);
    }
    for (const Region& region : regions) {
        sp.release(region);
    }
}

TSRPC_SP_TEST(call, own_size) {
    sp.own({"call.success", "call.length_over_memory", "call.response_length"});
    sp.need_room(1, 1, 2);
    const std::vector<Callable> services = sp.callables();
    if (!services.front().is_test_service()) {
        sp.test().note("requests as long as the memory were not tried: the profile's have their lengths");
    }
    for (const Callable& service : services) {
        use_own_sizes(sp, service, {1, 2, 3});
        use_own_sizes(sp, service, {3, 2, 1});
    }
}

TSRPC_SP_TEST(call, large_memory) {
    sp.own({"call.success", "call.length_over_memory", "call.response_length", "memory.retrieve", "memory.relinquish",
            "call.request_payload"});
    constexpr uint64_t some_pages = 20; // a size over 16 bits
    sp.need_room(1, 1, 2);
    for (const HostedService& service : sp.test_services()) {
        const Region region = sp.retrieved(sp.a(), std::min(sp.capacity().pages_of_region, some_pages));
        const auto size = static_cast<uint32_t>(region.size);
        for (const uint32_t length : {0x7fffu, 0x8000u, 0x8001u, 0xffffu, 0x10000u, 0x10001u, size - 1, size}) {
            if (length <= size) {
                fill(sp, service, region, length);
                echo(sp, service, region, pattern(region.size), length);
            }
        }
        sp.release(region);
        std::vector<uint64_t> page_counts = {64, 256, 1024, 65536};
        for (uint64_t pages = 1; pages <= some_pages; ++pages) {
            page_counts.push_back(pages);
        }
        for (const uint64_t pages : page_counts) {
            if (const auto other = sp.try_retrieved(sp.a(), pages)) {
                use_around_size(sp, {service}, *other);
                sp.release(*other);
            }
        }
    }
}
