// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/exchanges/caller_script.hpp"

#include "conformance/sp/services.hpp"
#include "tsrpc/plugin.h"

#include <initializer_list>

namespace tsrpc::conformance {
namespace {

constexpr uint16_t endpoint = 0x8001;

constexpr int32_t ffa_errors[] = {TSRPC_FFA_NOT_SUPPORTED, TSRPC_FFA_INVALID_PARAMETERS,
                                  TSRPC_FFA_NO_MEMORY,     TSRPC_FFA_INTERRUPTED,
                                  TSRPC_FFA_DENIED,        TSRPC_FFA_ABORTED};
constexpr int32_t statuses[] = {-1, -2, -3, -4, -5, -6, -7, -8, -9, -129, -65536, 1, 255, 65533, 0x7fffffff, INT32_MIN};

CallerScript with_memory(std::string id, std::string comment, std::vector<std::string> flags) {
    CallerScript script(std::move(id), std::move(comment), std::move(flags));
    script.create();
    script.open(1, endpoint, test_service_uuid());
    script.alloc(1, 1, TSRPC_PAGE_SIZE);
    return script;
}

void errors(std::vector<Json>& scripts) {
    CallerScript open("open-refused", "SERVICE_INFO fails: no session, whatever stands beside the status.",
                      {"RpcStatus", "FfaError", "Session"});
    open.create();
    for (const int32_t status : statuses) {
        open.answer(Message::service_info, Response{{{0, static_cast<uint32_t>(status), 3, 0, 0}}});
        open.open(1, endpoint, test_service_uuid());
    }
    for (const int32_t error : ffa_errors) {
        open.answer(Message::service_info, FfaError{error});
        open.open(1, endpoint, test_service_uuid());
    }
    Uuid unknown = test_service_uuid();
    unknown.bytes[0] ^= 1;
    open.open(1, endpoint, unknown);
    open.open(1, endpoint, test_service_uuid());
    open.invoke(1, 0x0000);
    open.destroy();
    scripts.push_back(open.json());

    CallerScript call =
        with_memory("call-refused", "A call fails, with a service status and a length that mean nothing.",
                    {"RpcStatus", "FfaError"});
    for (const uint32_t memory : {0u, 1u}) {
        for (const int32_t status : statuses) {
            call.answer(Message::service_call, Response{{{0, static_cast<uint32_t>(status), 7, 0, 0}}});
            call.invoke(1, 0x0001, memory, memory * 4);
        }
        for (const int32_t error : ffa_errors) {
            call.answer(Message::service_call, FfaError{error});
            call.invoke(1, 0x0001, memory, memory * 4);
        }
        call.invoke(1, 0x0001, memory, memory * 4);
    }
    call.destroy();
    scripts.push_back(call.json());
}

void values(std::vector<Json>& scripts) {
    CallerScript statuses_of =
        with_memory("service-statuses", "All 32 bits of the service status are handed on.", {"ServiceStatus"});
    for (unsigned bit = 0; bit < 32; ++bit) {
        statuses_of.serve(uint32_t{1} << bit, 0);
        statuses_of.invoke(1, 0x0001, bit % 2, 0);
    }
    for (const uint32_t status : {0xffffffffu, 0xfffffffdu, 0xffffff7cu, 0x7fffffffu, 0x80000001u}) {
        statuses_of.serve(status, 0);
        statuses_of.invoke(1, 0x0001, 1, 2);
    }
    statuses_of.destroy();
    scripts.push_back(statuses_of.json());

    CallerScript lengths =
        with_memory("response-lengths", "Response lengths up to the memory's size, and far over it.", {"Length"});
    for (const uint32_t length : {0u, 1u, 31u, 255u, 256u, 4095u, 4096u, 0x7fffffffu, 0x80000000u, 0xffffffffu}) {
        lengths.serve(0, length);
        lengths.invoke(1, 0x0001, 1, 16);
    }
    lengths.serve(0, 1); // a doorbell has no memory
    lengths.invoke(1, 0x0001);
    lengths.destroy();
    scripts.push_back(lengths.json());

    CallerScript opcodes = with_memory("opcodes-and-lengths", "Opcodes and request lengths go over the wire as given.",
                                       {"Opcode", "Length"});
    for (unsigned bit = 0; bit < 16; ++bit) {
        opcodes.invoke(1, static_cast<uint16_t>(1u << bit), 1, bit);
    }
    for (const uint32_t length : {255u, 256u, 257u, 4095u, 4096u}) {
        opcodes.invoke(1, 0xffff, 1, length);
    }
    opcodes.invoke(1, 0xffff);
    opcodes.destroy();
    scripts.push_back(opcodes.json());
}

} // namespace

void add_result_scripts(std::vector<Json>& scripts) {
    errors(scripts);
    values(scripts);
}

} // namespace tsrpc::conformance
