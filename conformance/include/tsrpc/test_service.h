/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The test service, ready to host in any SP: what the suites call to see data, ids and lengths arrive.
 * C11 and C++, freestanding, nothing to link. An SP registers it under TSRPC_TEST_SERVICE_UUID and, if it can host
 * two services, once more under TSRPC_TEST_SERVICE_TWIN_UUID with instance number 1.
 */
#ifndef TSRPC_TEST_SERVICE_H
#define TSRPC_TEST_SERVICE_H

#include <stdint.h>

/* The service UUIDs as text, and as initialisers of 16 bytes in RFC 4122 order. */
#define TSRPC_TEST_SERVICE_UUID "5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042"
#define TSRPC_TEST_SERVICE_UUID_BYTES                                                                                  \
    { 0x5f, 0x0a, 0x7c, 0x3e, 0x2d, 0x64, 0x4b, 0x1b, 0x9c, 0x58, 0xe1, 0xd3, 0xa6, 0xb9, 0xf0, 0x42 }
#define TSRPC_TEST_SERVICE_TWIN_UUID "c2b81d94-70f3-4e0a-a6d5-3b9e5c1f8a27"
#define TSRPC_TEST_SERVICE_TWIN_UUID_BYTES                                                                             \
    { 0xc2, 0xb8, 0x1d, 0x94, 0x70, 0xf3, 0x4e, 0x0a, 0xa6, 0xd5, 0x3b, 0x9e, 0x5c, 0x1f, 0x8a, 0x27 }

/* Opcodes. All numbers in requests and responses are little-endian. */

/* Any request, no response. */
#define TSRPC_TEST_SERVICE_NOP UINT16_C(0x0000)
/* n bytes; the same n bytes. */
#define TSRPC_TEST_SERVICE_ECHO UINT16_C(0x0001)
/* Any request; u16 sender id, u16 opcode, u32 client id, u32 request length, u8 interface id, u8 instance, u16 0. */
#define TSRPC_TEST_SERVICE_DESCRIBE UINT16_C(0x0002)
/* u32 s; no response, service status s. */
#define TSRPC_TEST_SERVICE_STATUS UINT16_C(0x0003)
/* u32 n, u8 b; n bytes of b. */
#define TSRPC_TEST_SERVICE_FILL UINT16_C(0x0004)
/* As NOP, with the last opcode there is. */
#define TSRPC_TEST_SERVICE_NOP_LAST UINT16_C(0xffff)

/* The least request length, or the response length, of the calls that have one, in bytes. */
#define TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH UINT32_C(16)
#define TSRPC_TEST_SERVICE_STATUS_REQUEST_LENGTH UINT32_C(4)
#define TSRPC_TEST_SERVICE_FILL_REQUEST_LENGTH UINT32_C(5)

/* One service call, as the SP received it. */
struct tsrpc_test_service_request {
    uint16_t sender_id;      /* FF-A id of the caller, of W1 */
    uint8_t interface_id;    /* that the call came to */
    uint8_t instance;        /* 0; 1 for the twin */
    uint16_t opcode;         /* TSRPC_TEST_SERVICE_NOP... or any other */
    uint32_t client_id;      /* W7 */
    uint32_t request_length; /* W6, bytes */
    uint8_t* buffer;         /* the shared memory, request in and response out; may be null if buffer_size is 0 */
    uint64_t buffer_size;    /* bytes; 0 for a doorbell */
};

static inline uint32_t tsrpc_test_service_get_u32(const volatile uint8_t* bytes) {
    uint32_t value = bytes[3];
    value = value << 8 | bytes[2];
    value = value << 8 | bytes[1];
    return value << 8 | bytes[0];
}

static inline void tsrpc_test_service_put_u16(volatile uint8_t* bytes, uint32_t value) {
    bytes[0] = value & 0xffu;
    bytes[1] = value >> 8 & 0xffu;
}

static inline void tsrpc_test_service_put_u32(volatile uint8_t* bytes, uint32_t value) {
    tsrpc_test_service_put_u16(bytes, value);
    tsrpc_test_service_put_u16(bytes + 2, value >> 16);
}

