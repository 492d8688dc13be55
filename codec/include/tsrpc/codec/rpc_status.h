/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The names of RPC statuses.
 *
 * Generated from codec/include/tsrpc/codec/value.hpp. After a change there: ./bazelw run //codec:update
 */
#ifndef TSRPC_CODEC_RPC_STATUS_H
#define TSRPC_CODEC_RPC_STATUS_H

#include "tsrpc/abi.h"
#include "tsrpc/codec/compiler.h"

/* The ABI's name of a status ("NOT_FOUND"), or a null pointer for a value that version 1 does not define. ABI 3. */
static inline const char* tsrpc_rpc_status_name(int32_t rpc_status) {
    switch (rpc_status) {
    case TSRPC_RPC_SUCCESS: return "SUCCESS";
    case TSRPC_RPC_INTERNAL: return "INTERNAL";
    case TSRPC_RPC_INVALID_VALUE: return "INVALID_VALUE";
    case TSRPC_RPC_NOT_FOUND: return "NOT_FOUND";
    case TSRPC_RPC_INVALID_STATE: return "INVALID_STATE";
    case TSRPC_RPC_TRANSPORT_LAYER: return "TRANSPORT_LAYER";
    case TSRPC_RPC_INVALID_REQUEST_BODY: return "INVALID_REQUEST_BODY";
    case TSRPC_RPC_INVALID_RESPONSE_BODY: return "INVALID_RESPONSE_BODY";
    case TSRPC_RPC_RESOURCE_FAILURE: return "RESOURCE_FAILURE";
    default: return TSRPC_NULL_;
    }
}

#endif /* TSRPC_CODEC_RPC_STATUS_H */
