// SPDX-License-Identifier: BSD-3-Clause
//
// RETRIEVE_MEM and RELINQ_MEM of one caller. The judge compares what the SPMC was asked for with what the request says.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>
#include <initializer_list>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// The request that was said last must have led to this call of the SPMC.
static void require_event(Sp& sp, SpmcOperation operation) {
    const std::vector<SpmcEvent>& events = sp.spmc_events();
    sp.require(!events.empty() && events[0].operation == operation,
               fmt::format("the request leads to no {} at the SPMC",
                           operation == SpmcOperation::retrieve ? "retrieve" : "relinquish"));
}

TSRPC_SP_TEST(memory, retrieve) {
    const uint64_t largest = sp.capacity().pages_of_region;
    sp.require(largest > 0, "RETRIEVE_MEM of a region of one page, with nothing else retrieved, is refused");
    for (const uint64_t pages : std::initializer_list<uint64_t>{1, 2, 3, 4}) {
        if (pages == 1 || pages <= largest) {
            const Memory memory = sp.share(sp.a(), pages);
            sp.retrieve_shared(memory);
            if (sp.test().target().shows_events) {
                require_event(sp, SpmcOperation::retrieve);
            }
            sp.release(memory);
        }
    }
}

TSRPC_SP_TEST(memory, several_pages) {
    sp.require(sp.capacity().pages_of_region > 1, "RETRIEVE_MEM of two pages, with nothing else retrieved, is refused");
}

TSRPC_SP_TEST(memory, large_regions) {
    std::string sizes;
    for (const uint64_t pages : std::initializer_list<uint64_t>{16, 64, 1024, 65536}) { // the Linux driver: 4 MiB
        const auto memory = sp.try_retrieved(sp.a(), pages);
        sizes += fmt::format("{}{} pages: {}", sizes.empty() ? "" : "; ", pages, memory ? "taken" : "refused");
        if (memory) {
            sp.release(*memory);
        }
    }
    sp.test().note("RETRIEVE_MEM of regions of " + sizes);
}

