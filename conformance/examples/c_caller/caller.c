/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A whole TS-RPC caller in C11, to start your own from. All but create() and destroy() is freestanding. "ABI n" cites
 * section n of docs/abi.md.
 *
 * To build and check it, here:
 *
 *   cc -std=c11 -Wall -Wextra -fPIC -shared -I../../../abi/include -I../../include -o example_caller.so caller.c
 *   tsrpc check caller --target plugin:./example_caller.so
 */
#include "tsrpc/abi.h"
#include "tsrpc/plugin.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>

/* The argument registers. ABI 1. */
enum { W3, W4, W5, W6, W7, REGISTER_COUNT };

enum { ENDPOINT_COUNT = 64, SESSION_COUNT = 16, MEMORY_COUNT = 16, PAGES_EACH = 16 };

/* The errors of this caller's functions; any number but 0 would do. */
enum { UNKNOWN_ID = 1, NO_ROOM, NO_SUCH_ENDPOINT, REFUSED_BY_ENDPOINT, REFUSED_BY_FFA, TOO_LONG };

struct session {
    bool open;
    uint16_t endpoint;
    uint8_t interface_id;
};

/* Pages are the caller's own until they are shared, and again when they were reclaimed. */
enum memory_state { UNUSED, RETRIEVED, RELINQUISHED };

struct memory {
    enum memory_state state;
    bool freed; /* by the user; if the state is not UNUSED, the pages never came back */
    uint16_t endpoint;
    uint64_t handle;
    uint64_t size;
};

struct caller {
    const struct tsrpc_ffa* ffa;
    uint16_t endpoints[ENDPOINT_COUNT]; /* of version 1 */
    uint32_t endpoint_count;
    struct session sessions[SESSION_COUNT];
    struct memory memories[MEMORY_COUNT];
    uint8_t* pages; /* PAGES_EACH for each memory */
};

static uint32_t control_word(uint32_t interface_id, uint32_t opcode) {
    return interface_id << TSRPC_CONTROL_INTERFACE_ID_SHIFT | opcode;
}

static uint32_t management(uint32_t opcode) { return control_word(TSRPC_MANAGEMENT_INTERFACE_ID, opcode); }

/* One request, with all that it does not use 0. 0, or why there is no answer that says SUCCESS. ABI 3. */
static int32_t ask(struct caller* caller, uint16_t endpoint, const uint32_t request[REGISTER_COUNT],
                   uint32_t response[REGISTER_COUNT]) {
    if (caller->ffa->direct_request(caller->ffa->ctx, endpoint, request, response) != 0) {
        return REFUSED_BY_FFA;
    }
    return response[W4] == TSRPC_RPC_SUCCESS ? 0 : REFUSED_BY_ENDPOINT;
}

static bool speaks_version_1(struct caller* caller, uint16_t endpoint) {
    const uint32_t request[REGISTER_COUNT] = {management(TSRPC_OPCODE_GET_VERSION)};
    uint32_t response[REGISTER_COUNT];
    return caller->ffa->direct_request(caller->ffa->ctx, endpoint, request, response) == 0 &&
           response[W4] == TSRPC_PROTOCOL_VERSION;
}

static bool knows(const struct caller* caller, uint16_t endpoint) {
    for (uint32_t i = 0; i < caller->endpoint_count; ++i) {
        if (caller->endpoints[i] == endpoint) {
            return true;
        }
    }
    return false;
}

static struct session* find_session(struct caller* caller, uint32_t id) {
    return id < SESSION_COUNT && caller->sessions[id].open ? &caller->sessions[id] : NULL;
}

/* A memory's id is its place, counted from 1. */
static struct memory* find_memory(struct caller* caller, uint32_t id) {
    if (id == 0 || id > MEMORY_COUNT) {
        return NULL;
    }
    struct memory* memory = &caller->memories[id - 1];
    return memory->state != UNUSED && !memory->freed ? memory : NULL;
}

