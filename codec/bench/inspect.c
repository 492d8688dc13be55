/* SPDX-License-Identifier: BSD-3-Clause */
/* Two functions of inspect.cc by the C codec. */
#ifdef SINGLE_FILE
#include "tsrpc.h"
#else
#include "tsrpc/codec.h"
#endif

int request_is_valid(const struct tsrpc_registers* words);
int response_is_valid(const struct tsrpc_registers* words, const struct tsrpc_registers* request);

/* Not by `*words`, a copy for which gcc -Os -mstrict-align calls memcpy. */
int request_is_valid(const struct tsrpc_registers* words) {
    return tsrpc_inspect_request(tsrpc_registers_from(words->words)).valid;
}
int response_is_valid(const struct tsrpc_registers* words, const struct tsrpc_registers* request) {
    return tsrpc_inspect_response(tsrpc_registers_from(words->words), tsrpc_registers_from(request->words)).valid;
}
