/* SPDX-License-Identifier: BSD-3-Clause */
/* docs/recipes.md, "Build a request in a driver". */
#include "docs/examples/driver.h"

#include "docs/examples/platform.h"

#include <inttypes.h>

static bool send(uint16_t endpoint_id, const struct tsrpc_registers* request, struct tsrpc_registers* words) {
    const int32_t error = ffa_direct_request(endpoint_id, request->words, words->words);
    if (error != 0) {
        log_line("endpoint 0x%04x: FF-A error %" PRId32, (unsigned)endpoint_id, error);
    }
    return error == 0;
}

static void log_frame(char mark, const uint32_t words[5]) {
    log_line("%c %08" PRIx32 " %08" PRIx32 " %08" PRIx32 " %08" PRIx32 " %08" PRIx32, mark, words[0], words[1],
             words[2], words[3], words[4]);
}

/* Logs what a response breaks; its request tells which message it should be. */
static void log_refused(const struct tsrpc_registers* request, const struct tsrpc_registers* words) {
    const struct tsrpc_inspection response = tsrpc_inspect_response(*words, *request);
    log_frame('>', request->words);
    log_frame('<', words->words);
    for (size_t i = 0; i < response.violations.size; ++i) {
        const struct tsrpc_violation* const broken = &response.violations.items[i];
        log_line("  %s bits %08" PRIx32 ": breaks rule %s", tsrpc_register_name(broken->reg), broken->bits,
                 tsrpc_rule_name(broken->rule));
    }
}

static inline bool refuse(const struct tsrpc_registers* request, const struct tsrpc_registers* words) {
    log_refused(request, words);
    return false;
}

static bool succeeded(uint16_t endpoint_id, int32_t rpc_status) {
    if (rpc_status != TSRPC_RPC_SUCCESS) {
        const char* const name = tsrpc_rpc_status_name(rpc_status); /* null: an open set */
        log_line("endpoint 0x%04x: RPC status %" PRId32 " (%s)", (unsigned)endpoint_id, rpc_status,
                 name != NULL ? name : "unknown");
    }
    return rpc_status == TSRPC_RPC_SUCCESS;
}

bool probe(uint16_t endpoint_id) {
    const struct tsrpc_registers request = tsrpc_pack_get_version_request();
    struct tsrpc_registers words;
    struct tsrpc_get_version_response response;
    return send(endpoint_id, &request, &words) &&
           (tsrpc_unpack_get_version_response(words, request, &response) || refuse(&request, &words)) &&
           response.version == TSRPC_PROTOCOL_VERSION;
}

bool open_session(struct session* session, const struct tsrpc_uuid* service) {
    const struct tsrpc_service_info_request message = {.service_uuid = *service};
    const struct tsrpc_registers request = tsrpc_pack_service_info_request(message);
    struct tsrpc_registers words;
    struct tsrpc_service_info_response response;
    if (!send(session->endpoint_id, &request, &words) ||
        !(tsrpc_unpack_service_info_response(words, request, &response) || refuse(&request, &words)) ||
        !succeeded(session->endpoint_id, response.rpc_status)) {
        return false;
    }
    session->interface_id = response.interface_id;
    return true;
}

bool share(uint16_t endpoint_id, void* base, uint32_t size, uint64_t* handle) {
    if (ffa_mem_share(endpoint_id, base, size, handle) != 0) {
        return false;
    }
    const struct tsrpc_retrieve_mem_request message = {.memory_handle = *handle, .memory_tag = 0};
    const struct tsrpc_registers request = tsrpc_pack_retrieve_mem_request(message);
    struct tsrpc_registers words;
    struct tsrpc_retrieve_mem_response response;
    if (send(endpoint_id, &request, &words) &&
        (tsrpc_unpack_retrieve_mem_response(words, request, &response) || refuse(&request, &words)) &&
        succeeded(endpoint_id, response.rpc_status)) {
        return true;
    }
    if (ffa_mem_reclaim(*handle) != 0) {
        log_line("handle 0x%016" PRIx64 ": the endpoint keeps the memory; do not use it again", *handle);
    }
    return false;
}

bool unshare(uint16_t endpoint_id, uint64_t handle) {
    const struct tsrpc_relinquish_mem_request message = {.memory_handle = handle};
    const struct tsrpc_registers request = tsrpc_pack_relinquish_mem_request(message);
    struct tsrpc_registers words;
    struct tsrpc_relinquish_mem_response response;
    return send(endpoint_id, &request, &words) &&
           (tsrpc_unpack_relinquish_mem_response(words, request, &response) || refuse(&request, &words)) &&
           succeeded(endpoint_id, response.rpc_status) && ffa_mem_reclaim(handle) == 0;
}

bool invoke(const struct session* session, uint16_t opcode, uint64_t handle, uint32_t size, uint32_t length,
            struct answer* answer) {
    const struct tsrpc_service_call_request message = {
        .memory_handle = handle, .request_length = length, .opcode = opcode, .interface_id = session->interface_id};
    const struct tsrpc_registers request = tsrpc_pack_service_call_request(message);
    struct tsrpc_registers words;
    struct tsrpc_service_call_response response;
    if (!send(session->endpoint_id, &request, &words) ||
        !(tsrpc_unpack_service_call_response(words, request, &response) || refuse(&request, &words)) ||
        !succeeded(session->endpoint_id, response.rpc_status)) {
        return false;
    }
    *answer = (struct answer){response.service_status, response.response_length};
    return answer->length <= size; /* it is the endpoint that says so */
}