static inline void tsrpc_test_service_describe(const struct tsrpc_test_service_request* request,
                                               volatile uint8_t* response) {
    tsrpc_test_service_put_u16(response, request->sender_id);
    tsrpc_test_service_put_u16(response + 2, request->opcode);
    tsrpc_test_service_put_u32(response + 4, request->client_id);
    tsrpc_test_service_put_u32(response + 8, request->request_length);
    response[12] = request->interface_id;
    response[13] = request->instance;
    tsrpc_test_service_put_u16(response + 14, 0);
}

static inline void tsrpc_test_service_fill(volatile uint8_t* response, uint32_t length, uint8_t byte) {
    for (uint32_t i = 0; i < length; ++i) {
        response[i] = byte;
    }
}

/* What a call that is refused leaves in *service_status and *response_length. An SP must not send it (a SHOULD). */
#define TSRPC_TEST_SERVICE_POISON UINT32_C(0x7015c0de)

static inline int32_t tsrpc_test_service_refuse(uint32_t* service_status, uint32_t* response_length) {
    const int32_t invalid_value = -2;
    *service_status = TSRPC_TEST_SERVICE_POISON;
    *response_length = TSRPC_TEST_SERVICE_POISON;
    return invalid_value;
}

/*
 * Serves one call. Returns the RPC status: 0 (SUCCESS), or -2 (INVALID_VALUE) for an unknown opcode, a request too
 * short or a response longer than the buffer; the buffer is then as it was, and *service_status and *response_length
 * (bytes) hold TSRPC_TEST_SERVICE_POISON, so that the suite notices an SP that sends them on. The SP itself must refuse
 * a request that is longer than the buffer, which the suite tests: this function checks only that it touches no byte
 * beyond the buffer.
 */
static inline int32_t tsrpc_test_service_call(const struct tsrpc_test_service_request* request,
                                              uint32_t* service_status, uint32_t* response_length) {
    const int32_t success = 0;
    /* Volatile: the caller can write at any time, and no compiler makes library calls of the loops. */
    volatile uint8_t* const buffer = request->buffer;
    const uint64_t size = request->buffer_size;
    const uint32_t length = request->request_length;

    *service_status = 0;
    *response_length = 0;
    switch (request->opcode) {
    case TSRPC_TEST_SERVICE_NOP:
    case TSRPC_TEST_SERVICE_NOP_LAST: return success;
    case TSRPC_TEST_SERVICE_ECHO:
        if (length > size) {
            return tsrpc_test_service_refuse(service_status, response_length);
        }
        *response_length = length;
        return success;
    case TSRPC_TEST_SERVICE_DESCRIBE:
        if (size < TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH) {
            return tsrpc_test_service_refuse(service_status, response_length);
        }
        tsrpc_test_service_describe(request, buffer);
        *response_length = TSRPC_TEST_SERVICE_DESCRIBE_RESPONSE_LENGTH;
        return success;
    case TSRPC_TEST_SERVICE_STATUS:
        if (length < TSRPC_TEST_SERVICE_STATUS_REQUEST_LENGTH || size < TSRPC_TEST_SERVICE_STATUS_REQUEST_LENGTH) {
            return tsrpc_test_service_refuse(service_status, response_length);
        }
        *service_status = tsrpc_test_service_get_u32(buffer);
        return success;
    case TSRPC_TEST_SERVICE_FILL: {
        if (length < TSRPC_TEST_SERVICE_FILL_REQUEST_LENGTH || size < TSRPC_TEST_SERVICE_FILL_REQUEST_LENGTH) {
            return tsrpc_test_service_refuse(service_status, response_length);
        }
        const uint32_t fill_length = tsrpc_test_service_get_u32(buffer);
        if (fill_length > size) {
            return tsrpc_test_service_refuse(service_status, response_length);
        }
        tsrpc_test_service_fill(buffer, fill_length, buffer[4]);
        *response_length = fill_length;
        return success;
    }
    default: return tsrpc_test_service_refuse(service_status, response_length);
    }
}

#endif /* TSRPC_TEST_SERVICE_H */
