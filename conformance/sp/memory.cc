// SPDX-License-Identifier: BSD-3-Clause
//
// RETRIEVE_MEM and RELINQ_MEM of one caller. The judge compares what the SPMC was asked for with what the request says.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// The request that was said last must have led to this call of the SPMC.
static void require_event(Sp& sp, SpmcOperation operation) {
    const std::vector<SpmcEvent>& events = sp.spmc_events();
    sp.require(!events.empty() && events[0].operation == operation,
               fmt::format("the request causes no {} at the SPMC",
                           operation == SpmcOperation::retrieve ? "retrieve" : "relinquish"));
}

TSRPC_SP_TEST(memory, retrieve) {
    const uint64_t largest = sp.capacity().pages_of_region;
    sp.require(largest > 0, "RETRIEVE_MEM of a region of one page, with nothing else retrieved, is refused");
    for (const uint64_t pages : std::initializer_list<uint64_t>{1, 2, 3, 4}) {
        if (pages == 1 || pages <= largest) {
            const Region region = sp.share(sp.a(), pages);
            sp.retrieve_shared(region);
            if (sp.test().target().shows_events) {
                require_event(sp, SpmcOperation::retrieve);
            }
            sp.release(region);
        }
    }
}

TSRPC_SP_TEST(memory, several_pages) {
    sp.require(sp.capacity().pages_of_region > 1, "RETRIEVE_MEM of two pages, with nothing else retrieved, is refused");
}

TSRPC_SP_TEST(memory, large_regions) {
    std::string sizes;
    for (const uint64_t pages : std::initializer_list<uint64_t>{16, 64, 1024, 65536}) { // the Linux driver: 4 MiB
        const auto region = sp.try_retrieved(sp.a(), pages);
        sizes += fmt::format("{}{} pages: {}", sizes.empty() ? "" : "; ", pages, region ? "taken" : "refused");
        if (region) {
            sp.release(*region);
        }
    }
    sp.test().note("RETRIEVE_MEM of regions of " + sizes);
}

TSRPC_SP_TEST(memory, retrieve_handle) {
    sp.own({"memory.retrieve", "memory.refused_retrieve"});
    static_cast<void>(sp.spmc_events());
    for (const uint64_t handle : sp.sample(varied_handles(), 4)) {
        const Region region = sp.share_as(sp.a(), handle);
        sp.retrieve(sp.a(), handle);
        if (sp.spmc_events().empty() && !sp.has_memory()) {
            throw Skipped("the SP takes no memory (memory.retrieve)");
        }
        require_event(sp, SpmcOperation::retrieve);
        sp.release(region);
    }
}

TSRPC_SP_TEST(memory, retrieve_tag) {
    sp.own({"memory.retrieve", "memory.refused_retrieve"});
    for (const uint64_t tag : sp.sample(varied_words(), 4)) {
        sp.release(sp.retrieved(sp.a(), 1, tag));
    }
}

TSRPC_SP_TEST(memory, retrieve_sender) {
    sp.own({"memory.retrieve", "isolation.foreign_retrieve"});
    for (const uint16_t sender : sp.allowed(varied_senders())) {
        sp.release(sp.retrieved(sender));
    }
}

/// Has the SPMC refuse one request.
static void refused(Sp& sp, SpmcOperation operation, const Region& region, int32_t error = TSRPC_FFA_DENIED) {
    sp.refuse(operation, error);
    if (operation == SpmcOperation::retrieve) {
        sp.retrieve(region.owner, region.handle, region.tag);
    } else {
        sp.relinquish(region.owner, region.handle);
    }
    sp.allow(operation);
}

TSRPC_SP_TEST(memory, retrieve_reserved_zero) {
    sp.retrieve(sp.a(), 0x0123456789abcdef, 0xfedcba9876543210); // nothing is shared
    sp.release(sp.retrieved(sp.a()));
    if (sp.test().target().can_refuse) {
        refused(sp, SpmcOperation::retrieve, sp.share(sp.a()));
    }
}

TSRPC_SP_TEST(memory, relinquish_reserved_zero) {
    sp.relinquish(sp.a(), 0x0123456789abcdef); // nothing is retrieved
    const Region region = sp.retrieved(sp.a());
    if (sp.test().target().can_refuse) {
        refused(sp, SpmcOperation::relinquish, region);
    }
    sp.release(region);
}

TSRPC_SP_TEST(memory, relinquish) {
    for (const uint64_t pages : std::initializer_list<uint64_t>{1, 3}) {
        if (pages <= sp.capacity().pages_of_region) {
            const Region region = sp.retrieved(sp.a(), pages);
            sp.must_succeed(sp.relinquish(sp.a(), region.handle), "RELINQ_MEM of retrieved memory");
            if (sp.test().target().shows_events) {
                require_event(sp, SpmcOperation::relinquish);
            }
            sp.reclaim(region); // which must be granted
        }
    }
}

