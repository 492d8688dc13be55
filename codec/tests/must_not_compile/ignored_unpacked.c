// SPDX-License-Identifier: BSD-3-Clause
//
// A verdict that nobody looks at, in C: a warning.
// expect: unused|warn_unused_result

#include "tsrpc/codec.h"

uint64_t handle(const struct tsrpc_registers* words);

#ifdef GOOD
uint64_t handle(const struct tsrpc_registers* words) {
    struct tsrpc_retrieve_mem_request message;
    return tsrpc_unpack_retrieve_mem_request(*words, &message) ? message.memory_handle : 0;
}
#else
uint64_t handle(const struct tsrpc_registers* words) {
    struct tsrpc_retrieve_mem_request message = {0, 0};
    tsrpc_unpack_retrieve_mem_request(*words, &message);
    return message.memory_handle;
}
#endif
