/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Registers to messages.
 *
 * Generated from abi/include/tsrpc/layout.hpp. After a change there: ./bazelw run //codec:update
 */
#ifndef TSRPC_CODEC_UNPACK_H
#define TSRPC_CODEC_UNPACK_H

#include "tsrpc/codec/messages.h"
#include "tsrpc/codec/words.h"

/* The values, whatever else is in the registers. */

TSRPC_INLINE_ void tsrpc_read_get_version_response_(const struct tsrpc_registers* words,
                                                    struct tsrpc_get_version_response* message) {
    message->version = words->words[TSRPC_W4];
}

TSRPC_INLINE_ void tsrpc_read_retrieve_mem_request_(const struct tsrpc_registers* words,
                                                    struct tsrpc_retrieve_mem_request* message) {
    message->memory_handle = tsrpc_join_(words->words[TSRPC_W4], words->words[TSRPC_W5]);
    message->memory_tag = tsrpc_join_(words->words[TSRPC_W6], words->words[TSRPC_W7]);
}

TSRPC_INLINE_ void tsrpc_read_retrieve_mem_response_(const struct tsrpc_registers* words,
                                                     struct tsrpc_retrieve_mem_response* message) {
    message->rpc_status = tsrpc_status_(words->words[TSRPC_W4]);
}

TSRPC_INLINE_ void tsrpc_read_relinquish_mem_request_(const struct tsrpc_registers* words,
                                                      struct tsrpc_relinquish_mem_request* message) {
    message->memory_handle = tsrpc_join_(words->words[TSRPC_W4], words->words[TSRPC_W5]);
}

TSRPC_INLINE_ void tsrpc_read_relinquish_mem_response_(const struct tsrpc_registers* words,
                                                       struct tsrpc_relinquish_mem_response* message) {
    message->rpc_status = tsrpc_status_(words->words[TSRPC_W4]);
}

TSRPC_INLINE_ void tsrpc_read_service_info_request_(const struct tsrpc_registers* words,
                                                    struct tsrpc_service_info_request* message) {
    tsrpc_read_uuid_(&words->words[TSRPC_W4], &message->service_uuid);
}

TSRPC_INLINE_ void tsrpc_read_service_info_response_(const struct tsrpc_registers* words,
                                                     struct tsrpc_service_info_response* message) {
    message->rpc_status = tsrpc_status_(words->words[TSRPC_W4]);
    message->interface_id = TSRPC_CAST_(uint8_t, words->words[TSRPC_W5] & 0xff);
}

TSRPC_INLINE_ void tsrpc_read_service_call_request_(const struct tsrpc_registers* words,
                                                    struct tsrpc_service_call_request* message) {
    message->memory_handle = tsrpc_join_(words->words[TSRPC_W4], words->words[TSRPC_W5]);
    message->request_length = words->words[TSRPC_W6];
    message->client_id = words->words[TSRPC_W7];
    message->opcode = tsrpc_opcode_(words->words[TSRPC_W3]);
    message->interface_id = tsrpc_interface_id_(words->words[TSRPC_W3]);
}

TSRPC_INLINE_ void tsrpc_read_service_call_response_(const struct tsrpc_registers* words,
                                                     struct tsrpc_service_call_response* message) {
    message->rpc_status = tsrpc_status_(words->words[TSRPC_W4]);
    message->service_status = words->words[TSRPC_W5];
    message->response_length = words->words[TSRPC_W6];
    message->opcode = tsrpc_opcode_(words->words[TSRPC_W3]);
    message->interface_id = tsrpc_interface_id_(words->words[TSRPC_W3]);
}

/* A doorbell's request length is 0: the one rule that spans two fields. ABI 3. */
TSRPC_INLINE_ int tsrpc_is_doorbell_with_length_(const struct tsrpc_registers* words) {
    return tsrpc_join_(words->words[TSRPC_W4], words->words[TSRPC_W5]) == TSRPC_INVALID_MEMORY_HANDLE &&
           words->words[TSRPC_W6] != 0;
}

/* What strict unpacking refuses: words that break a MUST of the message's table. */

TSRPC_INLINE_ int tsrpc_breaks_get_version_request_(const struct tsrpc_registers* words) {
    return (tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_GET_VERSION) | words->words[TSRPC_W4] |
            words->words[TSRPC_W5] | words->words[TSRPC_W6] | words->words[TSRPC_W7]) != 0;
}

