/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * abi.h from C11: it stands alone, and its constants have the values of the ABI document and the types that C code
 * expects of them. Everything is asserted at compile time.
 */
#include "tsrpc/abi.h"

#define IS_TYPE(expression, type) _Generic((expression), type : 1, default : 0)

_Static_assert(TSRPC_PROTOCOL_VERSION == 1, "ABI 0");
_Static_assert(TSRPC_PAGE_SIZE == 4096, "ABI 4");

_Static_assert((TSRPC_CONTROL_OPCODE_MASK ^ TSRPC_CONTROL_INTERFACE_ID_MASK ^ TSRPC_CONTROL_FLAGS_MASK ^
                TSRPC_CONTROL_SAP_RC_MASK ^ TSRPC_CONTROL_SAP_ERR_MASK) == 0xffffffff,
               "ABI 2: the control word has no other bits, and none twice");
_Static_assert(IS_TYPE(TSRPC_CONTROL_SAP_ERR_MASK, uint32_t), "masks are unsigned, bit 31 above all");
_Static_assert((UINT32_C(0xff) << TSRPC_CONTROL_INTERFACE_ID_SHIFT | TSRPC_OPCODE_SERVICE_INFO) == 0x00ff0003,
               "ABI 7: the control word of SERVICE_INFO");

_Static_assert(TSRPC_MANAGEMENT_INTERFACE_ID == 0xff, "ABI 2");
_Static_assert(TSRPC_OPCODE_GET_VERSION == 0, "ABI 3");
_Static_assert(TSRPC_OPCODE_RETRIEVE_MEM == 1, "ABI 3");
_Static_assert(TSRPC_OPCODE_RELINQUISH_MEM == 2, "ABI 3");
_Static_assert(TSRPC_OPCODE_SERVICE_INFO == 3, "ABI 3");
_Static_assert(TSRPC_INVALID_MEMORY_HANDLE == UINT64_MAX, "ABI 3");
_Static_assert(IS_TYPE(TSRPC_INVALID_MEMORY_HANDLE, uint64_t), "handles are 64 bits wide on 32-bit CPUs too");

_Static_assert(TSRPC_RPC_SUCCESS == 0, "ABI 3");
_Static_assert(TSRPC_RPC_INTERNAL == -1, "ABI 3");
_Static_assert(TSRPC_RPC_INVALID_VALUE == -2, "ABI 3");
_Static_assert(TSRPC_RPC_NOT_FOUND == -3, "ABI 3");
_Static_assert(TSRPC_RPC_INVALID_STATE == -4, "ABI 3");
_Static_assert(TSRPC_RPC_TRANSPORT_LAYER == -5, "ABI 3");
_Static_assert(TSRPC_RPC_INVALID_REQUEST_BODY == -6, "ABI 3");
_Static_assert(TSRPC_RPC_INVALID_RESPONSE_BODY == -7, "ABI 3");
_Static_assert(TSRPC_RPC_RESOURCE_FAILURE == -8, "ABI 3");

_Static_assert(sizeof(TSRPC_PROTOCOL_UUID) == 37, "36 characters and the terminating zero");

int main(void) { return 0; }
