// SPDX-License-Identifier: BSD-3-Clause
//
// The control word, W3: every response is checked by Run::request; here every kind of request is made.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"

#include "conformance/report/frame_text.hpp"
#include "tsrpc/test_service.h"

#include <fmt/format.h>
#include <initializer_list>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// One response of every kind that this SP can give, well or badly.
static void request_everything(Run& run) {
    const Uuid nobody = {};
    run.get_version(caller_a);
    run.service_info(caller_a, nobody);
    run.retrieve(caller_a, 0x0123456789abcdef, 0);
    run.relinquish(caller_a, 0x0123456789abcdef);
    for (unsigned id = 0; id < TSRPC_MANAGEMENT_INTERFACE_ID; ++id) {
        run.request(caller_a, pack(make_doorbell(InterfaceId{static_cast<uint8_t>(id)}, TSRPC_TEST_SERVICE_NOP)));
    }
    for (const HostedService& service : run.hosted_services()) {
        for (const uint16_t opcode : std::initializer_list<uint16_t>{0x0000, 0x0001, 0x0102, 0x7fff, 0x8000, 0xffff}) {
            run.call(caller_a, make_doorbell(service.interface_id, opcode));
            run.call(caller_a, make_call(service.interface_id, opcode, 0x0123456789abcdef, 0));
        }
    }
}

/// The same with memory retrieved, where the target has any.
static void request_everything_with_memory(Run& run) {
    if (!run.target().has_memory()) {
        return;
    }
    const Memory memory = run.retrieved(caller_a);
    for (const HostedService& service : run.hosted_services()) {
        run.call(caller_a, make_call(service.interface_id, 0x8765, memory.handle, 0));
        run.call(caller_b, make_call(service.interface_id, 0x8765, memory.handle, 0));
    }
    run.release(memory);
}

TSRPC_SP_TEST(control, echo_opcode) {
    request_everything(run);
    request_everything_with_memory(run);
    run.request_each(caller_a, unknown_management_requests(), [] {});
}

TSRPC_SP_TEST(control, echo_interface_id) {
    request_everything(run);
    request_everything_with_memory(run);
}

TSRPC_SP_TEST(control, flags_zero) {
    request_everything(run);
    request_everything_with_memory(run);
}

TSRPC_SP_TEST(control, sap_zero) {
    request_everything(run);
    request_everything_with_memory(run);
}

/// Sends GET_VERSION with each of these bits of W3, and says what comes back.
static void observe_control_bits(Run& run, uint32_t bits) {
    const Registers plain = pack(GetVersionRequest{});
    unsigned echoed = 0;
    unsigned cleared = 0;
    unsigned sent = 0;
    for (uint32_t bit = 1; bit != 0; bit <<= 1) {
        if ((bits & bit) != 0) {
            Registers request = plain;
            request.words[W3] |= bit;
            const uint32_t answered = run.request_anything(caller_a, request)[W3];
            ++sent;
            echoed += answered == request[W3];
            cleared += answered == plain[W3];
        }
    }
    run.observe(fmt::format("of {} bits, {} are echoed, {} cleared, {} answered otherwise", sent, echoed, cleared,
                            sent - echoed - cleared));
    run.require(run.get_version(caller_a) == TSRPC_PROTOCOL_VERSION, "version.always_available",
                "GET_VERSION after requests with unusual control words");
}

TSRPC_SP_TEST(control, request_flags) { observe_control_bits(run, TSRPC_CONTROL_FLAGS_MASK); }

TSRPC_SP_TEST(control, request_sap) {
    observe_control_bits(run, TSRPC_CONTROL_SAP_RC_MASK | TSRPC_CONTROL_SAP_ERR_MASK);
}
