// SPDX-License-Identifier: BSD-3-Clause
//
// GET_VERSION. The judge holds each response to its table and to version 1.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"

using namespace tsrpc;
using namespace tsrpc::conformance;

TSRPC_SP_TEST(version, answer) { sp.get_version(sp.a()); }

TSRPC_SP_TEST(version, reserved_zero) {
    for (const uint16_t sender : sp.allowed(varied_senders())) {
        sp.get_version(sender);
    }
}

TSRPC_SP_TEST(version, any_sender) {
    sp.own({"version.answer"});
    for (const uint16_t sender : sp.sample(sp.allowed(varied_senders()), 2, 1)) {
        sp.boot();
        sp.get_version(sender);
    }
}

TSRPC_SP_TEST(version, always_available) {
    sp.own({"version.answer"});
    const auto ask = [&sp] {
        sp.get_version(sp.a());
        for (const uint16_t sender : sp.allowed({0x0000, 0x0002, 0x8765})) {
            sp.get_version(sender);
        }
    };
    sp.service_info(sp.a(), Uuid{});
    ask();
    sp.request(sp.a(), {{0x00ff7777, 0, 0, 0, 0}});
    ask();
    sp.relinquish(sp.a(), 0x123456789abcdef0);
    ask();
    for (const HostedService& service : sp.hosted_services()) {
        sp.call(sp.a(), make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP));
        ask();
    }
    if (sp.has_memory()) {
        const Region region = sp.retrieved(sp.a());
        ask();
        sp.release(region);
        ask();
    }
}
