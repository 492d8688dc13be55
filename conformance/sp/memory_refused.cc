// SPDX-License-Identifier: BSD-3-Clause
//
// What the SPMC refuses: no SUCCESS, and nothing changes.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// Uses a region that must be there as it was, with every service: a call that writes to it, one that reads, its size,
/// its contents.
static void require_usable(Sp& sp, const Region& region) {
    for (const Callable& service : sp.find_callables()) {
        if (!service.is_test_service()) {
            sp.post_known(region, service);
            sp.look(region);
            sp.call(region.owner, make_call(service.interface_id, service.call->opcode, region.handle,
                                            static_cast<uint32_t>(region.size + 1)));
            continue;
        }
        const auto call = [&](uint16_t opcode, uint64_t length) {
            sp.call(region.owner,
                    make_call(service.interface_id, opcode, region.handle, static_cast<uint32_t>(length), 7));
        };
        sp.write(region, pattern(region.size));
        call(TSRPC_TEST_SERVICE_ECHO, region.size);
        sp.look(region);
        call(TSRPC_TEST_SERVICE_DESCRIBE, 33);
        sp.look(region);
        call(TSRPC_TEST_SERVICE_NOP, region.size + 1);
    }
}

static void retrieve_refused(Sp& sp, const Region& region, int32_t error) {
    sp.refuse(SpmcOperation::retrieve, error);
    sp.retrieve(region.owner, region.handle, region.tag);
    sp.allow(SpmcOperation::retrieve);
}

static void relinquish_refused(Sp& sp, const Region& region, int32_t error) {
    sp.refuse(SpmcOperation::relinquish, error);
    sp.relinquish(region.owner, region.handle);
    sp.allow(SpmcOperation::relinquish);
}

TSRPC_SP_TEST(memory, refused_retrieve) {
    static_cast<void>(sp.capacity());
    const Region region = sp.share(sp.a());
    for (const int32_t error : ffa_errors()) {
        sp.refuse(SpmcOperation::retrieve, error);
        sp.retrieve(region.owner, region.handle, region.tag);
        sp.require(!sp.spmc_events().empty(), "RETRIEVE_MEM does not cause a retrieve at the SPMC");
        sp.allow(SpmcOperation::retrieve);
    }
    sp.retrieve(sp.a(), 0x8765432187654321); // nothing is shared as that
    sp.relinquish(sp.a(), region.handle);
    sp.retrieve_shared(region);
    for (const int32_t error : ffa_errors()) { // of what is held already
        retrieve_refused(sp, region, error);
    }
    sp.release(region);
}

TSRPC_SP_TEST(memory, refused_retrieve_status) {
    static_cast<void>(sp.capacity());
    const Region region = sp.share(sp.a());
    for (const int32_t error : ffa_errors()) {
        retrieve_refused(sp, region, error);
    }
}

TSRPC_SP_TEST(memory, refused_retrieve_takes_no_slot) {
    sp.own({"memory.retrieve", "call.success", "call.length_over_memory", "memory.relinquish_unknown",
            "call.unknown_handle"});
    const size_t slots = sp.capacity().regions_of_caller;
    for (const int32_t error : sp.sample(ffa_errors(), static_cast<double>(5 * slots), 1)) {
        sp.reset();
        const Region region = sp.share(sp.a());
        for (size_t i = 0; i <= slots; ++i) {
            retrieve_refused(sp, region, error);
        }
        // Neither called, nor relinquished, nor taken for one that was there before.
        for (const Callable& service : sp.find_callables()) {
            sp.call(sp.a(), make_call(service.interface_id, service.opcodes({TSRPC_TEST_SERVICE_DESCRIBE}).front(),
                                      region.handle, 0));
        }
        sp.relinquish(sp.a(), region.handle);
        sp.must_succeed(sp.retrieve(sp.a(), region.handle, region.tag), "RETRIEVE_MEM that was refused before");
        require_usable(sp, region);
        const size_t others = fill_slots(sp, sp.a(), slots - 1).size();
        sp.require(others + 1 >= slots, fmt::format("{} regions could be retrieved at a time, after {} retrieves that "
                                                    "the SPMC refused with FF-A error {} only {}",
                                                    slots, slots + 1, error, others + 1));
    }
}

TSRPC_SP_TEST(memory, refused_relinquish) {
    const Region region = sp.retrieved(sp.a());
    for (const int32_t error : ffa_errors()) {
        sp.refuse(SpmcOperation::relinquish, error);
        sp.relinquish(region.owner, region.handle);
        sp.require(!sp.spmc_events().empty(), "RELINQ_MEM does not cause a relinquish at the SPMC");
        sp.allow(SpmcOperation::relinquish);
    }
    sp.release(region);
}

TSRPC_SP_TEST(memory, refused_relinquish_status) {
    const Region region = sp.retrieved(sp.a());
    for (const int32_t error : ffa_errors()) {
        relinquish_refused(sp, region, error);
    }
    sp.release(region);
}

/// Regions in all slots: whichever is not relinquished stays.
static void relinquish_refused_with_all_slots(Sp& sp) {
    sp.reset();
    const std::vector<Region> regions = fill_slots(sp, sp.a(), sp.capacity().regions_of_caller);
    for (const Region& region : sp.sample(regions, 12)) {
        relinquish_refused(sp, region, TSRPC_FFA_BUSY);
        require_usable(sp, region);
    }
    for (const Region& region : regions) {
        sp.release(region);
    }
}

TSRPC_SP_TEST(memory, refused_relinquish_keeps) {
    sp.own({"memory.relinquish", "call.success", "call.unknown_handle", "call.response_length", "call.request_length",
            "call.client_id", "call.sender", "call.request_payload"});
    const Capacity room = sp.capacity();
    for (const int32_t error : sp.sample(ffa_errors(), 80, 2)) {
        for (const int refusals : {1, 3}) {
            sp.reset();
            const Region region = sp.retrieved(sp.a(), std::min<uint64_t>(room.pages_of_region, 2));
            for (int i = 0; i < refusals; ++i) {
                relinquish_refused(sp, region, error);
            }
            require_usable(sp, region);
            // A second retrieve may be refused; what is held stays.
            retrieve_refused(sp, region, error);
            require_usable(sp, region);
            for (const uint16_t owner : sp.allowed({sp.a(), 0x0002})) {
                if (const auto other = sp.try_retrieved(owner)) {
                    require_usable(sp, region);
                    require_usable(sp, *other);
                    relinquish_refused(sp, *other, error);
                    require_usable(sp, region);
                    sp.release(*other);
                }
            }
            require_usable(sp, region);
            sp.release(region);
        }
    }
    relinquish_refused_with_all_slots(sp);
}
