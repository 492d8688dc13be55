/* SPDX-License-Identifier: BSD-3-Clause */
/* Two functions of inspect.cc by the C codec. */
#ifdef SINGLE_FILE
#include "tsrpc.h"
#else
#include "tsrpc/codec.h"
#endif

int request_is_valid(const struct tsrpc_registers* words);
int response_is_valid(const struct tsrpc_registers* words, const struct tsrpc_registers* request);

int request_is_valid(const struct tsrpc_registers* words) { return tsrpc_inspect_request(*words).valid; }
int response_is_valid(const struct tsrpc_registers* words, const struct tsrpc_registers* request) {
    return tsrpc_inspect_response(*words, *request).valid;
}
