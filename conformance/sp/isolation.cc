// SPDX-License-Identifier: BSD-3-Clause
//
// Memory belongs to one caller: what another one can do with it, which is nothing.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>
#include <initializer_list>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// A request that FILL would serve, which writes, at the start of a pattern.
static void tempt(Sp& sp, const Memory& memory) {
    std::vector<uint8_t> content = pattern(memory.size, static_cast<uint8_t>(memory.owner));
    put_u32(content, 0, 0x80);
    sp.write(memory, content);
}

/// Calls by `sender` with memory that is not its own: opcodes that would write, read and tell. All memory stays.
static void steal(Sp& sp, uint16_t sender, const HostedService& service, const Memory& memory) {
    for (const uint16_t opcode :
         std::initializer_list<uint16_t>{TSRPC_TEST_SERVICE_FILL, TSRPC_TEST_SERVICE_DESCRIBE,
                                         TSRPC_TEST_SERVICE_STATUS, TSRPC_TEST_SERVICE_ECHO, TSRPC_TEST_SERVICE_NOP}) {
        sp.post_call(sender, make_call(service.interface_id, opcode, memory.handle, 16));
    }
    sp.look_at_all();
}

/// The owner's use, which works.
static void use(Sp& sp, const HostedService& service, const Memory& memory) {
    for (const uint16_t opcode : std::initializer_list<uint16_t>{TSRPC_TEST_SERVICE_ECHO, TSRPC_TEST_SERVICE_STATUS}) {
        sp.post_call(memory.owner, make_call(service.interface_id, opcode, memory.handle, 16));
    }
    sp.look(memory);
}

/// The pairs of owner and stranger that tests try.
static std::vector<std::pair<uint16_t, uint16_t>> pairs(Sp& sp) {
    std::vector<std::pair<uint16_t, uint16_t>> allowed;
    for (const auto& [owner, stranger] : std::initializer_list<std::pair<uint16_t, uint16_t>>{
             {sp.a(), sp.b()}, {0, sp.a()}, {sp.a(), 0}, {0x8765, 1}}) {
        if (sp.can_send_as(owner) && sp.can_send_as(stranger) && owner != stranger) {
            allowed.emplace_back(owner, stranger);
        }
    }
    return allowed;
}

TSRPC_SP_TEST(isolation, foreign_call) {
    sp.own({"call.success"});
    for (const HostedService& service : sp.test_services()) {
        for (const auto& [owner, stranger] : pairs(sp)) {
            const Memory memory = sp.retrieved(owner);
            tempt(sp, memory);
            steal(sp, stranger, service, memory);
            use(sp, service, memory);
            if (const auto own = sp.try_retrieved(stranger)) {
                tempt(sp, *own);
                steal(sp, stranger, service, memory);
                steal(sp, owner, service, *own);
                use(sp, service, *own);
                sp.release(*own);
            }
            use(sp, service, memory);
            sp.release(memory);
        }
    }
}

TSRPC_SP_TEST(isolation, former_owner) {
    sp.own({"isolation.foreign_call", "isolation.foreign_relinquish", "call.relinquished_handle"});
    for (const HostedService& service : sp.test_services()) {
        for (const auto& [before, owner] : pairs(sp)) {
            const Memory former = sp.retrieved(before);
            tempt(sp, former);
            use(sp, service, former);
            sp.release(former);
            const Memory memory = sp.retrieved_as(owner, former.handle);
            tempt(sp, memory);
            steal(sp, before, service, memory);
            sp.relinquish(before, memory.handle);
            use(sp, service, memory);
            sp.release(memory);
        }
    }
}

TSRPC_SP_TEST(isolation, foreign_call_status) {
    for (const HostedService& service : sp.test_services()) {
        const Memory memory = sp.retrieved(sp.a());
        tempt(sp, memory);
        steal(sp, sp.b(), service, memory);
        sp.release(memory);
    }
}

TSRPC_SP_TEST(isolation, foreign_retrieve) {
    sp.own({"memory.retrieve", "memory.relinquish", "memory.refused_retrieve"});
    static_cast<void>(sp.capacity());
    for (const auto& [owner, stranger] : pairs(sp)) {
        const Memory memory = sp.share(owner);
        sp.retrieve(stranger, memory.handle, memory.tag);
        sp.relinquish(stranger, memory.handle);
        sp.must_succeed(sp.retrieve(owner, memory.handle, memory.tag), "the owner's RETRIEVE_MEM after a stranger's");
        sp.retrieve(stranger, memory.handle, memory.tag);
        sp.relinquish(stranger, memory.handle);
        sp.must_succeed(sp.relinquish(owner, memory.handle), "the owner's RELINQ_MEM after a stranger's");
        sp.reclaim(memory);
    }
}

