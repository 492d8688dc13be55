/* SPDX-License-Identifier: BSD-3-Clause */
/* docs/recipes.md, "Build a request in a driver", and a program that does it. */
#include "docs/examples/platform.h"
#include "tsrpc.h"
#include "tsrpc/test_service.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stddef.h>

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
static void log_refused(struct tsrpc_registers request, struct tsrpc_registers words) {
    static const char* const rules[] = {"value", "fixed", "MBZ", "RES", "echo"}; /* as enum tsrpc_rule */
    const struct tsrpc_inspection response = tsrpc_inspect_response(words, request);
    log_frame('>', request.words);
    log_frame('<', words.words);
    for (size_t i = 0; i < response.violations.size; ++i) {
        const struct tsrpc_violation* const broken = &response.violations.items[i];
        log_line("  W%d bits %08" PRIx32 ": breaks rule %s", 3 + (int)broken->reg, broken->bits, rules[broken->rule]);
    }
}

static bool succeeded(uint16_t endpoint_id, int32_t rpc_status) {
    if (rpc_status != TSRPC_RPC_SUCCESS) {
        const char* const name = tsrpc_rpc_status_name(rpc_status); /* null: an open set */
        log_line("endpoint 0x%04x: RPC status %" PRId32 " (%s)", (unsigned)endpoint_id, rpc_status,
                 name != NULL ? name : "unknown");
    }
    return rpc_status == TSRPC_RPC_SUCCESS;
}

/* Whether the endpoint speaks this version of the protocol: the first thing to ask. */
static bool probe(uint16_t endpoint_id) {
    const struct tsrpc_registers request = tsrpc_pack_get_version_request();
    struct tsrpc_registers words;
    struct tsrpc_get_version_response response;
    if (!send(endpoint_id, &request, &words)) {
        return false;
    }
    if (!tsrpc_unpack_get_version_response(words, request, &response)) {
        log_refused(request, words);
        return false;
    }
    return response.version == TSRPC_PROTOCOL_VERSION;
}

/* Where a service is. */
struct session {
    uint16_t endpoint_id;
    uint8_t interface_id;
};

static bool open_session(struct session* session, struct tsrpc_uuid service) {
    const struct tsrpc_service_info_request message = {.service_uuid = service};
    const struct tsrpc_registers request = tsrpc_pack_service_info_request(message);
    struct tsrpc_registers words;
    struct tsrpc_service_info_response response;
    if (!send(session->endpoint_id, &request, &words)) {
        return false;
    }
    if (!tsrpc_unpack_service_info_response(words, request, &response)) {
        log_refused(request, words);
        return false;
    }
    if (!succeeded(session->endpoint_id, response.rpc_status)) {
        return false;
    }
    session->interface_id = response.interface_id;
    return true;
}

/* The other messages in the same way. RETRIEVE_MEM, with the tag that the Linux driver uses: */
static bool retrieve_mem(uint16_t endpoint_id, uint64_t handle) {
    const struct tsrpc_retrieve_mem_request message = {.memory_handle = handle, .memory_tag = 0};
    const struct tsrpc_registers request = tsrpc_pack_retrieve_mem_request(message);
    struct tsrpc_registers words;
    struct tsrpc_retrieve_mem_response response;
    if (!send(endpoint_id, &request, &words)) {
        return false;
    }
    if (!tsrpc_unpack_retrieve_mem_response(words, request, &response)) {
        log_refused(request, words);
        return false;
    }
    return succeeded(endpoint_id, response.rpc_status);
}

static bool relinquish_mem(uint16_t endpoint_id, uint64_t handle) {
    const struct tsrpc_relinquish_mem_request message = {.memory_handle = handle};
    const struct tsrpc_registers request = tsrpc_pack_relinquish_mem_request(message);
    struct tsrpc_registers words;
    struct tsrpc_relinquish_mem_response response;
    if (!send(endpoint_id, &request, &words)) {
        return false;
    }
    if (!tsrpc_unpack_relinquish_mem_response(words, request, &response)) {
        log_refused(request, words);
        return false;
    }
    return succeeded(endpoint_id, response.rpc_status);
}

