/* SPDX-License-Identifier: BSD-3-Clause */
/* docs/recipes.md, "Answer one in an SP". */
#include "docs/examples/sp_parts.h"
#include "tsrpc.h"

/* An SP, and whose requests it answers. */
struct endpoint {
    struct sp* sp;
    uint16_t sender_id;
};

static int32_t retrieve_mem(void* context, const struct tsrpc_retrieve_mem_request* m) {
    const struct endpoint* const e = context;
    return retrieve_memory(e->sp, e->sender_id, m->memory_handle, m->memory_tag);
}

static int32_t relinquish_mem(void* context, const struct tsrpc_relinquish_mem_request* m) {
    const struct endpoint* const e = context;
    return relinquish_memory(e->sp, e->sender_id, m->memory_handle);
}

static int32_t service_info(void* context, const struct tsrpc_service_info_request* m, uint8_t* interface_id) {
    const uint32_t id = (uint32_t)find_service(m->service_uuid.bytes);
    (void)context;
    *interface_id = (uint8_t)id;
    /* A number from a table or a manifest: SUCCESS with 0xff would trap. */
    return tsrpc_can_hold_interface_id(id) ? TSRPC_RPC_SUCCESS : TSRPC_RPC_NOT_FOUND;
}

static int32_t service_call(void* context, const struct tsrpc_service_call_request* m, uint32_t* service_status,
                            uint32_t* response_length) {
    const struct endpoint* const e = context;
    struct memory memory;
    if (!find_memory(e->sp, e->sender_id, m->memory_handle, &memory)) {
        return TSRPC_RPC_NOT_FOUND;
    }
    if (m->request_length > memory.size) {
        return TSRPC_RPC_INVALID_VALUE;
    }
    return call_service(e->sender_id, m->interface_id, m->opcode, m->client_id, m->request_length, memory,
                        service_status, response_length);
}

/* Answers a direct request, whatever its five words are. */
void answer_words(struct sp* sp, uint16_t sender_id, const uint32_t request[5], uint32_t response[5]) {
    static const struct tsrpc_handler handler = {retrieve_mem, relinquish_mem, service_info, service_call};
    struct endpoint endpoint = {sp, sender_id};
    tsrpc_registers_to(tsrpc_serve_lenient(tsrpc_registers_from(request), &handler, &endpoint), response);
}
