/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which function of an endpoint answers which request.
 *
 * Generated from abi/include/tsrpc/layout.hpp. After a change there: ./bazelw run //codec:update
 */
#ifndef TSRPC_CODEC_DISPATCH_H
#define TSRPC_CODEC_DISPATCH_H

#include "tsrpc/codec/unpack.h"

/*
 * What an endpoint does with the requests that it can refuse. A function returns the RPC status of the response. It
 * writes the rest of it, which is 0 before, and is sent as 0 after any status but SUCCESS. `context` is what
 * `tsrpc_serve` was given.
 */
struct tsrpc_handler {
    int32_t (*retrieve_mem)(void* context, const struct tsrpc_retrieve_mem_request* request);
    int32_t (*relinquish_mem)(void* context, const struct tsrpc_relinquish_mem_request* request);
    int32_t (*service_info)(void* context, const struct tsrpc_service_info_request* request, uint8_t* interface_id);
    int32_t (*service_call)(void* context, const struct tsrpc_service_call_request* request, uint32_t* service_status,
                            uint32_t* response_length);
};

TSRPC_INLINE_ struct tsrpc_registers tsrpc_serve_(const struct tsrpc_registers* words,
                                                  const struct tsrpc_handler* handler, void* context, int strict) {
    const uint32_t control = tsrpc_named_(words->words[TSRPC_W3]);
    int32_t status = TSRPC_RPC_INVALID_VALUE;
    uint32_t w5 = 0;
    uint32_t w6 = 0;
    if (tsrpc_is_call_(words->words[TSRPC_W3])) {
        if (!strict || !tsrpc_breaks_service_call_request_(words)) {
            struct tsrpc_service_call_request request;
            tsrpc_read_service_call_request_(words, &request);
            status = handler->service_call(context, &request, &w5, &w6);
        }
    } else {
        switch (tsrpc_opcode_(words->words[TSRPC_W3])) {
        case TSRPC_OPCODE_GET_VERSION: return tsrpc_words_(control, TSRPC_PROTOCOL_VERSION, 0, 0, 0);
        case TSRPC_OPCODE_RETRIEVE_MEM:
            if (!strict || !tsrpc_breaks_retrieve_mem_request_(words)) {
                struct tsrpc_retrieve_mem_request request;
                tsrpc_read_retrieve_mem_request_(words, &request);
                status = handler->retrieve_mem(context, &request);
            }
            break;
        case TSRPC_OPCODE_RELINQUISH_MEM:
            if (!strict || !tsrpc_breaks_relinquish_mem_request_(words)) {
                struct tsrpc_relinquish_mem_request request;
                tsrpc_read_relinquish_mem_request_(words, &request);
                status = handler->relinquish_mem(context, &request);
            }
            break;
        case TSRPC_OPCODE_SERVICE_INFO:
            if (!strict || !tsrpc_breaks_service_info_request_(words)) {
                struct tsrpc_service_info_request request;
                uint8_t interface_id = 0;
                tsrpc_read_service_info_request_(words, &request);
                status = handler->service_info(context, &request, &interface_id);
                tsrpc_require_(status != TSRPC_RPC_SUCCESS || tsrpc_is_service_(interface_id));
                w5 = interface_id;
            }
            break;
        default: break;
        }
    }
    if (status != TSRPC_RPC_SUCCESS) {
        w5 = 0;
        w6 = 0;
    }
    return tsrpc_words_(control, TSRPC_CAST_(uint32_t, status), w5, w6, 0);
}

#endif /* TSRPC_CODEC_DISPATCH_H */