/* Shares memory with an endpoint and has it retrieved there. */
static bool share(uint16_t endpoint_id, void* base, uint32_t size, uint64_t* handle) {
    if (ffa_mem_share(endpoint_id, base, size, handle) != 0) {
        return false;
    }
    if (retrieve_mem(endpoint_id, *handle)) {
        return true;
    }
    if (ffa_mem_reclaim(*handle) != 0) {
        log_line("handle 0x%016" PRIx64 ": the endpoint keeps the memory; do not use it again", *handle);
    }
    return false;
}

static bool unshare(uint16_t endpoint_id, uint64_t handle) {
    return relinquish_mem(endpoint_id, handle) && ffa_mem_reclaim(handle) == 0;
}

/* A call with `length` bytes of request in the `size` bytes that are shared as `handle`. After it the response's
 * service status is the service's own: RPC SUCCESS does not say that the service succeeded. */
static bool invoke(const struct session* session, uint16_t opcode, uint64_t handle, uint32_t size, uint32_t length,
                   struct tsrpc_service_call_response* response) {
    const struct tsrpc_service_call_request message = {.memory_handle = handle,
                                                       .request_length = length,
                                                       .client_id = 0,
                                                       .opcode = opcode,
                                                       .interface_id = session->interface_id};
    const struct tsrpc_registers request = tsrpc_pack_service_call_request(message);
    struct tsrpc_registers words;
    if (!send(session->endpoint_id, &request, &words)) {
        return false;
    }
    if (!tsrpc_unpack_service_call_response(words, request, response)) {
        log_refused(request, words);
        return false;
    }
    return succeeded(session->endpoint_id, response->rpc_status) &&
           response->response_length <= size; /* it is the endpoint that says so */
}

/* A call without memory. */
static bool ring(const struct session* session, uint16_t opcode, struct tsrpc_service_call_response* response) {
    return invoke(session, opcode, TSRPC_INVALID_MEMORY_HANDLE, 0, 0, response);
}

static void print(const struct tsrpc_service_call_response* response) {
    log_line("service status %" PRIu32 ", %" PRIu32 " bytes", response->service_status, response->response_length);
}

int main(void) {
    enum { ENDPOINT = 0x8001, SPOILT_ENDPOINT = 0x8002, NO_ENDPOINT = 0x8003 };
    static const struct tsrpc_uuid test_service = {TSRPC_TEST_SERVICE_UUID_BYTES};
    static const struct tsrpc_uuid psa_crypto = {
        {0xd9, 0xdf, 0x52, 0xd5, 0x16, 0xa2, 0x4b, 0xb2, 0x9a, 0xa4, 0xd2, 0x6d, 0x3b, 0x84, 0xe8, 0xc0}};

    static uint8_t memory[4096];
    uint64_t handle = 0;
    struct tsrpc_service_call_response response = {0};
    struct session session = {ENDPOINT, 0};
    log_line("probe: %d", probe(ENDPOINT));
    log_line("open: %d", open_session(&session, test_service));
    log_line("share: %d", share(ENDPOINT, memory, sizeof memory, &handle));

    memory[0] = 0x2a;
    log_line("invoke: %d", invoke(&session, TSRPC_TEST_SERVICE_STATUS, handle, sizeof memory, 4, &response));
    print(&response);
    log_line("invoke: %d", invoke(&session, TSRPC_TEST_SERVICE_DESCRIBE, handle, sizeof memory, 0, &response));
    print(&response);
    log_line("response over the memory: %d", invoke(&session, TSRPC_TEST_SERVICE_DESCRIBE, handle, 8, 0, &response));
    log_line("ring: %d", ring(&session, TSRPC_TEST_SERVICE_NOP, &response));
    print(&response);
    log_line("unknown opcode: %d", ring(&session, 0x1234, &response));
    log_line("unshare: %d", unshare(ENDPOINT, handle));
    log_line("unshare again: %d", unshare(ENDPOINT, handle));

    log_line("unknown service: %d", open_session(&session, psa_crypto));
    session.endpoint_id = NO_ENDPOINT;
    log_line("no endpoint: %d", open_session(&session, test_service));
    log_line("spoilt response: %d", share(SPOILT_ENDPOINT, memory, sizeof memory, &handle));
    return 0;
}
