// SPDX-License-Identifier: BSD-3-Clause
//
// Memory belongs to one caller: what another one can do with it, which is nothing.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>
#include <initializer_list>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// A request that would be served, of FILL, which writes, or of the profile's call, at the start of a pattern.
static void tempt(Sp& sp, const Callable& service, const Region& region) {
    std::vector<uint8_t> content = pattern(region.size, static_cast<uint8_t>(region.owner));
    if (service.is_test_service()) {
        put_u32(content, 0, 0x80);
    } else {
        std::ranges::copy(service.call->request, content.begin());
    }
    sp.write(region, content);
}

/// How long a request of `tempt` is.
static uint32_t tempting_length(const Callable& service) {
    return service.is_test_service() ? 16 : static_cast<uint32_t>(service.call->request.size());
}

/// Calls by `sender` with memory that is not its own: opcodes that would write, read and tell. All memory stays.
static void steal(Sp& sp, uint16_t sender, const Callable& service, const Region& region) {
    for (const uint16_t opcode :
         service.opcodes({TSRPC_TEST_SERVICE_FILL, TSRPC_TEST_SERVICE_DESCRIBE, TSRPC_TEST_SERVICE_STATUS,
                          TSRPC_TEST_SERVICE_ECHO, TSRPC_TEST_SERVICE_NOP})) {
        for (const uint32_t client_id : {0u, ~0u}) { // that of a kernel, and one that may mean anybody
            sp.post_call(sender,
                         make_call(service.interface_id, opcode, region.handle, tempting_length(service), client_id));
        }
    }
    sp.look_at_all();
}

/// The owner's use, which works.
static void use(Sp& sp, const Callable& service, const Region& region) {
    if (!service.is_test_service()) {
        sp.post_known(region, service);
        sp.look(region);
        return;
    }
    for (const uint16_t opcode : std::initializer_list<uint16_t>{TSRPC_TEST_SERVICE_ECHO, TSRPC_TEST_SERVICE_STATUS}) {
        sp.post_call(region.owner, make_call(service.interface_id, opcode, region.handle, 16));
    }
    sp.look(region);
}

/// The pairs of owner and stranger that tests try.
static std::vector<std::pair<uint16_t, uint16_t>> pairs(Sp& sp) {
    std::vector<std::pair<uint16_t, uint16_t>> allowed;
    for (const auto& [owner, stranger] : std::initializer_list<std::pair<uint16_t, uint16_t>>{
             {sp.a(), sp.b()}, {0, sp.a()}, {sp.a(), 0}, {0x8765, 1}, {sp.a(), 0xffff}}) {
        if (sp.can_send_as(owner) && sp.can_send_as(stranger) && owner != stranger) {
            allowed.emplace_back(owner, stranger);
        }
    }
    return allowed;
}

TSRPC_SP_TEST(isolation, foreign_call) {
    sp.own({"call.success"});
    for (const Callable& service : sp.callables()) {
        for (const auto& [owner, stranger] : pairs(sp)) {
            const Region region = sp.retrieved(owner);
            tempt(sp, service, region);
            steal(sp, stranger, service, region);
            use(sp, service, region);
            if (const auto own = sp.try_retrieved(stranger)) {
                tempt(sp, service, *own);
                steal(sp, stranger, service, region);
                steal(sp, owner, service, *own);
                use(sp, service, *own);
                sp.release(*own);
            }
            use(sp, service, region);
            sp.release(region);
        }
    }
}

TSRPC_SP_TEST(isolation, former_owner) {
    sp.own({"isolation.foreign_call", "isolation.foreign_relinquish", "call.relinquished_handle"});
    for (const Callable& service : sp.callables()) {
        for (const auto& [before, owner] : pairs(sp)) {
            const Region former = sp.retrieved(before);
            tempt(sp, service, former);
            use(sp, service, former);
            sp.release(former);
            const Region region = sp.retrieved_as(owner, former.handle);
            tempt(sp, service, region);
            steal(sp, before, service, region);
            sp.relinquish(before, region.handle);
            use(sp, service, region);
            sp.release(region);
        }
    }
}

TSRPC_SP_TEST(isolation, foreign_call_status) {
    for (const Callable& service : sp.callables()) {
        const Region region = sp.retrieved(sp.a());
        tempt(sp, service, region);
        steal(sp, sp.b(), service, region);
        sp.release(region);
    }
}

TSRPC_SP_TEST(isolation, foreign_retrieve) {
    sp.own({"memory.retrieve", "memory.relinquish", "memory.refused_retrieve"});
    static_cast<void>(sp.capacity());
    for (const auto& [owner, stranger] : pairs(sp)) {
        const Region region = sp.share(owner);
        sp.retrieve(stranger, region.handle, region.tag);
        sp.relinquish(stranger, region.handle);
        sp.must_succeed(sp.retrieve(owner, region.handle, region.tag), "the owner's RETRIEVE_MEM after a stranger's");
        sp.retrieve(stranger, region.handle, region.tag);
        sp.relinquish(stranger, region.handle);
        sp.must_succeed(sp.relinquish(owner, region.handle), "the owner's RELINQ_MEM after a stranger's");
        sp.reclaim(region);
    }
}

