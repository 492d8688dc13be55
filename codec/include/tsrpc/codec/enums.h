/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The enums of the ABI's tables, a byte each. A register is the index of its word.
 *
 * Generated from abi/include/tsrpc. After a change there: ./bazelw run //codec:update
 */
#ifndef TSRPC_CODEC_ENUMS_H
#define TSRPC_CODEC_ENUMS_H

/* The argument registers that TS-RPC owns (ABI 1). */
enum __attribute__((packed)) tsrpc_register { TSRPC_W3, TSRPC_W4, TSRPC_W5, TSRPC_W6, TSRPC_W7 };

/* Which way a message goes (ABI 1). */
enum __attribute__((packed)) tsrpc_direction {
    TSRPC_DIRECTION_REQUEST, /* From the caller to the endpoint. */
    TSRPC_DIRECTION_RESPONSE /* Back. */
};

/* The five operations (ABI 3). */
enum __attribute__((packed)) tsrpc_message {
    TSRPC_MESSAGE_GET_VERSION,
    TSRPC_MESSAGE_RETRIEVE_MEM,
    TSRPC_MESSAGE_RELINQUISH_MEM,
    TSRPC_MESSAGE_SERVICE_INFO,
    TSRPC_MESSAGE_SERVICE_CALL,
    TSRPC_MESSAGE_UNKNOWN /* A management opcode that this version does not define. */
};

/* What the bits of a row of the ABI's tables must be. */
enum __attribute__((packed)) tsrpc_rule {
    TSRPC_RULE_VALUE, /* The field's value. */
    TSRPC_RULE_FIXED, /* One constant. */
    TSRPC_RULE_MBZ,   /* Zero: "Reserved (MBZ)" in the ABI document. */
    TSRPC_RULE_RES,   /* Zero from a careful sender: "Reserved" with no MBZ, hence a SHOULD. */
    TSRPC_RULE_ECHO   /* The same bits of the request. */
};

/* The fields of all messages (ABI 2 and 3). */
enum __attribute__((packed)) tsrpc_field {
    TSRPC_FIELD_OPCODE,          /* The operation of a service (ABI 2). */
    TSRPC_FIELD_INTERFACE_ID,    /* The interface id of a service: 0 to 0xfe (ABI 2). */
    TSRPC_FIELD_FLAGS,           /* Flags, 0 in version 1 (ABI 2). */
    TSRPC_FIELD_SAP_RC,          /* SAP_RC, 0 in version 1 (ABI 2). */
    TSRPC_FIELD_SAP_ERR,         /* SAP_ERR, 0 in version 1 (ABI 2). */
    TSRPC_FIELD_VERSION,         /* A version of the protocol: 1 and up (ABI 3). */
    TSRPC_FIELD_MEMORY_HANDLE,   /* FF-A's name of a region of shared memory (ABI 3). */
    TSRPC_FIELD_MEMORY_TAG,      /* FF-A's tag of a region of shared memory (ABI 3). */
    TSRPC_FIELD_SERVICE_UUID,    /* Which service (ABI 3 and 6). */
    TSRPC_FIELD_REQUEST_LENGTH,  /* Bytes of the shared memory that hold the request (ABI 3). */
    TSRPC_FIELD_CLIENT_ID,       /* The client; the driver sends 0 (ABI 3). */
    TSRPC_FIELD_RPC_STATUS,      /* How the request's delivery went (ABI 3). Open: any number is kept as it is. */
    TSRPC_FIELD_SERVICE_STATUS,  /* The service's own status; means something after RPC SUCCESS (ABI 3). */
    TSRPC_FIELD_RESPONSE_LENGTH, /* Bytes of the shared memory that hold the response (ABI 3). */
    TSRPC_FIELD_RESERVED         /* Bits that no field has. */
};

#endif /* TSRPC_CODEC_ENUMS_H */
