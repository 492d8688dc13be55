/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * How an implementation under test is attached: an SP or a caller as a shared object, or linked in. A plugin exports
 * one of the two functions tsrpc_get_..., or both. C11 and C++. docs/attaching-an-sp.md is the guide.
 *
 * The other side is the runner, which plays the rest of the world. It calls one instance from one thread at a time.
 */
#ifndef TSRPC_PLUGIN_H
#define TSRPC_PLUGIN_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Set in every abi_version below, by both sides; a mismatch is refused. */
#define TSRPC_PLUGIN_ABI_VERSION 1u

/* FF-A error codes (FF-A, "Status codes"), as the functions that the runner offers return them. */
#define TSRPC_FFA_NOT_SUPPORTED INT32_C(-1)
#define TSRPC_FFA_INVALID_PARAMETERS INT32_C(-2)
#define TSRPC_FFA_NO_MEMORY INT32_C(-3)
#define TSRPC_FFA_BUSY INT32_C(-4)
#define TSRPC_FFA_INTERRUPTED INT32_C(-5)
#define TSRPC_FFA_DENIED INT32_C(-6)
#define TSRPC_FFA_RETRY INT32_C(-7)
#define TSRPC_FFA_ABORTED INT32_C(-8)

/* What an SPMC offers to an SP. Functions return 0, or a negative FF-A error code. */
struct tsrpc_spmc {
    uint32_t abi_version;
    uint16_t own_id; /* FF-A id of the SP under test */
    void* ctx;       /* first argument of the functions */

    /* FFA_MEM_RETRIEVE_REQ: maps what sender_id shared as handle. *size in bytes, whole pages of 4096. */
    int32_t (*mem_retrieve)(void* ctx, uint16_t sender_id, uint64_t handle, uint64_t tag, void** base, uint64_t* size);

    /* FFA_MEM_RELINQUISH: gives it back; the mapping is gone. */
    int32_t (*mem_relinquish)(void* ctx, uint64_t handle);
};

/*
 * An SP under test. create and destroy may be called many times in one process. At most one SP lives at a time, and
 * each is as after boot: create resets all static state, so that nothing of an earlier one is left.
 */
struct tsrpc_sp_plugin {
    uint32_t abi_version;
    const char* name;

    /* An SP as after boot: no memory retrieved, its services ready. NULL: failed. spmc outlives the SP. */
    void* (*create)(const struct tsrpc_spmc* spmc);

    /* Ends the SP, whatever it has retrieved. create may follow. */
    void (*destroy)(void* sp);

    /* One FFA_MSG_SEND_DIRECT_REQ32 from sender_id: W3..W7 in, W3..W7 of the direct response out. */
    void (*direct_request)(void* sp, uint16_t sender_id, const uint32_t request[5], uint32_t response[5]);
};

/* What an SP plugin exports. */
const struct tsrpc_sp_plugin* tsrpc_get_sp_plugin(void);

/* What an FF-A driver offers to a caller. Functions return 0, or a negative FF-A error code. */
struct tsrpc_ffa {
    uint32_t abi_version;
    uint16_t own_id; /* FF-A id of the caller under test */
    void* ctx;       /* first argument of the functions */

    /*
     * FFA_PARTITION_INFO_GET: writes the ids of the endpoints with a protocol UUID (RFC 4122 byte order), at most
     * capacity, and to *count how many it wrote. If that is capacity there may be more: call again with more room.
     * ids is not NULL. No id comes twice.
     */
    int32_t (*partition_ids)(void* ctx, const uint8_t protocol_uuid[16], uint16_t* ids, uint32_t capacity,
                             uint32_t* count);

    /*
     * FFA_MSG_SEND_DIRECT_REQ32: W3..W7 in, W3..W7 of the direct response out. Both may be the same array. An error
     * leaves the response as it was. BUSY and RETRY: not delivered, may be sent again. After any other error it is
     * unknown whether the request was delivered; a service call is then not sent again.
     */
    int32_t (*direct_request)(void* ctx, uint16_t endpoint_id, const uint32_t request[5], uint32_t response[5]);

    /*
     * FFA_MEM_SHARE of size bytes (whole pages) at base to the endpoint, with tag 0. DENIED: some of the pages are
     * shared already.
     */
    int32_t (*mem_share)(void* ctx, uint16_t endpoint_id, void* base, uint64_t size, uint64_t* handle);

    /* FFA_MEM_RECLAIM: the pages are the caller's again. Until it succeeds they are shared. */
    int32_t (*mem_reclaim)(void* ctx, uint64_t handle);
};

/*
 * A caller under test. Functions return 0, or any other value for an error. Several callers may live at once.
 *
 * Outputs are never NULL. On success all of them are written, also those of a doorbell and of length 0; on an error
 * none. The caller chooses the ids of sessions and memories as it likes, session 0 included. The runner never makes up
 * an id: one that is unknown was closed or freed before.
 *
 * A caller may have few sessions, memories, bytes or endpoints. A clean refusal is no defect, but what worked once
 * works again when its resources are back.
 */
struct tsrpc_caller_plugin {
    uint32_t abi_version;
    const char* name;

    /*
     * NULL: no usable endpoint. It may also succeed without one. ffa is this caller's own and outlives it. Versions are
     * asked here or later; an endpoint that has not answered version 1 gets no request but GET_VERSION.
     */
    void* (*create)(const struct tsrpc_ffa* ffa);

    /*
     * Relinquishes and reclaims all that is shared. Pages for which that is refused are never used again: they are
     * leaked, not handed out or freed.
     */
    void (*destroy)(void* caller);

    /* Finds the service (UUID in RFC 4122 byte order) at that endpoint. */
    int32_t (*open_session)(void* caller, uint16_t endpoint_id, const uint8_t service_uuid[16], uint32_t* session);

    /*
     * The session's id is then unknown. Memory belongs to the endpoint, for all sessions with it; a caller may free
     * what was allocated on this session now or later, so the user does not touch that any more.
     */
    int32_t (*close_session)(void* caller, uint32_t session);

    /*
     * Memory for calls: *memory is never 0, *actual_size is at least size. The user writes requests to *base and reads
     * responses there. Whether these are the shared pages, and when they are shared, is the caller's choice: what
     * counts is what the endpoint sees during the call, and what the user reads after it.
     */
    int32_t (*alloc_memory)(void* caller, uint32_t session, uint64_t size, uint32_t* memory, void** base,
                            uint64_t* actual_size);

    /* The user then touches neither the id nor the base any more, not even after an error. */
    int32_t (*free_memory)(void* caller, uint32_t memory);

    /* One service call. memory 0: none, a doorbell. */
    int32_t (*invoke)(void* caller, uint32_t session, uint16_t opcode, uint32_t memory, uint32_t request_length,
                      uint32_t* service_status, uint32_t* response_length);
};

/* What a caller plugin exports. */
const struct tsrpc_caller_plugin* tsrpc_get_caller_plugin(void);

#ifdef __cplusplus
}
#endif

#endif /* TSRPC_PLUGIN_H */