TSRPC_SP_TEST(memory, relinquish_handle) {
    sp.own({"memory.relinquish"});
    static_cast<void>(sp.spmc_events());
    for (const uint64_t handle : sp.sample(varied_handles(), 4)) {
        const Region region = sp.retrieved_as(sp.a(), handle);
        sp.relinquish(sp.a(), handle);
        require_event(sp, SpmcOperation::relinquish);
        sp.reclaim(region);
    }
}

TSRPC_SP_TEST(memory, held_until_relinquished) {
    sp.need_any_words();
    const Region region = sp.retrieved(sp.a());
    const auto require_held = [&](const char* after) {
        sp.require(!sp.reclaim(region), fmt::format("after {} the SP no longer holds the memory", after));
    };
    require_held("RETRIEVE_MEM");
    sp.get_version(sp.a());
    require_held("GET_VERSION");
    for (const HostedService& service : sp.hosted_services()) {
        sp.call(sp.a(), make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, region.handle, 0));
        require_held("a call");
        sp.call(sp.a(), make_call(service.interface_id, 0x7654, region.handle, 0));
        require_held("a call with an unknown opcode");
        sp.call(sp.a(), make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP));
        require_held("a doorbell");
    }
    for (const uint16_t sender : sp.others({0x0002})) {
        sp.relinquish(sender, region.handle);
        require_held("RELINQ_MEM by another caller");
    }
    sp.release(region);
}

TSRPC_SP_TEST(memory, contents_kept) {
    for (const uint64_t pages : std::initializer_list<uint64_t>{1, 3}) {
        if (pages > sp.capacity().pages_of_region) {
            continue;
        }
        const Region region = sp.share(sp.a(), pages);
        for (const uint8_t byte : std::initializer_list<uint8_t>{0x00, 0xff, 0x5a}) {
            sp.fill(region, byte);
            sp.retrieve_shared(region);
            sp.look(region);
            for (const uint16_t sender : sp.others({0x0002})) {
                sp.relinquish(sender, region.handle);
                sp.look(region);
            }
            sp.must_succeed(sp.relinquish(sp.a(), region.handle), "RELINQ_MEM");
            sp.look(region);
        }
        sp.reclaim(region);
    }
}

/// A call that is served.
static void call(Sp& sp, const Callable& service, const Region& region) {
    if (service.is_test_service()) {
        sp.call(region.owner, make_call(service.interface_id, TSRPC_TEST_SERVICE_ECHO, region.handle, 16));
    } else {
        sp.post_known(region, service);
    }
}

/// Memory of this handle is used at its own size, whatever had the handle before.
static void use_at_its_size(Sp& sp, const Region& region) {
    for (const Callable& service : sp.find_callables()) {
        if (!service.is_test_service()) {
            sp.post_known(region, service);
            sp.call(region.owner, make_call(service.interface_id, service.call->opcode, region.handle,
                                            static_cast<uint32_t>(region.size + 1)));
            continue;
        }
        for (const uint64_t length : {region.size, region.size + 1}) {
            sp.call(region.owner, make_call(service.interface_id, TSRPC_TEST_SERVICE_ECHO, region.handle,
                                            static_cast<uint32_t>(length)));
        }
    }
}

TSRPC_SP_TEST(memory, retrieve_again) {
    sp.own({"memory.retrieve", "call.success", "call.length_over_memory", "call.response_length"});
    const uint64_t largest = sp.capacity().pages_of_region;
    const Region region = sp.retrieved(sp.a());
    sp.must_succeed(sp.relinquish(sp.a(), region.handle), "RELINQ_MEM");
    sp.must_succeed(sp.retrieve(sp.a(), region.handle, region.tag), "RETRIEVE_MEM of memory relinquished before");
    sp.release(region);
    for (const uint16_t owner : sp.allowed({sp.a(), 0x0002})) {
        for (const uint64_t pages : std::initializer_list<uint64_t>{3, 1, 2, 1}) {
            const Region again = sp.share_as(owner, region.handle, std::min(pages, largest));
            sp.retrieve_shared(again);
            use_at_its_size(sp, again);
            sp.release(again);
        }
    }
}

TSRPC_SP_TEST(memory, not_of_a_service) {
    sp.own({"call.success", "call.unknown_handle"});
    const std::vector<Callable> services = sp.callables();
    if (services.front().interface_id == services.back().interface_id) {
        if (services.front().is_test_service()) {
            static_cast<void>(sp.twin()); // which is not there
        }
        sp.skip_calls("has calls of one service only");
    }
    const Region region = sp.retrieved(sp.a());
    for (int round = 0; round < 2; ++round) {
        for (const Callable& service : services) {
            call(sp, service, region);
        }
    }
    sp.release(region);
}

