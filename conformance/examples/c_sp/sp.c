/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A whole TS-RPC SP in C11, to start your own from. It hosts the test service and its twin: put your services into
 * `services`. All but create() and destroy() is freestanding. "ABI n" cites section n of docs/abi.md.
 *
 * To build and check it, here:
 *
 *   cc -std=c11 -Wall -Wextra -fPIC -shared -I../../../abi/include -I../../include -o example_sp.so sp.c
 *   tsrpc check sp --target plugin:./example_sp.so
 */
#include "tsrpc/abi.h"
#include "tsrpc/plugin.h"
#include "tsrpc/test_service.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* The argument registers. ABI 1. */
enum { W3, W4, W5, W6, W7, REGISTER_COUNT };

/* How many regions can be retrieved at a time. */
#define SLOT_COUNT 8

/* A retrieved region. It belongs to its sender, whatever service it is used with. ABI 3. */
struct slot {
    bool used;
    uint16_t sender_id;
    uint64_t handle;
    uint8_t* base;
    uint64_t size;
};

struct sp {
    const struct tsrpc_spmc* spmc;
    struct slot slots[SLOT_COUNT];
};

/* A service call as a service sees it. */
struct call {
    uint16_t sender_id;
    uint8_t interface_id;
    uint16_t opcode;
    uint32_t client_id;
    uint32_t request_length; /* bytes, at most buffer_size */
    uint8_t* buffer;         /* request in, response out; null for a doorbell */
    uint64_t buffer_size;
};

/* What a service answers. Unless rpc_status is TSRPC_RPC_SUCCESS the rest does not reach the caller. */
struct result {
    int32_t rpc_status;
    uint32_t service_status;
    uint32_t response_length; /* bytes, at most buffer_size */
};

static struct result serve_test(const struct call* call, uint8_t instance) {
    const struct tsrpc_test_service_request request = {
        .sender_id = call->sender_id,
        .interface_id = call->interface_id,
        .instance = instance,
        .opcode = call->opcode,
        .client_id = call->client_id,
        .request_length = call->request_length,
        .buffer = call->buffer,
        .buffer_size = call->buffer_size,
    };
    struct result result;
    result.rpc_status = tsrpc_test_service_call(&request, &result.service_status, &result.response_length);
    return result;
}

static struct result test_service(const struct call* call) { return serve_test(call, 0); }
static struct result test_service_twin(const struct call* call) { return serve_test(call, 1); }

/* The services. A service's interface id is its place here. */
static const struct service {
    uint8_t uuid[16];
    struct result (*serve)(const struct call* call);
} services[] = {
    {TSRPC_TEST_SERVICE_UUID_BYTES, test_service},
    {TSRPC_TEST_SERVICE_TWIN_UUID_BYTES, test_service_twin},
};
#define SERVICE_COUNT (sizeof services / sizeof services[0])
_Static_assert(SERVICE_COUNT <= TSRPC_MANAGEMENT_INTERFACE_ID, "interface id 0xff is no service's");

static uint64_t join(uint32_t low, uint32_t high) { return (uint64_t)high << 32 | low; }

/* The slot of this sender's handle, or null. */
static struct slot* find_slot(struct sp* sp, uint16_t sender_id, uint64_t handle) {
    for (size_t i = 0; i < SLOT_COUNT; ++i) {
        struct slot* const slot = &sp->slots[i];
        if (slot->used && slot->sender_id == sender_id && slot->handle == handle) {
            return slot;
        }
    }
    return NULL;
}

static struct slot* find_free_slot(struct sp* sp) {
    for (size_t i = 0; i < SLOT_COUNT; ++i) {
        if (!sp->slots[i].used) {
            return &sp->slots[i];
        }
    }
    return NULL;
}

static int32_t retrieve_mem(struct sp* sp, uint16_t sender_id, uint64_t handle, uint64_t tag) {
    struct slot* const slot = find_free_slot(sp);
    void* base;
    uint64_t size;
    if (slot == NULL) {
        return TSRPC_RPC_NOT_FOUND;
    }
    if (sp->spmc->mem_retrieve(sp->spmc->ctx, sender_id, handle, tag, &base, &size) != 0) {
        return TSRPC_RPC_TRANSPORT_LAYER;
    }
    *slot = (struct slot){.used = true, .sender_id = sender_id, .handle = handle, .base = base, .size = size};
    return TSRPC_RPC_SUCCESS;
}

static int32_t relinquish_mem(struct sp* sp, uint16_t sender_id, uint64_t handle) {
    struct slot* const slot = find_slot(sp, sender_id, handle);
    if (slot == NULL) {
        return TSRPC_RPC_NOT_FOUND;
    }
    if (sp->spmc->mem_relinquish(sp->spmc->ctx, handle) != 0) {
        return TSRPC_RPC_TRANSPORT_LAYER;
    }
    slot->used = false;
    return TSRPC_RPC_SUCCESS;
}