TSRPC_SP_TEST(memory, retrieve_handle) {
    sp.own({"memory.retrieve", "memory.refused_retrieve"});
    static_cast<void>(sp.spmc_events());
    for (const uint64_t handle : sp.sample(varied_handles(), 4)) {
        const Memory memory = sp.share_as(sp.a(), handle);
        sp.retrieve(sp.a(), handle);
        if (sp.spmc_events().empty() && !sp.has_memory()) {
            throw Skipped("the SP takes no memory (memory.retrieve)");
        }
        require_event(sp, SpmcOperation::retrieve);
        sp.release(memory);
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
static void refused(Sp& sp, SpmcOperation operation, const Memory& memory, int32_t error = TSRPC_FFA_DENIED) {
    sp.refuse(operation, error);
    if (operation == SpmcOperation::retrieve) {
        sp.retrieve(memory.owner, memory.handle, memory.tag);
    } else {
        sp.relinquish(memory.owner, memory.handle);
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
    const Memory memory = sp.retrieved(sp.a());
    if (sp.test().target().can_refuse) {
        refused(sp, SpmcOperation::relinquish, memory);
    }
    sp.release(memory);
}

TSRPC_SP_TEST(memory, relinquish) {
    for (const uint64_t pages : std::initializer_list<uint64_t>{1, 3}) {
        if (pages <= sp.capacity().pages_of_region) {
            const Memory memory = sp.retrieved(sp.a(), pages);
            sp.must_succeed(sp.relinquish(sp.a(), memory.handle), "RELINQ_MEM of retrieved memory");
            if (sp.test().target().shows_events) {
                require_event(sp, SpmcOperation::relinquish);
            }
            sp.reclaim(memory); // which must be granted
        }
    }
}

TSRPC_SP_TEST(memory, relinquish_handle) {
    sp.own({"memory.relinquish"});
    static_cast<void>(sp.spmc_events());
    for (const uint64_t handle : sp.sample(varied_handles(), 4)) {
        const Memory memory = sp.retrieved_as(sp.a(), handle);
        sp.relinquish(sp.a(), handle);
        require_event(sp, SpmcOperation::relinquish);
        sp.reclaim(memory);
    }
}

TSRPC_SP_TEST(memory, held_until_relinquished) {
    sp.need_any_words();
    const Memory memory = sp.retrieved(sp.a());
    const auto require_held = [&](const char* after) {
        sp.require(!sp.reclaim(memory), fmt::format("after {} the SP no longer holds the memory", after));
    };
    require_held("RETRIEVE_MEM");
    sp.get_version(sp.a());
    require_held("GET_VERSION");
    for (const HostedService& service : sp.hosted_services()) {
        sp.call(sp.a(), make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, memory.handle, 0));
        require_held("a call");
        sp.call(sp.a(), make_call(service.interface_id, 0x7654, memory.handle, 0));
        require_held("a call with an unknown opcode");
        sp.call(sp.a(), make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP));
        require_held("a doorbell");
    }
    for (const uint16_t sender : sp.others({0x0002})) {
        sp.relinquish(sender, memory.handle);
        require_held("RELINQ_MEM by another caller");
    }
    sp.release(memory);
}

TSRPC_SP_TEST(memory, contents_kept) {
    for (const uint64_t pages : std::initializer_list<uint64_t>{1, 3}) {
        if (pages > sp.capacity().pages_of_region) {
            continue;
        }
        const Memory memory = sp.share(sp.a(), pages);
        for (const uint8_t byte : std::initializer_list<uint8_t>{0x00, 0xff, 0x5a}) {
            sp.fill(memory, byte);
            sp.retrieve_shared(memory);
            sp.look(memory);
            for (const uint16_t sender : sp.others({0x0002})) {
                sp.relinquish(sender, memory.handle);
                sp.look(memory);
            }
            sp.must_succeed(sp.relinquish(sp.a(), memory.handle), "RELINQ_MEM");
            sp.look(memory);
        }
        sp.reclaim(memory);
    }
}

/// Memory of this handle is used at its own size, whatever had the handle before.
static void use_at_its_size(Sp& sp, const Memory& memory) {
    if (const auto service = sp.find_service(test_service_uuid())) {
        for (const uint64_t length : {memory.size, memory.size + 1}) {
            sp.call(memory.owner, make_call(service->interface_id, TSRPC_TEST_SERVICE_ECHO, memory.handle,
                                            static_cast<uint32_t>(length)));
        }
    }
}

TSRPC_SP_TEST(memory, retrieve_again) {
    sp.own({"memory.retrieve", "call.success", "call.length_over_memory", "call.response_length"});
    const uint64_t largest = sp.capacity().pages_of_region;
    const Memory memory = sp.retrieved(sp.a());
    sp.must_succeed(sp.relinquish(sp.a(), memory.handle), "RELINQ_MEM");
    sp.must_succeed(sp.retrieve(sp.a(), memory.handle, memory.tag), "RETRIEVE_MEM of memory relinquished before");
    sp.release(memory);
    for (const uint16_t owner : sp.allowed({sp.a(), 0x0002})) {
        for (const uint64_t pages : std::initializer_list<uint64_t>{3, 1, 2, 1}) {
            const Memory again = sp.share_as(owner, memory.handle, std::min(pages, largest));
            sp.retrieve_shared(again);
            use_at_its_size(sp, again);
            sp.release(again);
        }
    }
}

TSRPC_SP_TEST(memory, not_of_a_service) {
    sp.own({"call.success", "call.unknown_handle"});
    const HostedService first = sp.test_service();
    const HostedService second = sp.twin();
    const Memory memory = sp.retrieved(sp.a());
    for (const HostedService& service : {first, second, first}) {
        sp.call(sp.a(), make_call(service.interface_id, TSRPC_TEST_SERVICE_ECHO, memory.handle, 16));
    }
    sp.release(memory);
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
    const Memory shared = sp.share(sp.a());
    sp.relinquish(sp.a(), shared.handle);
    const Memory memory = sp.retrieved(sp.a());
    relinquish_all();
    sp.relinquish(sp.a(), shared.handle);
    sp.release(memory);
    sp.relinquish(sp.a(), memory.handle);
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
        const std::vector<Memory> regions = fill_slots(sp, sp.a(), count);
        const Memory& memory = regions.at(victim);
        sp.must_succeed(sp.relinquish(sp.a(), memory.handle), "RELINQ_MEM");
        sp.relinquish(sp.a(), memory.handle);
        sp.relinquish(sp.a(), memory.handle);
        for (const uint16_t other : sp.others({0x0002})) { // each in a place of its own
            for (const Memory& region : fill_slots(sp, other, 2)) {
                sp.must_succeed(sp.relinquish(other, region.handle), "RELINQ_MEM of memory retrieved after it");
            }
        }
        sp.reclaim(memory);
        sp.relinquish(sp.a(), memory.handle);
    }
}

TSRPC_SP_TEST(memory, relinquish_single_bit) {
    sp.own({"memory.relinquish_unknown", "memory.relinquish_handle"});
    sp.need_any_words();
    for (const uint64_t handle : std::initializer_list<uint64_t>{0x0123456789abcdef, 0}) {
        const Memory memory = sp.retrieved_as(sp.a(), handle);
        for (const uint64_t near : near_handles(handle)) {
            sp.post_relinquish(sp.a(), near);
        }
        sp.release(memory);
    }
}

TSRPC_SP_TEST(memory, retrieved_twice) {
    sp.need_any_words();
    const Memory memory = sp.retrieved(sp.a());
    const auto second = static_cast<int32_t>(sp.retrieve(sp.a(), memory.handle, memory.tag));
    const auto service = sp.find_service(test_service_uuid());
    if (service) { // refused or counted, the memory is still there
        sp.call(sp.a(), make_call(service->interface_id, TSRPC_TEST_SERVICE_ECHO, memory.handle, 16));
    }
    const auto relinquished = static_cast<int32_t>(sp.relinquish(sp.a(), memory.handle));
    sp.test().note(fmt::format("RETRIEVE_MEM again: RPC status {}; RELINQ_MEM then: {}", second, relinquished));
}
