/* SPDX-License-Identifier: BSD-3-Clause */
/* docs/recipes.md, "Answer one in an SP". */
#include "docs/examples/sp_parts.h"
#include "tsrpc.h"

#include <string.h>

static struct tsrpc_registers service_info(struct tsrpc_registers words, const struct tsrpc_service_info_request* m) {
    const int32_t id = find_service(m->service_uuid.bytes);
    if (id < 0) {
        return tsrpc_reject(words, TSRPC_RPC_NOT_FOUND);
    }
    /* A number from a table or a manifest: packing 0xff traps. */
    if (id >= TSRPC_MANAGEMENT_INTERFACE_ID) {
        return tsrpc_reject(words, TSRPC_RPC_INTERNAL);
    }
    const struct tsrpc_service_info_response response = {.rpc_status = TSRPC_RPC_SUCCESS, .interface_id = (uint8_t)id};
    return tsrpc_pack_service_info_response(response);
}

static struct tsrpc_registers service_call(struct sp* sp, uint16_t sender_id, struct tsrpc_registers words,
                                           const struct tsrpc_service_call_request* m) {
    struct memory memory = {0};
    if (m->memory_handle != TSRPC_INVALID_MEMORY_HANDLE && !find_memory(sp, sender_id, m->memory_handle, &memory)) {
        return tsrpc_reject(words, TSRPC_RPC_NOT_FOUND);
    }
    if (m->request_length > memory.size) {
        return tsrpc_reject(words, TSRPC_RPC_INVALID_VALUE);
    }
    struct tsrpc_service_call_response response = {.opcode = m->opcode, .interface_id = m->interface_id};
    response.rpc_status = serve(sender_id, m->interface_id, m->opcode, m->client_id, m->request_length, memory,
                                &response.service_status, &response.response_length);
    if (response.rpc_status != TSRPC_RPC_SUCCESS) {
        return tsrpc_reject(words, response.rpc_status);
    }
    return tsrpc_pack_service_call_response(response);
}

/* Answers a direct request, whatever its five words are. */
static struct tsrpc_registers answer(struct sp* sp, uint16_t sender_id, struct tsrpc_registers words) {
    union {
        struct tsrpc_retrieve_mem_request retrieve_mem;
        struct tsrpc_relinquish_mem_request relinquish_mem;
        struct tsrpc_service_info_request service_info;
        struct tsrpc_service_call_request service_call;
    } m;
    if (tsrpc_unpack_lenient_get_version_request(words)) {
        const struct tsrpc_get_version_response response = {.version = TSRPC_PROTOCOL_VERSION};
        return tsrpc_pack_get_version_response(response);
    }
    if (tsrpc_unpack_lenient_retrieve_mem_request(words, &m.retrieve_mem)) {
        const struct tsrpc_retrieve_mem_response response = {
            .rpc_status = retrieve_memory(sp, sender_id, m.retrieve_mem.memory_handle, m.retrieve_mem.memory_tag)};
        return tsrpc_pack_retrieve_mem_response(response);
    }
    if (tsrpc_unpack_lenient_relinquish_mem_request(words, &m.relinquish_mem)) {
        const struct tsrpc_relinquish_mem_response response = {
            .rpc_status = relinquish_memory(sp, sender_id, m.relinquish_mem.memory_handle)};
        return tsrpc_pack_relinquish_mem_response(response);
    }
    if (tsrpc_unpack_lenient_service_info_request(words, &m.service_info)) {
        return service_info(words, &m.service_info);
    }
    if (tsrpc_unpack_lenient_service_call_request(words, &m.service_call)) {
        return service_call(sp, sender_id, words, &m.service_call);
    }
    return tsrpc_reject(words, TSRPC_RPC_INVALID_VALUE); /* a management opcode that version 1 does not have */
}

void answer_words(struct sp* sp, uint16_t sender_id, const uint32_t request[5], uint32_t response[5]) {
    const struct tsrpc_registers words = answer(sp, sender_id, tsrpc_registers_from(request));
    memcpy(response, words.words, sizeof words.words);
}
