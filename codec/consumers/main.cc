// SPDX-License-Identifier: BSD-3-Clause
//
// What each consumer project builds of C++: prints a RETRIEVE_MEM request and unpacks its answer. Exit status 0 if both
// are as docs/abi.md has them.
#ifdef TSRPC_COPIED_FILE
#include "tsrpc.hpp"
#else
#include "tsrpc/codec.hpp"
#endif

#include <cinttypes>
#include <cstdio>

int main() {
    constexpr tsrpc::RetrieveMemRequest message{tsrpc::MemoryHandle{0x0123456789abcdefu},
                                                tsrpc::MemoryTag{0xfedcba9876543210u}};
    constexpr tsrpc::Registers expected{{0x00ff0001, 0x89abcdef, 0x01234567, 0x76543210, 0xfedcba98}};
    constexpr tsrpc::Registers request = tsrpc::pack(message);
    for (const uint32_t word : request.words) {
        std::printf("%08" PRIx32 "\n", word);
    }

    constexpr tsrpc::Registers no_memory{{0x00ff0001, 0xfffffffb, 0, 0, 0}};
    constexpr tsrpc::Registers reserved_bit_set{{0x00ff0001, 0xfffffffb, 0, 0, 1}};
    const auto response = tsrpc::unpack<tsrpc::RetrieveMemResponse>(no_memory, message);
    const auto refused = tsrpc::unpack<tsrpc::RetrieveMemResponse>(reserved_bit_set, message);

    return request == expected && !refused && response && (*response).rpc_status == tsrpc::RpcStatus::transport_layer
               ? 0
               : 1;
}
