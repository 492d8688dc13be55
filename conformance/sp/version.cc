// SPDX-License-Identifier: BSD-3-Clause
//
// GET_VERSION.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>

using namespace tsrpc;
using namespace tsrpc::conformance;

static void require_version_1(Run& run, uint16_t sender, const std::string& when) {
    const uint32_t version = run.get_version(sender);
    run.require(version == TSRPC_PROTOCOL_VERSION, fmt::format("{}: the version is {}, not 1", when, version));
}

TSRPC_SP_TEST(version, answer) { require_version_1(run, caller_a, "as first request"); }

TSRPC_SP_TEST(version, reserved_zero) {
    const Registers response = run.request(caller_a, pack(GetVersionRequest{}));
    for (const Register reg : {W5, W6, W7}) {
        run.require(response[reg] == 0, fmt::format("W{} is {:08x}", reg + 3, response[reg]));
    }
}

TSRPC_SP_TEST(version, any_sender) {
    for (const uint16_t sender : varied_senders(run.target().own_id())) {
        run.reset();
        require_version_1(run, sender, fmt::format("from 0x{:04x}", sender));
    }
}

TSRPC_SP_TEST(version, always_available) {
    const Uuid nobody = {};
    run.service_info(caller_a, nobody);
    require_version_1(run, caller_a, "after SERVICE_INFO for no service");
    run.request(caller_a, {{0x00ff7777, 0, 0, 0, 0}});
    require_version_1(run, caller_a, "after an unknown management opcode");
    run.relinquish(caller_a, 0x123456789abcdef0);
    require_version_1(run, caller_a, "after RELINQ_MEM of nothing");
    const Memory memory = run.retrieved(caller_a);
    require_version_1(run, caller_a, "with memory retrieved");
    require_version_1(run, caller_b, "with another caller's memory retrieved");
    run.release(memory);
    require_version_1(run, caller_a, "after the memory's release");
}