TSRPC_INLINE_ int tsrpc_breaks_get_version_response_(const struct tsrpc_registers* words,
                                                     const struct tsrpc_registers* request) {
    return (tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_GET_VERSION) |
            tsrpc_not_echoed_(words->words[TSRPC_W3], request->words[TSRPC_W3]) | words->words[TSRPC_W5] |
            words->words[TSRPC_W6] | words->words[TSRPC_W7]) != 0 ||
           words->words[TSRPC_W4] == 0;
}

TSRPC_INLINE_ int tsrpc_breaks_retrieve_mem_request_(const struct tsrpc_registers* words) {
    return tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_RETRIEVE_MEM) != 0;
}

TSRPC_INLINE_ int tsrpc_breaks_retrieve_mem_response_(const struct tsrpc_registers* words,
                                                      const struct tsrpc_registers* request) {
    return (tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_RETRIEVE_MEM) |
            tsrpc_not_echoed_(words->words[TSRPC_W3], request->words[TSRPC_W3]) | words->words[TSRPC_W5] |
            words->words[TSRPC_W6] | words->words[TSRPC_W7]) != 0;
}

TSRPC_INLINE_ int tsrpc_breaks_relinquish_mem_request_(const struct tsrpc_registers* words) {
    return (tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_RELINQUISH_MEM) | words->words[TSRPC_W6] |
            words->words[TSRPC_W7]) != 0;
}

TSRPC_INLINE_ int tsrpc_breaks_relinquish_mem_response_(const struct tsrpc_registers* words,
                                                        const struct tsrpc_registers* request) {
    return (tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_RELINQUISH_MEM) |
            tsrpc_not_echoed_(words->words[TSRPC_W3], request->words[TSRPC_W3]) | words->words[TSRPC_W5] |
            words->words[TSRPC_W6] | words->words[TSRPC_W7]) != 0;
}

TSRPC_INLINE_ int tsrpc_breaks_service_info_request_(const struct tsrpc_registers* words) {
    return tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_SERVICE_INFO) != 0;
}

TSRPC_INLINE_ int tsrpc_breaks_service_info_response_(const struct tsrpc_registers* words,
                                                      const struct tsrpc_registers* request) {
    return (tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_SERVICE_INFO) |
            tsrpc_not_echoed_(words->words[TSRPC_W3], request->words[TSRPC_W3]) | words->words[TSRPC_W6] |
            words->words[TSRPC_W7]) != 0 ||
           !tsrpc_is_service_(words->words[TSRPC_W5]);
}

TSRPC_INLINE_ int tsrpc_breaks_service_call_request_(const struct tsrpc_registers* words) {
    return tsrpc_not_fixed_(words->words[TSRPC_W3]) != 0 || !tsrpc_is_call_(words->words[TSRPC_W3]) ||
           tsrpc_is_doorbell_with_length_(words);
}

TSRPC_INLINE_ int tsrpc_breaks_service_call_response_(const struct tsrpc_registers* words,
                                                      const struct tsrpc_registers* request) {
    return (tsrpc_not_fixed_(words->words[TSRPC_W3]) |
            tsrpc_not_echoed_(words->words[TSRPC_W3], request->words[TSRPC_W3])) != 0 ||
           !tsrpc_is_call_(words->words[TSRPC_W3]);
}

