/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Messages to registers. A number that its field cannot hold traps. A doorbell with a request length has an encoding,
 * although it breaks a MUST: it is packed.
 *
 * Generated from abi/include/tsrpc/layout.hpp. After a change there: ./bazelw run //codec:update
 */
#ifndef TSRPC_CODEC_PACK_H
#define TSRPC_CODEC_PACK_H

#include "tsrpc/codec/messages.h"
#include "tsrpc/codec/words.h"

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_get_version_request(void) {
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_GET_VERSION), 0, 0, 0, 0);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_get_version_response(struct tsrpc_get_version_response message) {
    tsrpc_require_(message.version != 0);
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_GET_VERSION), message.version, 0, 0, 0);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_retrieve_mem_request(struct tsrpc_retrieve_mem_request message) {
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_RETRIEVE_MEM), tsrpc_low_(message.memory_handle),
                        tsrpc_high_(message.memory_handle), tsrpc_low_(message.memory_tag),
                        tsrpc_high_(message.memory_tag));
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_retrieve_mem_response(struct tsrpc_retrieve_mem_response message) {
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_RETRIEVE_MEM), TSRPC_CAST_(uint32_t, message.rpc_status), 0, 0,
                        0);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_relinquish_mem_request(struct tsrpc_relinquish_mem_request message) {
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_RELINQUISH_MEM), tsrpc_low_(message.memory_handle),
                        tsrpc_high_(message.memory_handle), 0, 0);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_relinquish_mem_response(struct tsrpc_relinquish_mem_response message) {
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_RELINQUISH_MEM), TSRPC_CAST_(uint32_t, message.rpc_status), 0, 0,
                        0);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_service_info_request(struct tsrpc_service_info_request message) {
    return tsrpc_words_of_uuid_(tsrpc_management_(TSRPC_OPCODE_SERVICE_INFO), &message.service_uuid);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_service_info_response(struct tsrpc_service_info_response message) {
    tsrpc_require_(message.interface_id != TSRPC_MANAGEMENT_INTERFACE_ID);
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_SERVICE_INFO), TSRPC_CAST_(uint32_t, message.rpc_status),
                        message.interface_id, 0, 0);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_service_call_request(struct tsrpc_service_call_request message) {
    tsrpc_require_(message.interface_id != TSRPC_MANAGEMENT_INTERFACE_ID);
    return tsrpc_words_(tsrpc_control_(message.interface_id, message.opcode), tsrpc_low_(message.memory_handle),
                        tsrpc_high_(message.memory_handle), message.request_length, message.client_id);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_service_call_response(struct tsrpc_service_call_response message) {
    tsrpc_require_(message.interface_id != TSRPC_MANAGEMENT_INTERFACE_ID);
    return tsrpc_words_(tsrpc_control_(message.interface_id, message.opcode), TSRPC_CAST_(uint32_t, message.rpc_status),
                        message.service_status, message.response_length, 0);
}

#endif /* TSRPC_CODEC_PACK_H */