/// RELINQ_MEM of what is not retrieved, before, while and after something else is.
static void relinquish_unknown(Sp& sp) {
    constexpr uint64_t unknown[] = {0x0123456789abcdef, 0, 1, TSRPC_INVALID_MEMORY_HANDLE};
    const auto relinquish_all = [&] {
        for (const uint16_t sender : sp.allowed({sp.a(), 0x0000})) {
            for (const uint64_t handle : unknown) {
                sp.post_relinquish(sender, handle);
            }
        }
    };
    relinquish_all();
    const Region shared = sp.share(sp.a());
    sp.relinquish(sp.a(), shared.handle);
    const Region region = sp.retrieved(sp.a());
    relinquish_all();
    sp.relinquish(sp.a(), shared.handle);
    sp.release(region);
    sp.relinquish(sp.a(), region.handle);
}

TSRPC_SP_TEST(memory, relinquish_unknown) { relinquish_unknown(sp); }

TSRPC_SP_TEST(memory, relinquish_unknown_status) { relinquish_unknown(sp); }

TSRPC_SP_TEST(memory, relinquish_twice) {
    sp.own({"memory.relinquish_unknown", "memory.relinquish"});
    sp.need_any_words();
    // The first, the middle and the last of three, where the SP has room for three.
    const size_t count = std::min<size_t>(sp.capacity().regions_of_caller, 3);
    for (size_t victim = 0; victim < count; ++victim) {
        sp.reset();
        const std::vector<Region> regions = fill_slots(sp, sp.a(), count);
        const Region& region = regions.at(victim);
        sp.must_succeed(sp.relinquish(sp.a(), region.handle), "RELINQ_MEM");
        sp.relinquish(sp.a(), region.handle);
        sp.relinquish(sp.a(), region.handle);
        for (const uint16_t other : sp.others({0x0002})) { // each in a place of its own
            for (const Region& retrieved : fill_slots(sp, other, 2)) {
                sp.must_succeed(sp.relinquish(other, retrieved.handle), "RELINQ_MEM of memory retrieved after it");
            }
        }
        sp.reclaim(region);
        sp.relinquish(sp.a(), region.handle);
    }
}

TSRPC_SP_TEST(memory, relinquish_single_bit) {
    sp.own({"memory.relinquish_unknown", "memory.relinquish_handle"});
    sp.need_any_words();
    for (const uint64_t handle : std::initializer_list<uint64_t>{0x0123456789abcdef, 0}) {
        const Region region = sp.retrieved_as(sp.a(), handle);
        for (const uint64_t near : near_handles(handle)) {
            sp.post_relinquish(sp.a(), near);
        }
        sp.release(region);
    }
}

TSRPC_SP_TEST(memory, retrieved_twice) {
    sp.need_any_words();
    const Region region = sp.retrieved(sp.a());
    const auto second = static_cast<int32_t>(sp.retrieve(sp.a(), region.handle, region.tag));
    for (const Callable& service : sp.find_callables()) { // refused or counted, the memory is still there
        call(sp, service, region);
    }
    const auto relinquished = static_cast<int32_t>(sp.relinquish(sp.a(), region.handle));
    sp.test().note(fmt::format("RETRIEVE_MEM again: RPC status {}; RELINQ_MEM then: {}", second, relinquished));
}

/// Ends an SP that has retrieved so many regions and, where there is one of that number, relinquished it: says how many
/// it has retrieved then, and how many of them it relinquishes.
static std::pair<size_t, size_t> end_with(Sp& sp, size_t count, size_t relinquished) {
    sp.boot();
    const std::vector<Region> regions = fill_slots(sp, sp.a(), count);
    const bool has_gap = relinquished < regions.size();
    if (has_gap) {
        sp.release(regions[relinquished]);
    }
    sp.boot();
    const auto given_back = std::ranges::count_if(sp.spmc_events(), [](const SpmcEvent& event) {
        return event.operation == SpmcOperation::relinquish && event.result == 0;
    });
    return {regions.size() - has_gap, static_cast<size_t>(given_back)};
}

TSRPC_SP_TEST(memory, relinquished_at_end) {
    sp.need_room(2, 2);
    const size_t count = std::min<size_t>(sp.capacity().regions_of_caller, 3);
    bool relinquishes = false;
    std::string kept;
    for (size_t i = 0; i <= count; ++i) { // a gap at each place in turn, and none
        const auto [held, given_back] = end_with(sp, count, i);
        relinquishes = relinquishes || given_back > 0;
        if (given_back < held) {
            kept += fmt::format("; {} of {} with {}", given_back, held,
                                i < count ? fmt::format("number {} relinquished before", i + 1) : "none relinquished");
        }
    }
    sp.require(!relinquishes || kept.empty(), "the SP relinquishes only some of its regions when it ends" + kept);
}