/* Strict unpacking. */

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_get_version_request(struct tsrpc_registers words) {
    return !tsrpc_breaks_get_version_request_(&words);
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_get_version_response(struct tsrpc_registers words,
                                                                   struct tsrpc_registers request,
                                                                   struct tsrpc_get_version_response* message) {
    if (tsrpc_breaks_get_version_response_(&words, &request)) {
        return 0;
    }
    tsrpc_read_get_version_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_retrieve_mem_request(struct tsrpc_registers words,
                                                                   struct tsrpc_retrieve_mem_request* message) {
    if (tsrpc_breaks_retrieve_mem_request_(&words)) {
        return 0;
    }
    tsrpc_read_retrieve_mem_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_retrieve_mem_response(struct tsrpc_registers words,
                                                                    struct tsrpc_registers request,
                                                                    struct tsrpc_retrieve_mem_response* message) {
    if (tsrpc_breaks_retrieve_mem_response_(&words, &request)) {
        return 0;
    }
    tsrpc_read_retrieve_mem_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_relinquish_mem_request(struct tsrpc_registers words,
                                                                     struct tsrpc_relinquish_mem_request* message) {
    if (tsrpc_breaks_relinquish_mem_request_(&words)) {
        return 0;
    }
    tsrpc_read_relinquish_mem_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_relinquish_mem_response(struct tsrpc_registers words,
                                                                      struct tsrpc_registers request,
                                                                      struct tsrpc_relinquish_mem_response* message) {
    if (tsrpc_breaks_relinquish_mem_response_(&words, &request)) {
        return 0;
    }
    tsrpc_read_relinquish_mem_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_service_info_request(struct tsrpc_registers words,
                                                                   struct tsrpc_service_info_request* message) {
    if (tsrpc_breaks_service_info_request_(&words)) {
        return 0;
    }
    tsrpc_read_service_info_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_service_info_response(struct tsrpc_registers words,
                                                                    struct tsrpc_registers request,
                                                                    struct tsrpc_service_info_response* message) {
    if (tsrpc_breaks_service_info_response_(&words, &request)) {
        return 0;
    }
    tsrpc_read_service_info_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_service_call_request(struct tsrpc_registers words,
                                                                   struct tsrpc_service_call_request* message) {
    if (tsrpc_breaks_service_call_request_(&words)) {
        return 0;
    }
    tsrpc_read_service_call_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_service_call_response(struct tsrpc_registers words,
                                                                    struct tsrpc_registers request,
                                                                    struct tsrpc_service_call_response* message) {
    if (tsrpc_breaks_service_call_response_(&words, &request)) {
        return 0;
    }
    tsrpc_read_service_call_response_(&words, message);
    return 1;
}

/*
 * Lenient unpacking: fails only if there is no such message, or a value that its field cannot have and that means
 * something.
 */

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_lenient_get_version_request(struct tsrpc_registers words) {
    return tsrpc_named_(words.words[TSRPC_W3]) == tsrpc_management_(TSRPC_OPCODE_GET_VERSION);
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_lenient_get_version_response(struct tsrpc_registers words,
                                                                           struct tsrpc_get_version_response* message) {
    if (words.words[TSRPC_W4] == 0) {
        return 0;
    }
    tsrpc_read_get_version_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_lenient_retrieve_mem_request(struct tsrpc_registers words,
                                                                           struct tsrpc_retrieve_mem_request* message) {
    if (tsrpc_named_(words.words[TSRPC_W3]) != tsrpc_management_(TSRPC_OPCODE_RETRIEVE_MEM)) {
        return 0;
    }
    tsrpc_read_retrieve_mem_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int
tsrpc_unpack_lenient_retrieve_mem_response(struct tsrpc_registers words, struct tsrpc_retrieve_mem_response* message) {
    tsrpc_read_retrieve_mem_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int
tsrpc_unpack_lenient_relinquish_mem_request(struct tsrpc_registers words,
                                            struct tsrpc_relinquish_mem_request* message) {
    if (tsrpc_named_(words.words[TSRPC_W3]) != tsrpc_management_(TSRPC_OPCODE_RELINQUISH_MEM)) {
        return 0;
    }
    tsrpc_read_relinquish_mem_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int
tsrpc_unpack_lenient_relinquish_mem_response(struct tsrpc_registers words,
                                             struct tsrpc_relinquish_mem_response* message) {
    tsrpc_read_relinquish_mem_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_lenient_service_info_request(struct tsrpc_registers words,
                                                                           struct tsrpc_service_info_request* message) {
    if (tsrpc_named_(words.words[TSRPC_W3]) != tsrpc_management_(TSRPC_OPCODE_SERVICE_INFO)) {
        return 0;
    }
    tsrpc_read_service_info_request_(&words, message);
    return 1;
}

/* After an RPC error the interface id means nothing. Any is taken then, and 0xff, which is no service's, reads as 0. */
TSRPC_CHECKED_ TSRPC_INLINE_ int
tsrpc_unpack_lenient_service_info_response(struct tsrpc_registers words, struct tsrpc_service_info_response* message) {
    const int32_t rpc_status = tsrpc_status_(words.words[TSRPC_W4]);
    if (!tsrpc_is_service_(words.words[TSRPC_W5])) {
        if (rpc_status == TSRPC_RPC_SUCCESS) {
            return 0;
        }
        words.words[TSRPC_W5] = 0;
    }
    message->rpc_status = rpc_status;
    message->interface_id = TSRPC_CAST_(uint8_t, words.words[TSRPC_W5] & 0xff);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_lenient_service_call_request(struct tsrpc_registers words,
                                                                           struct tsrpc_service_call_request* message) {
    if (!tsrpc_is_call_(words.words[TSRPC_W3])) {
        return 0;
    }
    tsrpc_read_service_call_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int
tsrpc_unpack_lenient_service_call_response(struct tsrpc_registers words, struct tsrpc_service_call_response* message) {
    if (!tsrpc_is_call_(words.words[TSRPC_W3])) {
        return 0;
    }
    tsrpc_read_service_call_response_(&words, message);
    return 1;
}

#endif /* TSRPC_CODEC_UNPACK_H */
