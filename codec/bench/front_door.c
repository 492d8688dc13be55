/* SPDX-License-Identifier: BSD-3-Clause */
/* The endpoint of front_door.cc by the C codec. */
#include "front_door.h"

#include "tsrpc/codec.h"

static int32_t h_retrieve(void* context, const struct tsrpc_retrieve_mem_request* m) {
    (void)context;
    return retrieve_memory(m->memory_handle, m->memory_tag);
}
static int32_t h_relinquish(void* context, const struct tsrpc_relinquish_mem_request* m) {
    (void)context;
    return relinquish_memory(m->memory_handle);
}
static int32_t h_info(void* context, const struct tsrpc_service_info_request* m, uint8_t* id) {
    (void)context;
    int32_t s = find_service(m->service_uuid.bytes, id);
    return s == 0 && *id == 0xff ? -1 : s;
}
static int32_t h_call(void* context, const struct tsrpc_service_call_request* m, uint32_t* s, uint32_t* l) {
    (void)context;
    return call_service(m->interface_id, m->opcode, m->memory_handle, m->request_length, m->client_id, s, l);
}
static struct tsrpc_registers answer(struct tsrpc_registers words) {
    static const struct tsrpc_handler handler = {h_retrieve, h_relinquish, h_info, h_call};
    return tsrpc_serve_lenient(words, &handler, 0);
}

void endpoint_by_c(const struct tsrpc_registers* words, struct tsrpc_registers* response);
void endpoint_by_c(const struct tsrpc_registers* words, struct tsrpc_registers* response) {
    *response = answer(*words);
}
