// SPDX-License-Identifier: BSD-3-Clause
//
// Words that no careful caller sends.
#include "conformance/sp/cases.hpp"

#include <initializer_list>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// The SP still does its work.
static void use(Sp& sp) {
    sp.get_version(sp.a());
    for (const HostedService& service : sp.hosted_services()) {
        sp.call(sp.a(), make_doorbell(service.interface_id, TSRPC_TEST_SERVICE_NOP));
    }
    if (sp.has_memory()) {
        const Region region = sp.share(sp.a());
        if (sp.retrieve(sp.a(), region.handle) == RpcStatus::success) {
            for (const HostedService& service : sp.hosted_services()) {
                sp.call(sp.a(), make_call(service.interface_id, TSRPC_TEST_SERVICE_NOP, region.handle, 0));
            }
            sp.relinquish(sp.a(), region.handle);
        }
        sp.reclaim(region);
    }
}

TSRPC_SP_TEST(robustness, zero_words) {
    use(sp);
    sp.own({"version.answer", "memory.retrieve", "memory.relinquish", "call.success"});
    sp.request(sp.a(), {});
    use(sp);
}

TSRPC_SP_TEST(robustness, one_words) {
    use(sp);
    sp.own({"version.answer", "memory.retrieve", "memory.relinquish", "call.success"});
    sp.request(sp.a(), {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}});
    use(sp);
}

TSRPC_SP_TEST(robustness, single_bits) {
    use(sp);
    sp.own({"version.answer", "memory.retrieve", "memory.relinquish", "call.success"});
    for (const uint32_t base : {0u, TSRPC_CONTROL_INTERFACE_ID_MASK}) {
        for (size_t bit = 0; bit < 32 * register_count; ++bit) {
            Registers words = {{base, 0, 0, 0, 0}};
            words.words[bit / 32] ^= uint32_t{1} << bit % 32;
            sp.post_request(sp.a(), words);
        }
    }
    use(sp);
}
