/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The constants of the TS-RPC register ABI, version 1, for C11 and C++.
 *
 * "ABI n" cites section n of docs/abi.md. Which bits of which register hold what is in tsrpc/layout.hpp;
 * the shifts and masks of the control word are repeated here for C, and a test holds the two equal.
 */
#ifndef TSRPC_ABI_H
#define TSRPC_ABI_H

#ifdef __KERNEL__ /* Linux has no <stdint.h>, and an int of 32 bits. */
#define TSRPC_U32_(number) number##u
#define TSRPC_I32_(number) number
#else
#include <stdint.h>
#define TSRPC_U32_(number) UINT32_C(number)
#define TSRPC_I32_(number) INT32_C(number)
#endif

/* The protocol version of this ABI: what GET_VERSION answers. ABI 0. */
#define TSRPC_PROTOCOL_VERSION TSRPC_U32_(1)

/* FF-A pages, the unit of shared memory, in bytes. ABI 4. */
#define TSRPC_PAGE_SIZE TSRPC_U32_(4096)

/* The control word, W3. ABI 2. */
#define TSRPC_CONTROL_OPCODE_SHIFT 0
#define TSRPC_CONTROL_OPCODE_MASK TSRPC_U32_(0x0000ffff)
#define TSRPC_CONTROL_INTERFACE_ID_SHIFT 16
#define TSRPC_CONTROL_INTERFACE_ID_MASK TSRPC_U32_(0x00ff0000)
#define TSRPC_CONTROL_FLAGS_SHIFT 24
#define TSRPC_CONTROL_FLAGS_MASK TSRPC_U32_(0x3f000000)
#define TSRPC_CONTROL_SAP_RC_MASK TSRPC_U32_(0x40000000)
#define TSRPC_CONTROL_SAP_ERR_MASK TSRPC_U32_(0x80000000)

/* The interface id of the management calls; every other value addresses a service. ABI 2. */
#define TSRPC_MANAGEMENT_INTERFACE_ID 0xff

/* Opcodes of the management calls. ABI 3. */
#define TSRPC_OPCODE_GET_VERSION 0x0000
#define TSRPC_OPCODE_RETRIEVE_MEM 0x0001
#define TSRPC_OPCODE_RELINQUISH_MEM 0x0002
#define TSRPC_OPCODE_SERVICE_INFO 0x0003

/* The handle of a service call without shared memory (a doorbell). ABI 3.
 * Without UINT64_C: clang's does not compile if firmware has a macro L. */
#define TSRPC_INVALID_MEMORY_HANDLE 0xffffffffffffffff

/* RPC status, a signed 32-bit value; an open set. ABI 3. */
#define TSRPC_RPC_SUCCESS TSRPC_I32_(0)
#define TSRPC_RPC_INTERNAL TSRPC_I32_(-1)
#define TSRPC_RPC_INVALID_VALUE TSRPC_I32_(-2)
#define TSRPC_RPC_NOT_FOUND TSRPC_I32_(-3)
#define TSRPC_RPC_INVALID_STATE TSRPC_I32_(-4)
#define TSRPC_RPC_TRANSPORT_LAYER TSRPC_I32_(-5)
#define TSRPC_RPC_INVALID_REQUEST_BODY TSRPC_I32_(-6)
#define TSRPC_RPC_INVALID_RESPONSE_BODY TSRPC_I32_(-7)
#define TSRPC_RPC_RESOURCE_FAILURE TSRPC_I32_(-8)

/* UUIDs in text form; RFC 4122 byte order is the order of the digits. */

/* The FF-A UUID that every TS-RPC SP has. ABI 1. */
#define TSRPC_PROTOCOL_UUID "bdcd76d7-825e-4751-963b-86d4f84943ac"

/* Well-known services. ABI 6. */
#define TSRPC_SERVICE_PSA_CRYPTO "d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0"
#define TSRPC_SERVICE_PSA_CRYPTO_PROTOBUF "6ba9de75-393e-4c7f-aabb-7f71cc6b142e"
#define TSRPC_SERVICE_PSA_INTERNAL_TRUSTED_STORAGE "dc1eef48-b17a-4ccf-ac8b-dfcff7711b14"
#define TSRPC_SERVICE_PSA_PROTECTED_STORAGE "751bf801-3dde-4768-a514-0f10aeed1790"
#define TSRPC_SERVICE_PSA_INITIAL_ATTESTATION "a1baf155-8876-4695-8f7c-54955e8db974"
#define TSRPC_SERVICE_BLOCK_STORAGE "63646e80-eb52-462f-ac4f-8cdf3987519c"
#define TSRPC_SERVICE_FIRMWARE_UPDATE "6823a838-1b06-470e-9774-0cce8bfb53fd"
#define TSRPC_SERVICE_LOGGING "da9dffbd-d590-40ed-975f-19c65a3d52d3"
#define TSRPC_SERVICE_RPMB "19ef70bf-2fbc-4309-bdd3-c290e993f650"
#define TSRPC_SERVICE_TEST_RUNNER "33c75baf-ac6a-4fe4-8ac7-e9909bee2d17"

#endif /* TSRPC_ABI_H */