TSRPC_SP_TEST(isolation, foreign_relinquish) {
    sp.own({"memory.relinquish"});
    sp.need_any_words();
    for (const uint16_t owner : sp.allowed({sp.a(), 0x0000, 0x8765})) {
        const Region region = sp.retrieved(owner);
        for (const uint16_t sender : sp.allowed(near_senders(owner))) {
            sp.post_relinquish(sender, region.handle);
        }
        sp.release(region);
    }
}

TSRPC_SP_TEST(isolation, foreign_relinquish_status) {
    const Region region = sp.retrieved(sp.a());
    sp.relinquish(sp.b(), region.handle);
    sp.release(region);
}

TSRPC_SP_TEST(isolation, sender_bits) {
    sp.own({"isolation.foreign_call", "isolation.foreign_relinquish", "call.success"});
    static_cast<void>(sp.b());
    for (const Callable& service : sp.callables()) {
        for (const uint16_t owner : sp.allowed({sp.a(), 0x0000, 0x8765})) {
            const Region region = sp.retrieved(owner);
            tempt(sp, service, region);
            for (const uint16_t sender : sp.allowed(near_senders(owner))) {
                steal(sp, sender, service, region);
            }
            use(sp, service, region);
            sp.release(region);
        }
    }
}

TSRPC_SP_TEST(isolation, interleaved) {
    sp.own({"call.success", "call.sender", "call.client_id", "call.request_length", "call.request_payload"});
    static_cast<void>(sp.b());
    sp.need_room(1, 2);
    for (const Callable& service : sp.callables()) {
        const Region a = sp.retrieved(sp.a());
        const Region b = sp.retrieved(sp.b());
        for (uint32_t round = 0; round < 16; ++round) {
            for (const Region& region : {a, b}) {
                if (!service.is_test_service()) {
                    const Region& other = region.owner == a.owner ? b : a;
                    tempt(sp, {service, service.decoy != nullptr ? service.decoy : service.call}, other);
                    use(sp, service, region);
                    sp.look_at_all();
                    sp.flush();
                    continue;
                }
                sp.fill(region, 0x44);
                sp.fill(region.owner == a.owner ? b : a, 0x66);
                sp.post_call(region.owner, make_call(service.interface_id, TSRPC_TEST_SERVICE_DESCRIBE, region.handle,
                                                     round, region.owner * 0x10001u + round));
                sp.look_at_all();
                sp.flush();
            }
        }
        sp.release(a);
        sp.release(b);
    }
}

TSRPC_SP_TEST(isolation, separate_release) {
    sp.own({"call.success", "isolation.interleaved", "memory.relinquish"});
    sp.need_room(2, 3);
    for (const Callable& service : sp.callables()) {
        for (const auto& [one, other] : pairs(sp)) {
            const Region kept[] = {sp.retrieved(one), sp.retrieved(other)};
            const auto use_kept = [&] {
                sp.look_at_all();
                for (const Region& region : kept) {
                    use(sp, service, region);
                }
            };
            for (const Region& region : kept) {
                tempt(sp, service, region);
            }
            for (const uint16_t owner : std::initializer_list<uint16_t>{one, other}) {
                const auto released = sp.try_retrieved(owner);
                if (released) {
                    sp.release(*released);
                    use_kept();
                    steal(sp, owner, service, *released);
                }
            }
            sp.release(kept[0]);
            use(sp, service, kept[1]);
            sp.release(kept[1]);
        }
    }
}

TSRPC_SP_TEST(isolation, many_callers) {
    sp.own({"isolation.foreign_call", "call.success", "memory.relinquish"});
    static_cast<void>(sp.b());
    const std::vector<Callable> services = sp.callables();
    const auto service_of = [&services](const Region& region) -> const Callable& {
        return services[region.owner % services.size()];
    };
    std::vector<Region> regions;
    for (uint16_t caller = 0; regions.size() < 24; ++caller) {
        if (sp.can_send_as(caller)) {
            const auto region = sp.try_retrieved(caller);
            if (!region) {
                break; // that many callers have memory at a time
            }
            regions.push_back(*region);
            tempt(sp, service_of(*region), *region);
        }
    }
    for (const Region& region : regions) {
        const Callable& service = service_of(region);
        use(sp, service, region);
        for (const Region& other : regions) {
            if (other.owner != region.owner) {
                sp.post_call(region.owner,
                             make_call(service.interface_id, service.opcodes({TSRPC_TEST_SERVICE_FILL}).front(),
                                       other.handle, tempting_length(service)));
            }
        }
    }
    sp.look_at_all();
    for (const Region& region : regions) {
        sp.release(region);
    }
    // One after the other, more than a table of 64 or 256 callers has.
    std::vector<uint16_t> callers;
    for (uint16_t caller = 0x0100; caller < 0x0100 + 300; ++caller) {
        callers.push_back(caller);
    }
    const Capacity& room = sp.capacity();
    const bool has_room = room.regions > 1 && room.beside_others;
    const std::optional<Region> first = has_room ? sp.try_retrieved(sp.a()) : std::nullopt; // nobody takes its place
    for (const uint16_t caller : sp.sample(sp.allowed(callers), 8)) {
        const Region region = sp.retrieved(caller);
        tempt(sp, services.front(), region);
        use(sp, services.front(), region);
        sp.release(region);
    }
    if (first) {
        use(sp, services.front(), *first);
        sp.release(*first);
    }
}
