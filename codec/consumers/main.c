/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What each consumer project builds of C: prints a RETRIEVE_MEM request and unpacks its answer. Exit status 0 if both
 * are as docs/abi.md has them.
 */
#ifdef TSRPC_COPIED_FILE
#include "tsrpc.h"
#else
#include "tsrpc/codec.h"
#endif

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

int main(void) {
    const struct tsrpc_retrieve_mem_request message = {.memory_handle = 0x0123456789abcdef,
                                                       .memory_tag = 0xfedcba9876543210};
    const struct tsrpc_registers expected = {{0x00ff0001, 0x89abcdef, 0x01234567, 0x76543210, 0xfedcba98}};
    const struct tsrpc_registers request = tsrpc_pack_retrieve_mem_request(message);
    for (int i = TSRPC_W3; i <= TSRPC_W7; ++i) {
        printf("%08" PRIx32 "\n", request.words[i]);
    }

    const struct tsrpc_registers no_memory = {{0x00ff0001, 0xfffffffb, 0, 0, 0}};
    const struct tsrpc_registers reserved_bit_set = {{0x00ff0001, 0xfffffffb, 0, 0, 1}};
    struct tsrpc_retrieve_mem_response response;
    const int refused = !tsrpc_unpack_retrieve_mem_response(reserved_bit_set, request, &response);
    const int taken = tsrpc_unpack_retrieve_mem_response(no_memory, request, &response);

    return memcmp(&request, &expected, sizeof request) == 0 && refused && taken &&
                   response.rpc_status == TSRPC_RPC_TRANSPORT_LAYER
               ? 0
               : 1;
}
