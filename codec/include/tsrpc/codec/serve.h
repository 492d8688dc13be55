/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The front door of an endpoint: any request answered. ABI 4.
 */
#ifndef TSRPC_CODEC_SERVE_H
#define TSRPC_CODEC_SERVE_H

#include "tsrpc/codec/dispatch.h"

/*
 * How an endpoint refuses any request: its interface id and opcode, the status, and 0 in every other register. ABI 4.
 * GET_VERSION, whose response has no status, cannot be refused: it is answered. SUCCESS traps.
 */
TSRPC_INLINE_ struct tsrpc_registers tsrpc_reject(struct tsrpc_registers request, int32_t rpc_status) {
    const uint32_t control = tsrpc_named_(request.words[TSRPC_W3]);
    const uint32_t status = TSRPC_CAST_(uint32_t, rpc_status);
    tsrpc_require_(rpc_status != TSRPC_RPC_SUCCESS);
    return tsrpc_words_(
        control, control == tsrpc_management_(TSRPC_OPCODE_GET_VERSION) ? TSRPC_PROTOCOL_VERSION : status, 0, 0, 0);
}

/*
 * Answers any five words as an endpoint does: finds out once which request they are, and calls the handler's function
 * for it. What breaks a MUST, and a management opcode that no message has, is rejected with INVALID_VALUE. ABI 4.
 * GET_VERSION, which has one answer and cannot be refused, is answered. SUCCESS with interface id 0xff traps. If
 * compilers see what is in `handler` (static const), they inline its functions.
 */
TSRPC_CHECKED_ TSRPC_INLINE_ struct tsrpc_registers tsrpc_serve(struct tsrpc_registers words,
                                                                const struct tsrpc_handler* handler, void* context) {
    return tsrpc_serve_(&words, handler, context, 1);
}

/* The same as the reference endpoint does it: only the management opcodes that no message has are rejected. */
TSRPC_CHECKED_ TSRPC_INLINE_ struct tsrpc_registers
tsrpc_serve_lenient(struct tsrpc_registers words, const struct tsrpc_handler* handler, void* context) {
    return tsrpc_serve_(&words, handler, context, 0);
}

#endif /* TSRPC_CODEC_SERVE_H */
