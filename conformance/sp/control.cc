// SPDX-License-Identifier: BSD-3-Clause
//
// The control word, W3: the judge looks at that of every response; here every kind of request is made.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>
#include <initializer_list>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// One response of every kind that this SP can give, well or badly.
static void request_everything(Sp& sp) {
    constexpr uint64_t unknown = 0x0123456789abcdef;
    sp.get_version(sp.a());
    sp.service_info(sp.a(), Uuid{});
    sp.retrieve(sp.a(), unknown);
    sp.relinquish(sp.a(), unknown);
    for (unsigned id = 0; id < TSRPC_MANAGEMENT_INTERFACE_ID; ++id) {
        sp.post_call(sp.a(), make_doorbell(InterfaceId{static_cast<uint8_t>(id)}, TSRPC_TEST_SERVICE_NOP));
    }
    for (const HostedService& service : sp.hosted_services()) {
        for (const uint16_t opcode : std::initializer_list<uint16_t>{0x0000, 0x0001, 0x0102, 0x7fff, 0x8000, 0xffff}) {
            sp.post_call(sp.a(), make_doorbell(service.interface_id, opcode));
            sp.post_call(sp.a(), make_call(service.interface_id, opcode, unknown, 0));
        }
    }
    if (!sp.has_memory()) {
        return;
    }
    const Region region = sp.retrieved(sp.a());
    for (const HostedService& service : sp.hosted_services()) {
        for (const uint16_t sender : sp.allowed({region.owner, 0x0002})) {
            sp.post_call(sender, make_call(service.interface_id, 0x8765, region.handle, 0));
        }
    }
    sp.release(region);
}

TSRPC_SP_TEST(control, echo_opcode) {
    request_everything(sp);
    for (const Registers& words : sp.sample(unknown_management_requests())) {
        sp.post_request(sp.a(), words);
    }
}

TSRPC_SP_TEST(control, echo_interface_id) { request_everything(sp); }

TSRPC_SP_TEST(control, flags_zero) { request_everything(sp); }

TSRPC_SP_TEST(control, sap_zero) { request_everything(sp); }

/// Sends GET_VERSION with each of these bits of W3, and says what comes back.
static void observe_control_bits(Sp& sp, uint32_t bits) {
    const Registers plain = pack(GetVersionRequest{});
    unsigned echoed = 0;
    unsigned cleared = 0;
    unsigned sent = 0;
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if ((bits & bit) != 0) {
            Registers request = plain;
            request.words[W3] |= bit;
            const uint32_t answered = sp.request(sp.a(), request)[W3];
            ++sent;
            echoed += answered == request[W3];
            cleared += answered == plain[W3];
        }
    }
    sp.test().note(fmt::format("of {} bits, {} are echoed, {} cleared, {} answered otherwise", sent, echoed, cleared,
                               sent - echoed - cleared));
    sp.get_version(sp.a());
}

TSRPC_SP_TEST(control, request_flags) { observe_control_bits(sp, TSRPC_CONTROL_FLAGS_MASK); }

TSRPC_SP_TEST(control, request_sap) {
    observe_control_bits(sp, TSRPC_CONTROL_SAP_RC_MASK | TSRPC_CONTROL_SAP_ERR_MASK);
}
