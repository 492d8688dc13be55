// SPDX-License-Identifier: BSD-3-Clause
//
// docs/calling-a-service.md, "Your own FF-A driver": calls an SP through the driver of platform.h.
#include "conformance/reference/caller.hpp"
#include "docs/examples/platform.h"
#include "tsrpc/test_service.h"

#include <algorithm>
#include <array>

namespace {

/// The driver of platform.h, as a caller takes it.
constexpr tsrpc_ffa own_driver = {
    .abi_version = TSRPC_PLUGIN_ABI_VERSION,
    .own_id = 0x0001,
    .ctx = nullptr, // the first argument of all four
    .partition_ids = [](void*, const uint8_t[16], uint16_t* ids, uint32_t capacity, uint32_t* count) -> int32_t {
        static constexpr std::array<uint16_t, 2> known = {0x8001, 0x9999}; // no FFA_PARTITION_INFO_GET here
        *count = std::min(capacity, uint32_t{known.size()});
        std::copy_n(known.begin(), *count, ids);
        return 0;
    },
    .direct_request = [](void*, uint16_t endpoint_id, const uint32_t request[5], uint32_t response[5]) -> int32_t {
        return ffa_direct_request(endpoint_id, request, response);
    },
    .mem_share = [](void*, uint16_t endpoint_id, void* base, uint64_t size, uint64_t* handle) -> int32_t {
        return size > UINT32_MAX ? TSRPC_FFA_NO_MEMORY
                                 : ffa_mem_share(endpoint_id, base, static_cast<uint32_t>(size), handle);
    },
    .mem_reclaim = [](void*, uint64_t handle) -> int32_t { return ffa_mem_reclaim(handle); },
};

void report(const tsrpc::CallerError& error) { log_line("%s", tsrpc::to_text(error).c_str()); }

} // namespace

int main() {
    const tsrpc::Caller caller{own_driver};
    for (const tsrpc::CallerError& error : caller.unusable()) {
        report(error);
    }
    const auto session = caller.find_service(tsrpc::Uuid{TSRPC_TEST_SERVICE_UUID_BYTES});
    auto memory = session->allocate(1);
    std::ranges::fill(memory->bytes().first(3), uint8_t{'x'});
    const auto served = session->call(tsrpc::Opcode{TSRPC_TEST_SERVICE_ECHO}, *memory, 3);
    log_line("echo: %.*s", static_cast<int>(served->response.size()),
             reinterpret_cast<const char*>(served->response.data()));
    report(session->allocate(1).error()); // this driver shares one region at a time
    log_line("released: %d", !memory->release());
    log_line("allocated: %d", static_cast<bool>(session->allocate(1)));
}
