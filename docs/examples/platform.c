/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * An FF-A world for the drivers: the SP that is linked in at endpoint 0x8001, the same behind a line that spoils its
 * responses at 0x8002, and one region at a time.
 */
#include "docs/examples/platform.h"

#include "tsrpc/plugin.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

enum { DRIVER_ID = 1, GOOD_ENDPOINT = 0x8001, SPOILT_ENDPOINT = 0x8002 };

static const uint64_t HANDLE = 0xfedcba9876543210;

static struct {
    void* base; /* null: nothing is shared */
    uint32_t size;
    int retrieved;
} region;

static int32_t mem_retrieve(void* ctx, uint16_t sender_id, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
    (void)ctx;
    if (region.base == NULL || sender_id != DRIVER_ID || handle != HANDLE || tag != 0) {
        return TSRPC_FFA_INVALID_PARAMETERS;
    }
    region.retrieved = 1;
    *base = region.base;
    *size = region.size;
    return 0;
}

static int32_t mem_relinquish(void* ctx, uint64_t handle) {
    (void)ctx;
    if (!region.retrieved || handle != HANDLE) {
        return TSRPC_FFA_INVALID_PARAMETERS;
    }
    region.retrieved = 0;
    return 0;
}

int32_t ffa_direct_request(uint16_t endpoint_id, const uint32_t request[5], uint32_t response[5]) {
    static const struct tsrpc_spmc spmc = {TSRPC_PLUGIN_ABI_VERSION, GOOD_ENDPOINT, NULL, mem_retrieve, mem_relinquish};
    static void* sp = NULL;
    if (endpoint_id != GOOD_ENDPOINT && endpoint_id != SPOILT_ENDPOINT) {
        return TSRPC_FFA_INVALID_PARAMETERS;
    }
    if (sp == NULL) {
        sp = tsrpc_get_sp_plugin()->create(&spmc);
    }
    tsrpc_get_sp_plugin()->direct_request(sp, DRIVER_ID, request, response);
    if (endpoint_id == SPOILT_ENDPOINT) {
        response[0] |= 0x01000000;
        response[4] |= 0x00000010;
    }
    return 0;
}

int32_t ffa_mem_share(uint16_t endpoint_id, void* base, uint32_t size, uint64_t* handle) {
    (void)endpoint_id;
    if (region.base != NULL) {
        return TSRPC_FFA_NO_MEMORY;
    }
    region.base = base;
    region.size = size;
    *handle = HANDLE;
    return 0;
}

int32_t ffa_mem_reclaim(uint64_t handle) {
    if (region.base == NULL || handle != HANDLE) {
        return TSRPC_FFA_INVALID_PARAMETERS;
    }
    if (region.retrieved) {
        return TSRPC_FFA_DENIED;
    }
    region.base = NULL;
    return 0;
}

void log_line(const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vprintf(format, arguments);
    va_end(arguments);
    putchar('\n');
}