static uint32_t uuid_word(const uint8_t* bytes) {
    return (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
}

static int32_t open_session(void* ctx, uint16_t endpoint, const uint8_t service_uuid[16], uint32_t* session) {
    struct caller* caller = ctx;
    if (!knows(caller, endpoint)) {
        return NO_SUCH_ENDPOINT;
    }
    uint32_t id = 0;
    while (id < SESSION_COUNT && caller->sessions[id].open) {
        ++id;
    }
    if (id == SESSION_COUNT) {
        return NO_ROOM;
    }
    const uint32_t request[REGISTER_COUNT] = {management(TSRPC_OPCODE_SERVICE_INFO), uuid_word(service_uuid),
                                              uuid_word(service_uuid + 4), uuid_word(service_uuid + 8),
                                              uuid_word(service_uuid + 12)};
    uint32_t response[REGISTER_COUNT];
    const int32_t error = ask(caller, endpoint, request, response);
    if (error != 0) {
        return error;
    }
    if (response[W5] >= TSRPC_MANAGEMENT_INTERFACE_ID) {
        return REFUSED_BY_ENDPOINT; /* no service has that interface id */
    }
    caller->sessions[id] = (struct session){true, endpoint, (uint8_t)response[W5]};
    *session = id;
    return 0;
}

static int32_t close_session(void* ctx, uint32_t id) {
    struct session* session = find_session(ctx, id);
    if (session == NULL) {
        return UNKNOWN_ID;
    }
    session->open = false;
    return 0;
}

/* Has the endpoint relinquish, then reclaims. What either refuses stays as it is: the pages are not used again. */
static int32_t give_back(struct caller* caller, struct memory* memory) {
    if (memory->state == RETRIEVED) {
        const uint32_t request[REGISTER_COUNT] = {management(TSRPC_OPCODE_RELINQUISH_MEM), (uint32_t)memory->handle,
                                                  (uint32_t)(memory->handle >> 32)};
        uint32_t response[REGISTER_COUNT];
        const int32_t error = ask(caller, memory->endpoint, request, response);
        if (error != 0) {
            return error;
        }
        memory->state = RELINQUISHED;
    }
    if (memory->state == RELINQUISHED && caller->ffa->mem_reclaim(caller->ffa->ctx, memory->handle) != 0) {
        return REFUSED_BY_FFA;
    }
    memory->state = UNUSED;
    return 0;
}

static int32_t alloc_memory(void* ctx, uint32_t session_id, uint64_t size, uint32_t* memory_id, void** base,
                            uint64_t* actual_size) {
    struct caller* caller = ctx;
    const struct session* session = find_session(caller, session_id);
    if (session == NULL) {
        return UNKNOWN_ID;
    }
    uint32_t place = 0;
    while (place < MEMORY_COUNT && caller->memories[place].state != UNUSED) {
        ++place;
    }
    if (size == 0 || size > (uint64_t)PAGES_EACH * TSRPC_PAGE_SIZE || place == MEMORY_COUNT) {
        return NO_ROOM;
    }
    uint8_t* pages = caller->pages + (size_t)place * PAGES_EACH * TSRPC_PAGE_SIZE;
    const uint64_t whole = (size + TSRPC_PAGE_SIZE - 1) / TSRPC_PAGE_SIZE * TSRPC_PAGE_SIZE;
    struct memory memory = {RELINQUISHED, false, session->endpoint, 0, whole};
    if (caller->ffa->mem_share(caller->ffa->ctx, session->endpoint, pages, whole, &memory.handle) != 0) {
        return REFUSED_BY_FFA;
    }
    const uint32_t request[REGISTER_COUNT] = {management(TSRPC_OPCODE_RETRIEVE_MEM), (uint32_t)memory.handle,
                                              (uint32_t)(memory.handle >> 32)};
    uint32_t response[REGISTER_COUNT];
    const int32_t error = ask(caller, session->endpoint, request, response);
    if (error != 0) {
        memory.freed = true;
        caller->memories[place] = memory;
        (void)give_back(caller, &caller->memories[place]);
        return error;
    }
    memory.state = RETRIEVED;
    caller->memories[place] = memory;
    *memory_id = place + 1;
    *base = pages;
    *actual_size = whole;
    return 0;
}

static int32_t free_memory(void* ctx, uint32_t id) {
    struct memory* memory = find_memory(ctx, id);
    if (memory == NULL) {
        return UNKNOWN_ID;
    }
    memory->freed = true; /* whatever becomes of it: the user is done */
    return give_back(ctx, memory);
}

static int32_t invoke(void* ctx, uint32_t session_id, uint16_t opcode, uint32_t memory_id, uint32_t request_length,
                      uint32_t* service_status, uint32_t* response_length) {
    struct caller* caller = ctx;
    const struct session* session = find_session(caller, session_id);
    const struct memory* memory = memory_id == 0 ? NULL : find_memory(caller, memory_id);
    if (session == NULL || (memory_id != 0 && (memory == NULL || memory->endpoint != session->endpoint))) {
        return UNKNOWN_ID;
    }
    const uint64_t room = memory == NULL ? 0 : memory->size;
    if (request_length > room) {
        return TOO_LONG;
    }
    const uint64_t handle = memory == NULL ? TSRPC_INVALID_MEMORY_HANDLE : memory->handle;
    const uint32_t request[REGISTER_COUNT] = {control_word(session->interface_id, opcode), (uint32_t)handle,
                                              (uint32_t)(handle >> 32), request_length};
    uint32_t response[REGISTER_COUNT];
    const int32_t error = ask(caller, session->endpoint, request, response);
    if (error != 0) {
        return error;
    }
    if (response[W6] > room) {
        return TOO_LONG;
    }
    *service_status = response[W5];
    *response_length = response[W6];
    return 0;
}

static void* create(const struct tsrpc_ffa* ffa) {
    static const uint8_t protocol_uuid[16] = {0xbd, 0xcd, 0x76, 0xd7, 0x82, 0x5e, 0x47, 0x51,
                                              0x96, 0x3b, 0x86, 0xd4, 0xf8, 0x49, 0x43, 0xac};
    struct caller* caller = calloc(1, sizeof *caller);
    const size_t bytes = (size_t)MEMORY_COUNT * PAGES_EACH * TSRPC_PAGE_SIZE;
    if (caller == NULL || (caller->pages = aligned_alloc(TSRPC_PAGE_SIZE, bytes)) == NULL) {
        free(caller);
        return NULL;
    }
    caller->ffa = ffa;
    uint16_t ids[ENDPOINT_COUNT];
    uint32_t count = 0;
    if (ffa->partition_ids(ffa->ctx, protocol_uuid, ids, ENDPOINT_COUNT, &count) != 0) {
        count = 0;
    }
    for (uint32_t i = 0; i < count; ++i) {
        if (speaks_version_1(caller, ids[i])) {
            caller->endpoints[caller->endpoint_count++] = ids[i];
        }
    }
    return caller;
}

static void destroy(void* ctx) {
    struct caller* caller = ctx;
    bool all_came_back = true;
    for (uint32_t i = 0; i < MEMORY_COUNT; ++i) {
        all_came_back = give_back(caller, &caller->memories[i]) == 0 && all_came_back;
    }
    if (all_came_back) { /* else an endpoint may still write to the pages: nobody else may have them */
        free(caller->pages);
    }
    free(caller);
}

const struct tsrpc_caller_plugin* tsrpc_get_caller_plugin(void) {
    static const struct tsrpc_caller_plugin plugin = {
        .abi_version = TSRPC_PLUGIN_ABI_VERSION,
        .name = "example",
        .create = create,
        .destroy = destroy,
        .open_session = open_session,
        .close_session = close_session,
        .alloc_memory = alloc_memory,
        .free_memory = free_memory,
        .invoke = invoke,
    };
    return &plugin;
}
