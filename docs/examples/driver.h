/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the drivers of docs/recipes.md offer to the rest of a system, here to driver_main.c. False: it failed, and the
 * log says why.
 */
#ifndef TSRPC_DOCS_EXAMPLES_DRIVER_H
#define TSRPC_DOCS_EXAMPLES_DRIVER_H

#include "tsrpc.h"

#include <stdint.h>
#ifndef __cplusplus
#include <stdbool.h>
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* Where a service is. */
struct session {
    uint16_t endpoint_id;
    uint8_t interface_id;
};

/* What a service answered. */
struct answer {
    uint32_t service_status; /* its own; RPC SUCCESS does not say that the service succeeded */
    uint32_t length;         /* bytes of the shared memory */
};

/* Whether the endpoint speaks this version of the protocol: the first thing to ask. */
bool probe(uint16_t endpoint_id);

bool open_session(struct session* session, const struct tsrpc_uuid* service);

/* Shares memory with an endpoint and has it retrieved there, with the tag that the Linux driver uses; the reverse. */
bool share(uint16_t endpoint_id, void* base, uint32_t size, uint64_t* handle);
bool unshare(uint16_t endpoint_id, uint64_t handle);

/* A call with `length` bytes of request in the `size` bytes that are shared as `handle`. A doorbell, a call without
 * memory, has TSRPC_INVALID_MEMORY_HANDLE, size and length 0. */
bool invoke(const struct session* session, uint16_t opcode, uint64_t handle, uint32_t size, uint32_t length,
            struct answer* answer);

#ifdef __cplusplus
}
#endif

#endif /* TSRPC_DOCS_EXAMPLES_DRIVER_H */
