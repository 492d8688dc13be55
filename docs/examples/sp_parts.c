/* SPDX-License-Identifier: BSD-3-Clause */
/* The rest of the recipes' SP, and the plugin that the suite and the drivers talk to. */
#include "docs/examples/sp_parts.h"

#include "tsrpc/abi.h"
#include "tsrpc/plugin.h"
#include "tsrpc/test_service.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define SLOT_COUNT 8

struct slot {
    uint16_t sender_id;
    uint64_t handle;
    struct memory memory; /* base null: a free slot */
};

struct sp {
    const struct tsrpc_spmc* spmc;
    struct slot slots[SLOT_COUNT];
};

/* The services; the interface id of the first one is FIRST_INTERFACE_ID, as SPs need not begin with 0. */
#define FIRST_INTERFACE_ID 3
static const uint8_t services[][16] = {TSRPC_TEST_SERVICE_UUID_BYTES, TSRPC_TEST_SERVICE_TWIN_UUID_BYTES};
enum { SERVICE_COUNT = sizeof services / sizeof services[0] };

int32_t retrieve_memory(struct sp* sp, uint16_t sender_id, uint64_t handle, uint64_t tag) {
    for (size_t i = 0; i < SLOT_COUNT; ++i) {
        void* base;
        uint64_t size;
        if (sp->slots[i].memory.base != NULL) {
            continue;
        }
        if (sp->spmc->mem_retrieve(sp->spmc->ctx, sender_id, handle, tag, &base, &size) != 0) {
            return TSRPC_RPC_TRANSPORT_LAYER;
        }
        sp->slots[i] = (struct slot){.sender_id = sender_id, .handle = handle, .memory = {.base = base, .size = size}};
        return TSRPC_RPC_SUCCESS;
    }
    return TSRPC_RPC_NOT_FOUND;
}

static int is_used_for(const struct slot* slot, uint16_t sender_id, uint64_t handle) {
    return slot->memory.base != NULL && slot->sender_id == sender_id && slot->handle == handle;
}

int32_t relinquish_memory(struct sp* sp, uint16_t sender_id, uint64_t handle) {
    for (size_t i = 0; i < SLOT_COUNT; ++i) {
        if (is_used_for(&sp->slots[i], sender_id, handle)) {
            if (sp->spmc->mem_relinquish(sp->spmc->ctx, handle) != 0) {
                return TSRPC_RPC_TRANSPORT_LAYER;
            }
            sp->slots[i].memory.base = NULL;
            return TSRPC_RPC_SUCCESS;
        }
    }
    return TSRPC_RPC_NOT_FOUND;
}

int find_memory(const struct sp* sp, uint16_t sender_id, uint64_t handle, struct memory* memory) {
    if (handle == TSRPC_INVALID_MEMORY_HANDLE) {
        *memory = (struct memory){.base = NULL, .size = 0};
        return 1;
    }
    for (size_t i = 0; i < SLOT_COUNT; ++i) {
        if (is_used_for(&sp->slots[i], sender_id, handle)) {
            *memory = sp->slots[i].memory;
            return 1;
        }
    }
    return 0;
}

int32_t find_service(const uint8_t uuid[16]) {
    for (int32_t i = 0; i < SERVICE_COUNT; ++i) {
        if (memcmp(services[i], uuid, sizeof services[i]) == 0) {
            return FIRST_INTERFACE_ID + i;
        }
    }
    return -1;
}

int32_t call_service(uint16_t sender_id, uint8_t interface_id, uint16_t opcode, uint32_t client_id, uint32_t length,
                     struct memory memory, uint32_t* service_status, uint32_t* response_length) {
    const int instance = interface_id - FIRST_INTERFACE_ID;
    const struct tsrpc_test_service_request request = {
        .sender_id = sender_id,
        .interface_id = interface_id,
        .instance = (uint8_t)instance,
        .opcode = opcode,
        .client_id = client_id,
        .request_length = length,
        .buffer = memory.base,
        .buffer_size = memory.size,
    };
    if (instance < 0 || instance >= SERVICE_COUNT) {
        return TSRPC_RPC_INVALID_VALUE;
    }
    return tsrpc_test_service_call(&request, service_status, response_length);
}

static void* create(const struct tsrpc_spmc* spmc) {
    struct sp* const sp = spmc->abi_version == TSRPC_PLUGIN_ABI_VERSION ? calloc(1, sizeof *sp) : NULL;
    if (sp != NULL) {
        sp->spmc = spmc;
    }
    return sp;
}

static void destroy(void* sp) { free(sp); }

static void direct_request(void* sp, uint16_t sender_id, const uint32_t request[5], uint32_t response[5]) {
    answer_words(sp, sender_id, request, response);
}

const struct tsrpc_sp_plugin* tsrpc_get_sp_plugin(void) {
    static const struct tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "recipe", create, destroy, direct_request};
    return &plugin;
}
