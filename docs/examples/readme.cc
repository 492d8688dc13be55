// SPDX-License-Identifier: BSD-3-Clause
//
// README.md's example, on a response that has a reserved bit set and on one that has not.
#include "tsrpc.hpp"

#include <cinttypes>
#include <cstdio>

namespace {

void use(tsrpc::RpcStatus status) { std::printf("RPC status %" PRId32 "\n", static_cast<int32_t>(status)); }

void log(tsrpc::Register reg, uint32_t bits, const char* rule) {
    std::printf("%s %08" PRIx32 " %s\n", tsrpc::name(reg), bits, rule);
}

void retrieved(const tsrpc::Registers& words) {
    const tsrpc::RetrieveMemRequest request{tsrpc::MemoryHandle{0xfedcba9876543210}, tsrpc::MemoryTag{0}};

    if (const auto response = tsrpc::unpack<tsrpc::RetrieveMemResponse>(words, request)) {
        use((*response).rpc_status);
    } else {
        for (const tsrpc::Violation& broken : response.violations()) {
            log(broken.reg, broken.bits, tsrpc::name(broken.rule));
        }
    }
}

} // namespace

int main() {
    retrieved({{0x00ff0001, 0xfffffffb, 0, 0, 0}});
    retrieved({{0x00ff0001, 0, 0, 0, 0x00000100}});
}