/* UUID bytes travel four to a register, the first in the least significant byte. ABI 3. */
static bool is_uuid(const uint8_t uuid[16], const uint32_t words[4]) {
    for (size_t i = 0; i < 16; ++i) {
        if (uuid[i] != (words[i / 4] >> 8 * (i % 4) & 0xff)) {
            return false;
        }
    }
    return true;
}

static int32_t service_info(const uint32_t uuid[4], uint32_t* interface_id) {
    for (uint32_t i = 0; i < SERVICE_COUNT; ++i) {
        if (is_uuid(services[i].uuid, uuid)) {
            *interface_id = i;
            return TSRPC_RPC_SUCCESS;
        }
    }
    return TSRPC_RPC_NOT_FOUND;
}

/* Every register a response does not use is 0: the caller of these functions has cleared them. ABI 4. */
static void management_call(struct sp* sp, uint16_t sender_id, const uint32_t request[], uint32_t response[]) {
    const uint64_t handle = join(request[W4], request[W5]);
    int32_t status = TSRPC_RPC_INVALID_VALUE;

    switch (request[W3] & TSRPC_CONTROL_OPCODE_MASK) {
    case TSRPC_OPCODE_GET_VERSION: /* has no RPC status */ response[W4] = TSRPC_PROTOCOL_VERSION; return;
    case TSRPC_OPCODE_RETRIEVE_MEM: status = retrieve_mem(sp, sender_id, handle, join(request[W6], request[W7])); break;
    case TSRPC_OPCODE_RELINQUISH_MEM: status = relinquish_mem(sp, sender_id, handle); break;
    case TSRPC_OPCODE_SERVICE_INFO: status = service_info(&request[W4], &response[W5]); break;
    }
    response[W4] = (uint32_t)status;
}

static struct result service_call(struct sp* sp, uint16_t sender_id, const uint32_t request[]) {
    const uint64_t handle = join(request[W4], request[W5]);
    struct call call = {
        .sender_id = sender_id,
        .interface_id = (request[W3] & TSRPC_CONTROL_INTERFACE_ID_MASK) >> TSRPC_CONTROL_INTERFACE_ID_SHIFT,
        .opcode = request[W3] & TSRPC_CONTROL_OPCODE_MASK,
        .client_id = request[W7],
        .request_length = request[W6],
    };
    if (call.interface_id >= SERVICE_COUNT) {
        return (struct result){.rpc_status = TSRPC_RPC_INVALID_VALUE};
    }
    if (handle != TSRPC_INVALID_MEMORY_HANDLE) { /* else a doorbell: no buffer, size 0 */
        const struct slot* const slot = find_slot(sp, sender_id, handle);
        if (slot == NULL) {
            return (struct result){.rpc_status = TSRPC_RPC_NOT_FOUND};
        }
        call.buffer = slot->base;
        call.buffer_size = slot->size;
    }
    if (call.request_length > call.buffer_size) {
        return (struct result){.rpc_status = TSRPC_RPC_INVALID_VALUE};
    }
    return services[call.interface_id].serve(&call);
}

static void direct_request(void* ctx, uint16_t sender_id, const uint32_t request[5], uint32_t response[5]) {
    const uint32_t interface_id = (request[W3] & TSRPC_CONTROL_INTERFACE_ID_MASK) >> TSRPC_CONTROL_INTERFACE_ID_SHIFT;

    /* A response carries the request's interface id and opcode, and flags 0. ABI 2. */
    response[W3] = request[W3] & (TSRPC_CONTROL_INTERFACE_ID_MASK | TSRPC_CONTROL_OPCODE_MASK);
    for (size_t i = W4; i < REGISTER_COUNT; ++i) {
        response[i] = 0;
    }
    if (interface_id == TSRPC_MANAGEMENT_INTERFACE_ID) {
        management_call(ctx, sender_id, request, response);
        return;
    }
    const struct result result = service_call(ctx, sender_id, request);
    response[W4] = (uint32_t)result.rpc_status;
    if (result.rpc_status == TSRPC_RPC_SUCCESS) {
        response[W5] = result.service_status;
        response[W6] = result.response_length;
    }
}

static void* create(const struct tsrpc_spmc* spmc) {
    struct sp* sp;
    if (spmc->abi_version != TSRPC_PLUGIN_ABI_VERSION) {
        return NULL;
    }
    sp = calloc(1, sizeof *sp);
    if (sp != NULL) {
        sp->spmc = spmc;
    }
    return sp;
}

static void destroy(void* sp) { free(sp); }

const struct tsrpc_sp_plugin* tsrpc_get_sp_plugin(void) {
    static const struct tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "example", create, destroy, direct_request};
    return &plugin;
}