TSRPC_SP_TEST(isolation, foreign_relinquish) {
    sp.own({"memory.relinquish"});
    sp.need_any_words();
    for (const uint16_t owner : sp.allowed({sp.a(), 0x0000, 0x8765})) {
        const Memory memory = sp.retrieved(owner);
        for (const uint16_t sender : sp.allowed(near_senders(owner))) {
            sp.post_relinquish(sender, memory.handle);
        }
        sp.release(memory);
    }
}

TSRPC_SP_TEST(isolation, foreign_relinquish_status) {
    const Memory memory = sp.retrieved(sp.a());
    sp.relinquish(sp.b(), memory.handle);
    sp.release(memory);
}

TSRPC_SP_TEST(isolation, sender_bits) {
    sp.own({"isolation.foreign_call", "isolation.foreign_relinquish", "call.success"});
    static_cast<void>(sp.b());
    for (const HostedService& service : sp.test_services()) {
        for (const uint16_t owner : sp.allowed({sp.a(), 0x0000, 0x8765})) {
            const Memory memory = sp.retrieved(owner);
            tempt(sp, memory);
            for (const uint16_t sender : sp.allowed(near_senders(owner))) {
                steal(sp, sender, service, memory);
            }
            use(sp, service, memory);
            sp.release(memory);
        }
    }
}

TSRPC_SP_TEST(isolation, interleaved) {
    sp.own({"call.success", "call.sender", "call.client_id", "call.request_length", "call.request_payload"});
    static_cast<void>(sp.b());
    sp.need_room(1, 2);
    for (const HostedService& service : sp.test_services()) {
        const Memory a = sp.retrieved(sp.a());
        const Memory b = sp.retrieved(sp.b());
        for (uint32_t round = 0; round < 16; ++round) {
            for (const Memory& memory : {a, b}) {
                sp.fill(memory, 0x44);
                sp.fill(memory.owner == a.owner ? b : a, 0x66);
                sp.post_call(memory.owner, make_call(service.interface_id, TSRPC_TEST_SERVICE_DESCRIBE, memory.handle,
                                                     round, memory.owner * 0x10001u + round));
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
    for (const HostedService& service : sp.test_services()) {
        for (const auto& [one, other] : pairs(sp)) {
            const Memory kept[] = {sp.retrieved(one), sp.retrieved(other)};
            const auto use_kept = [&] {
                sp.look_at_all();
                for (const Memory& memory : kept) {
                    use(sp, service, memory);
                }
            };
            for (const Memory& memory : kept) {
                tempt(sp, memory);
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
    const std::vector<HostedService> services = sp.test_services();
    std::vector<Memory> regions;
    for (uint16_t caller = 0; regions.size() < 24; ++caller) {
        if (sp.can_send_as(caller)) {
            const auto memory = sp.try_retrieved(caller);
            if (!memory) {
                break; // that many callers have memory at a time
            }
            tempt(sp, *memory);
            regions.push_back(*memory);
        }
    }
    for (const Memory& memory : regions) {
        const HostedService& service = services[memory.owner % services.size()];
        use(sp, service, memory);
        for (const Memory& other : regions) {
            if (other.owner != memory.owner) {
                sp.post_call(memory.owner, make_call(service.interface_id, TSRPC_TEST_SERVICE_FILL, other.handle, 16));
            }
        }
    }
    sp.look_at_all();
    for (const Memory& memory : regions) {
        sp.release(memory);
    }
    // One after the other, more than a table of 64 or 256 callers has.
    std::vector<uint16_t> callers;
    for (uint16_t caller = 0x0100; caller < 0x0100 + 300; ++caller) {
        callers.push_back(caller);
    }
    for (const uint16_t caller : sp.sample(sp.allowed(callers), 8)) {
        const Memory memory = sp.retrieved(caller);
        tempt(sp, memory);
        use(sp, services.front(), memory);
        sp.release(memory);
    }
}
