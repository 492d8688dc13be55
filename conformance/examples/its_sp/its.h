/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * PSA Internal Trusted Storage in little, for ../c_sp/sp.c: a service whose answers the conformance suite does not
 * know, to try profiles with (docs/profiles.md). Opcodes and requests are those of Trusted Services, whose structures
 * are packed and little-endian (protocols/service/secure_storage/packed-c). Items are lost when the SP ends.
 */
#ifndef EXAMPLE_ITS_H
#define EXAMPLE_ITS_H

#include <string.h>

/* dc1eef48-b17a-4ccf-ac8b-dfcff7711b14 */
#define ITS_UUID_BYTES                                                                                                 \
    { 0xdc, 0x1e, 0xef, 0x48, 0xb1, 0x7a, 0x4c, 0xcf, 0xac, 0x8b, 0xdf, 0xcf, 0xf7, 0x71, 0x1b, 0x14 }

enum its_opcode { ITS_SET = 0x0100, ITS_GET = 0x0101, ITS_GET_INFO = 0x0102, ITS_REMOVE = 0x0103 };

/* PSA status codes. */
#define ITS_SUCCESS 0
#define ITS_NOT_PERMITTED (-133)
#define ITS_INVALID_ARGUMENT (-135)
#define ITS_DOES_NOT_EXIST (-140)
#define ITS_INSUFFICIENT_STORAGE (-142)

#define ITS_WRITE_ONCE 1u
#define ITS_CAPACITY 64u

static struct its_item {
    bool used;
    bool everyones; /* from the factory; else the owner's alone */
    uint16_t owner;
    uint64_t uid;
    uint32_t flags;
    uint32_t size;
    uint8_t data[ITS_CAPACITY];
} its_items[8];
#define ITS_ITEM_COUNT (sizeof its_items / sizeof its_items[0])

/* As after boot: there is item 1, which nobody can change. */
static void its_reset(void) {
    memset(its_items, 0, sizeof its_items);
    its_items[0] = (struct its_item){
        .used = true, .everyones = true, .uid = 1, .flags = ITS_WRITE_ONCE, .size = 5, .data = "tsrpc"};
}

static uint64_t its_number(const uint8_t* bytes, size_t count) {
    uint64_t number = 0;
    while (count-- > 0) {
        number = number << 8 | bytes[count];
    }
    return number;
}

static void its_put(uint8_t* bytes, size_t count, uint64_t number) {
    for (size_t i = 0; i < count; ++i) {
        bytes[i] = (uint8_t)(number >> 8 * i);
    }
}

static struct its_item* its_find(uint16_t sender_id, uint64_t uid) {
    for (size_t i = 0; i < ITS_ITEM_COUNT; ++i) {
        struct its_item* const item = &its_items[i];
        if (item->used && item->uid == uid && (item->everyones || item->owner == sender_id)) {
            return item;
        }
    }
    return NULL;
}

static struct its_item* its_find_free(void) {
    for (size_t i = 0; i < ITS_ITEM_COUNT; ++i) {
        if (!its_items[i].used) {
            return &its_items[i];
        }
    }
    return NULL;
}

static struct result its_answer(int32_t status, uint32_t response_length) {
    return (struct result){TSRPC_RPC_SUCCESS, (uint32_t)status, response_length};
}

/* Request: u64 uid, u64 size, u32 flags, data. */
static struct result its_set(const struct call* call, uint64_t uid) {
    const uint64_t size = its_number(call->buffer + 8, 8);
    struct its_item* item = its_find(call->sender_id, uid);
    if (size > call->request_length - 20) {
        return (struct result){.rpc_status = TSRPC_RPC_INVALID_REQUEST_BODY};
    }
    if (uid == 0) {
        return its_answer(ITS_INVALID_ARGUMENT, 0);
    }
    if (item != NULL && (item->flags & ITS_WRITE_ONCE) != 0) {
        return its_answer(ITS_NOT_PERMITTED, 0);
    }
    item = item != NULL ? item : its_find_free();
    if (item == NULL || size > ITS_CAPACITY) {
        return its_answer(ITS_INSUFFICIENT_STORAGE, 0);
    }
    *item = (struct its_item){.used = true,
                              .owner = call->sender_id,
                              .uid = uid,
                              .flags = (uint32_t)its_number(call->buffer + 16, 4),
                              .size = (uint32_t)size};
    memcpy(item->data, call->buffer + 20, size);
    return its_answer(ITS_SUCCESS, 0);
}

/* Request: u64 uid, u64 offset, u64 size. Response: so many bytes, or as many as there are. */
static struct result its_get(const struct call* call, const struct its_item* item) {
    const uint64_t offset = its_number(call->buffer + 8, 8);
    uint64_t size = its_number(call->buffer + 16, 8);
    if (item == NULL) {
        return its_answer(ITS_DOES_NOT_EXIST, 0);
    }
    if (offset > item->size) {
        return its_answer(ITS_INVALID_ARGUMENT, 0);
    }
    size = size < item->size - offset ? size : item->size - offset;
    memcpy(call->buffer, item->data + offset, size);
    return its_answer(ITS_SUCCESS, (uint32_t)size);
}

/* Request: u64 uid. Response: u64 capacity, u64 size, u32 flags. */
static struct result its_get_info(const struct call* call, const struct its_item* item) {
    if (item == NULL) {
        return its_answer(ITS_DOES_NOT_EXIST, 0);
    }
    its_put(call->buffer, 8, ITS_CAPACITY);
    its_put(call->buffer + 8, 8, item->size);
    its_put(call->buffer + 16, 4, item->flags);
    return its_answer(ITS_SUCCESS, 20);
}

/* Request: u64 uid. */
static struct result its_remove(struct its_item* item) {
    if (item == NULL) {
        return its_answer(ITS_DOES_NOT_EXIST, 0);
    }
    if ((item->flags & ITS_WRITE_ONCE) != 0) {
        return its_answer(ITS_NOT_PERMITTED, 0);
    }
    item->used = false;
    return its_answer(ITS_SUCCESS, 0);
}

static struct result its_service(const struct call* call) {
    uint32_t least = 8;
    switch (call->opcode) {
    case ITS_SET: least = 20; break;
    case ITS_GET: least = 24; break;
    case ITS_GET_INFO:
    case ITS_REMOVE: break;
    default: return (struct result){.rpc_status = TSRPC_RPC_INVALID_VALUE};
    }
    if (call->request_length < least) { /* a doorbell's is 0 */
        return (struct result){.rpc_status = TSRPC_RPC_INVALID_REQUEST_BODY};
    }
    const uint64_t uid = its_number(call->buffer, 8);
    struct its_item* const item = its_find(call->sender_id, uid);
    switch (call->opcode) {
    case ITS_SET: return its_set(call, uid);
    case ITS_GET: return its_get(call, item);
    case ITS_GET_INFO: return its_get_info(call, item);
    default: return its_remove(item);
    }
}

#endif /* EXAMPLE_ITS_H */
