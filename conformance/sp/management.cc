// SPDX-License-Identifier: BSD-3-Clause
//
// What all management calls have in common, and those that version 1 does not define.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/successions.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>

using namespace tsrpc;
using namespace tsrpc::conformance;

static void request_unknown_opcodes(Sp& sp) {
    sp.need_any_words();
    for (const Registers& words : sp.sample(unknown_management_requests())) {
        sp.post_request(sp.a(), words);
    }
    // The low bits of an opcode that is cut short are a known one's: then these registers are a request of its own.
    for (uint32_t high = 0x100; high <= 0xff00; high += 0x100) {
        for (uint32_t low = 0; low <= TSRPC_OPCODE_SERVICE_INFO; ++low) {
            sp.post_request(sp.a(), {{TSRPC_CONTROL_INTERFACE_ID_MASK | high | low, 0xd552dfd9, 0xb24ba216, 0, 0}});
        }
    }
    sp.flush();
}

TSRPC_SP_TEST(management, unknown_opcode) {
    sp.own({"memory.relinquish", "memory.retrieve"});
    if (!sp.has_memory()) {
        request_unknown_opcodes(sp);
        return;
    }
    const Region region = sp.retrieved(sp.a());
    request_unknown_opcodes(sp);
    for (uint32_t high = 0x100; high <= 0xff00; high += 0x100) { // as RELINQ_MEM, cut short
        sp.post_request(sp.a(),
                        {{TSRPC_CONTROL_INTERFACE_ID_MASK | high | TSRPC_OPCODE_RELINQUISH_MEM,
                          static_cast<uint32_t>(region.handle), static_cast<uint32_t>(region.handle >> 32), 0, 0}});
    }
    sp.must_succeed(sp.relinquish(sp.a(), region.handle), "RELINQ_MEM after all unknown opcodes");
    sp.must_succeed(sp.retrieve(sp.a(), region.handle, region.tag), "RETRIEVE_MEM after all unknown opcodes");
}

TSRPC_SP_TEST(management, unknown_opcode_status) { request_unknown_opcodes(sp); }

TSRPC_SP_TEST(management, unknown_opcode_rest_zero) {
    request_unknown_opcodes(sp);
    perform_successions(sp);
}

TSRPC_SP_TEST(management, status_defined) {
    constexpr uint64_t unknown = 0x0123456789abcdef;
    sp.request(sp.a(), {{0x00ff0004, 0, 0, 0, 0}});
    sp.service_info(sp.a(), Uuid{});
    sp.retrieve(sp.a(), unknown);
    sp.relinquish(sp.a(), unknown);
    for (const HostedService& service : sp.hosted_services()) {
        sp.call(sp.a(), make_call(service.interface_id, 0, unknown, 0));
        sp.call(sp.a(), make_doorbell(service.interface_id, 0xfffe));
    }
    perform_successions(sp);
}

TSRPC_SP_TEST(management, reserved_request_bits) {
    unsigned sent = 0;
    unsigned ignored = 0;
    for (const Layout* layout : {&layouts::get_version_request, &layouts::relinquish_mem_request}) {
        Registers plain = {{TSRPC_CONTROL_INTERFACE_ID_MASK, 0, 0, 0, 0}};
        plain.words[W3] |= static_cast<uint32_t>(layout->rows[0].constant);
        const Registers expected = sp.request(sp.a(), plain);
        for (const Row& row : *layout) {
            for (uint32_t bit = 1; bit != 0 && row.rule == Rule::mbz; bit <<= 1) {
                Registers words = plain;
                words.words[row.reg] = bit;
                ++sent;
                ignored += sp.request(sp.a(), words) == expected;
            }
        }
    }
    sp.test().note(fmt::format("of {} reserved bits, {} make no difference to the response", sent, ignored));
    sp.get_version(sp.a());
}
