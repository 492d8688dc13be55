/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the recipes of docs/recipes.md take an SP to have already: the memory that callers share with it, and services.
 * C11 and C++.
 */
#ifndef TSRPC_DOCS_EXAMPLES_SP_PARTS_H
#define TSRPC_DOCS_EXAMPLES_SP_PARTS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct sp;

/* Memory as its (sender, handle) pair finds it. */
struct memory {
    uint8_t* base;
    uint64_t size; /* bytes */
};

/* FFA_MEM_RETRIEVE_REQ and FFA_MEM_RELINQUISH, with a table of what is retrieved. An RPC status. */
int32_t retrieve_memory(struct sp* sp, uint16_t sender_id, uint64_t handle, uint64_t tag);
int32_t relinquish_memory(struct sp* sp, uint16_t sender_id, uint64_t handle);

/* 1 and the memory, or 0: this sender has none of that handle here. A doorbell's handle has memory of size 0. */
int find_memory(const struct sp* sp, uint16_t sender_id, uint64_t handle, struct memory* memory);

/* The interface id that a service was given, or -1. */
int32_t find_service(const uint8_t uuid[16]);

/* A call to the service of this interface id; its request is memory's first `length` bytes. An RPC status. */
int32_t call_service(uint16_t sender_id, uint8_t interface_id, uint16_t opcode, uint32_t client_id, uint32_t length,
                     struct memory memory, uint32_t* service_status, uint32_t* response_length);

/* What sp.c and sp.cc make of the recipe: answers one direct request. */
void answer_words(struct sp* sp, uint16_t sender_id, const uint32_t request[5], uint32_t response[5]);

#ifdef __cplusplus
}
#endif

#endif /* TSRPC_DOCS_EXAMPLES_SP_PARTS_H */
