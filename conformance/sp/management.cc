// SPDX-License-Identifier: BSD-3-Clause
//
// What all management calls have in common, and those that version 1 does not define.
#include "conformance/sp/cases.hpp"
#include "conformance/sp/successions.hpp"
#include "conformance/sp/sweeps.hpp"

#include <fmt/format.h>

#include <optional>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// Calls `check` with the response to each of the 65,532 opcodes that are not version 1's.
template <class Check>
static void for_unknown_opcodes(Run& run, const Check& check) {
    run.request_each(caller_a, unknown_management_requests(), [&] {
        const Registers& response = run.response();
        check(fmt::format("management opcode 0x{:04x}", response[W3] & TSRPC_CONTROL_OPCODE_MASK), response);
    });
}

static RpcStatus status_of(const Registers& response) {
    return static_cast<RpcStatus>(static_cast<int32_t>(response[W4]));
}

TSRPC_SP_TEST(management, unknown_opcode) {
    std::optional<Memory> memory;
    if (run.target().has_memory()) {
        memory = run.retrieved(caller_a);
    }
    for_unknown_opcodes(run, [&run](const std::string& what, const Registers& response) {
        run.must_not_succeed(status_of(response), what);
    });
    if (memory) {
        run.must_succeed(run.relinquish(caller_a, memory->handle), "RELINQ_MEM after all unknown opcodes");
        run.must_succeed(run.retrieve(caller_a, memory->handle, memory->tag), "RETRIEVE_MEM after all unknown opcodes");
    }
}

TSRPC_SP_TEST(management, unknown_opcode_status) {
    for_unknown_opcodes(run, [&run](const std::string& what, const Registers& response) {
        run.must_be(status_of(response), RpcStatus::invalid_value, what);
    });
}

TSRPC_SP_TEST(management, unknown_opcode_rest_zero) {
    for_unknown_opcodes(run, [&run](const std::string& what, const Registers& response) {
        run.require((response[W5] | response[W6] | response[W7]) == 0, what + ": W5..W7 are not all 0");
    });
    perform_successions(run, [&run](const std::string& what) {
        const Registers& response = run.response();
        run.require(classify(response) != Message::unknown || (response[W5] | response[W6] | response[W7]) == 0,
                    what + ": W5..W7 are not all 0");
    });
}

TSRPC_SP_TEST(management, status_defined) {
    const Uuid nobody = {};
    const auto defined = [&run](RpcStatus status, const char* what) {
        run.require(name(status) != nullptr,
                    fmt::format("{}: RPC status {} is not defined", what, static_cast<int32_t>(status)));
    };
    defined(status_of(run.request(caller_a, {{0x00ff0004, 0, 0, 0, 0}})), "unknown management opcode");
    defined(run.service_info(caller_a, nobody), "SERVICE_INFO for no service");
    defined(run.retrieve(caller_a, 0x0123456789abcdef, 0), "RETRIEVE_MEM of nothing");
    defined(run.relinquish(caller_a, 0x0123456789abcdef), "RELINQ_MEM of nothing");
    for (const HostedService& service : run.hosted_services()) {
        defined(run.call(caller_a, make_call(service.interface_id, 0, 0x0123456789abcdef, 0)).rpc_status,
                "a call with memory that was not retrieved");
        defined(run.call(caller_a, make_doorbell(service.interface_id, 0xfffe)).rpc_status,
                "a call with opcode 0xfffe");
    }
    run.reset();
    perform_successions(run, [&](const std::string& what) {
        if (classify(run.response()) != Message::get_version) {
            defined(status_of(run.response()), what.c_str());
        }
    });
}

TSRPC_SP_TEST(management, reserved_request_bits) {
    unsigned sent = 0;
    unsigned ignored = 0;
    for (const Layout* layout : {&layouts::get_version_request, &layouts::relinquish_mem_request}) {
        Registers plain = {{TSRPC_CONTROL_INTERFACE_ID_MASK, 0, 0, 0, 0}};
        plain.words[W3] |= static_cast<uint32_t>(layout->rows[0].constant);
        const Registers expected = run.request_anything(caller_a, plain);
        for (const Row& row : *layout) {
            for (uint32_t bit = 1; bit != 0 && row.rule == Rule::mbz; bit <<= 1) {
                Registers words = plain;
                words.words[row.reg] = bit;
                ++sent;
                ignored += run.request_anything(caller_a, words) == expected;
            }
        }
    }
    run.observe(fmt::format("of {} reserved bits, {} make no difference to the response", sent, ignored));
    run.require(run.get_version(caller_a) == TSRPC_PROTOCOL_VERSION, "version.always_available",
                "GET_VERSION after requests with reserved bits set");
}
