/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The names of the enums of tsrpc/codec.h, as tsrpc/names.hpp has them. Those of RPC statuses are in codec.h.
 *
 * Generated from abi/include/tsrpc/names.hpp. After a change there: ./bazelw run //codec:update
 */
#ifndef TSRPC_NAMES_H
#define TSRPC_NAMES_H

#include "tsrpc/codec.h"

/* "W3" to "W7"; of any other number "unknown". */
static inline const char* tsrpc_register_name(enum tsrpc_register reg) {
    switch (reg) {
    case TSRPC_W3: return "W3";
    case TSRPC_W4: return "W4";
    case TSRPC_W5: return "W5";
    case TSRPC_W6: return "W6";
    case TSRPC_W7: return "W7";
    }
    return "unknown";
}

/* "request" or "response"; of any other number "response". */
static inline const char* tsrpc_direction_name(enum tsrpc_direction direction) {
    switch (direction) {
    case TSRPC_DIRECTION_REQUEST: return "request";
    case TSRPC_DIRECTION_RESPONSE: break;
    }
    return "response";
}

/* "get_version" to "unknown"; of any other number "unknown". */
static inline const char* tsrpc_message_name(enum tsrpc_message message) {
    switch (message) {
    case TSRPC_MESSAGE_GET_VERSION: return "get_version";
    case TSRPC_MESSAGE_RETRIEVE_MEM: return "retrieve_mem";
    case TSRPC_MESSAGE_RELINQUISH_MEM: return "relinquish_mem";
    case TSRPC_MESSAGE_SERVICE_INFO: return "service_info";
    case TSRPC_MESSAGE_SERVICE_CALL: return "service_call";
    case TSRPC_MESSAGE_UNKNOWN: break;
    }
    return "unknown";
}

/* "value" to "echo"; of any other number "echo". */
static inline const char* tsrpc_rule_name(enum tsrpc_rule rule) {
    switch (rule) {
    case TSRPC_RULE_VALUE: return "value";
    case TSRPC_RULE_FIXED: return "fixed";
    case TSRPC_RULE_MBZ: return "MBZ";
    case TSRPC_RULE_RES: return "RES";
    case TSRPC_RULE_ECHO: break;
    }
    return "echo";
}

/* "opcode" to "reserved"; of any other number "reserved". */
static inline const char* tsrpc_field_name(enum tsrpc_field field) {
    switch (field) {
    case TSRPC_FIELD_OPCODE: return "opcode";
    case TSRPC_FIELD_INTERFACE_ID: return "interface_id";
    case TSRPC_FIELD_FLAGS: return "flags";
    case TSRPC_FIELD_SAP_RC: return "sap_rc";
    case TSRPC_FIELD_SAP_ERR: return "sap_err";
    case TSRPC_FIELD_VERSION: return "version";
    case TSRPC_FIELD_MEMORY_HANDLE: return "memory_handle";
    case TSRPC_FIELD_MEMORY_TAG: return "memory_tag";
    case TSRPC_FIELD_SERVICE_UUID: return "service_uuid";
    case TSRPC_FIELD_REQUEST_LENGTH: return "request_length";
    case TSRPC_FIELD_CLIENT_ID: return "client_id";
    case TSRPC_FIELD_RPC_STATUS: return "rpc_status";
    case TSRPC_FIELD_SERVICE_STATUS: return "service_status";
    case TSRPC_FIELD_RESPONSE_LENGTH: return "response_length";
    case TSRPC_FIELD_RESERVED: break;
    }
    return "reserved";
}

#endif /* TSRPC_NAMES_H */
