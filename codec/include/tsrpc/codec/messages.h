/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The messages of ABI 3: a struct a message and direction.
 *
 * Generated from abi/include/tsrpc/layout.hpp. After a change there: ./bazelw run //codec:update
 */
#ifndef TSRPC_CODEC_MESSAGES_H
#define TSRPC_CODEC_MESSAGES_H

#include "tsrpc/codec/uuid.h"

/* GET_VERSION response. It has no RPC status. */
struct tsrpc_get_version_response {
    uint32_t version; /* A version of the protocol: 1 and up (ABI 3). */
};

/* RETRIEVE_MEM request: do FFA_MEM_RETRIEVE_REQ with this handle and tag. */
struct tsrpc_retrieve_mem_request {
    uint64_t memory_handle; /* FF-A's name of a region of shared memory (ABI 3). */
    uint64_t memory_tag;    /* FF-A's tag of a region of shared memory (ABI 3). */
};

/* RETRIEVE_MEM response: whether the endpoint has the memory now. */
struct tsrpc_retrieve_mem_response {
    int32_t rpc_status; /* How the request's delivery went (ABI 3). Open: any number is kept as it is. */
};

/* RELINQ_MEM request: do FFA_MEM_RELINQUISH with this handle. */
struct tsrpc_relinquish_mem_request {
    uint64_t memory_handle; /* FF-A's name of a region of shared memory (ABI 3). */
};

/* RELINQ_MEM response: whether the endpoint gave the memory up. */
struct tsrpc_relinquish_mem_response {
    int32_t rpc_status; /* How the request's delivery went (ABI 3). Open: any number is kept as it is. */
};

/* SERVICE_INFO request: which interface id has the service? */
struct tsrpc_service_info_request {
    struct tsrpc_uuid service_uuid; /* Which service (ABI 3 and 6). */
};

/*
 * SERVICE_INFO response. The interface id means something only if the RPC status is SUCCESS; send 0 otherwise (ABI 4).
 */
struct tsrpc_service_info_response {
    int32_t rpc_status;   /* How the request's delivery went (ABI 3). Open: any number is kept as it is. */
    uint8_t interface_id; /* The interface id of a service: 0 to 0xfe (ABI 2). */
};

/*
 * A call to a service. A doorbell, a call without shared memory, has handle TSRPC_INVALID_MEMORY_HANDLE and request
 * length 0.
 */
struct tsrpc_service_call_request {
    uint64_t memory_handle;  /* FF-A's name of a region of shared memory (ABI 3). */
    uint32_t request_length; /* Bytes of the shared memory that hold the request (ABI 3). */
    uint32_t client_id;      /* The client; the driver sends 0 (ABI 3). */
    uint16_t opcode;         /* The operation of a service (ABI 2). */
    uint8_t interface_id;    /* The interface id of a service: 0 to 0xfe (ABI 2). */
};

/* The answer to a call: interface id and opcode are the request's. After an RPC error the rest is 0 (ABI 4). */
struct tsrpc_service_call_response {
    int32_t rpc_status;       /* How the request's delivery went (ABI 3). Open: any number is kept as it is. */
    uint32_t service_status;  /* The service's own status; means something after RPC SUCCESS (ABI 3). */
    uint32_t response_length; /* Bytes of the shared memory that hold the response (ABI 3). */
    uint16_t opcode;          /* The operation of a service (ABI 2). */
    uint8_t interface_id;     /* The interface id of a service: 0 to 0xfe (ABI 2). */
};

#endif /* TSRPC_CODEC_MESSAGES_H */
