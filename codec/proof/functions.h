/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What functions.c and functions.cc export for the proof, by the C and by the C++ codec, with the same names:
 *
 *   pack_MESSAGE, strict_MESSAGE, lenient_MESSAGE, check_MESSAGE
 *   reject, inspect_request, inspect_response, parse_uuid, uuid_text
 *   size_MESSAGE, offset_MESSAGE_FIELD    constants: where a message's struct has its fields
 */
#ifndef TSRPC_CODEC_PROOF_FUNCTIONS_H
#define TSRPC_CODEC_PROOF_FUNCTIONS_H

#include <stddef.h>
#include <stdint.h>

/* DO(direction, message, its C++ type, its fields). The GET_VERSION request has none, and no struct in C. */
#define PROOF_EACH_MESSAGE(DO)                                                                                         \
    DO(RESPONSE, get_version_response, GetVersionResponse, PROOF_VERSION)                                              \
    DO(REQUEST, retrieve_mem_request, RetrieveMemRequest, PROOF_HANDLE_AND_TAG)                                        \
    DO(RESPONSE, retrieve_mem_response, RetrieveMemResponse, PROOF_STATUS)                                             \
    DO(REQUEST, relinquish_mem_request, RelinquishMemRequest, PROOF_HANDLE)                                            \
    DO(RESPONSE, relinquish_mem_response, RelinquishMemResponse, PROOF_STATUS)                                         \
    DO(REQUEST, service_info_request, ServiceInfoRequest, PROOF_UUID)                                                  \
    DO(RESPONSE, service_info_response, ServiceInfoResponse, PROOF_INFO)                                               \
    DO(REQUEST, service_call_request, ServiceCallRequest, PROOF_CALL)                                                  \
    DO(RESPONSE, service_call_response, ServiceCallResponse, PROOF_ANSWER)

#define PROOF_VERSION(DO, ...) DO(__VA_ARGS__, version)
#define PROOF_HANDLE(DO, ...) DO(__VA_ARGS__, memory_handle)
#define PROOF_HANDLE_AND_TAG(DO, ...) DO(__VA_ARGS__, memory_handle) DO(__VA_ARGS__, memory_tag)
#define PROOF_STATUS(DO, ...) DO(__VA_ARGS__, rpc_status)
#define PROOF_UUID(DO, ...) DO(__VA_ARGS__, service_uuid)
#define PROOF_INFO(DO, ...) DO(__VA_ARGS__, rpc_status) DO(__VA_ARGS__, interface_id)
#define PROOF_CALL(DO, ...)                                                                                            \
    DO(__VA_ARGS__, opcode)                                                                                            \
    DO(__VA_ARGS__, interface_id)                                                                                      \
    DO(__VA_ARGS__, memory_handle) DO(__VA_ARGS__, request_length) DO(__VA_ARGS__, client_id)
#define PROOF_ANSWER(DO, ...)                                                                                          \
    DO(__VA_ARGS__, opcode)                                                                                            \
    DO(__VA_ARGS__, interface_id)                                                                                      \
    DO(__VA_ARGS__, rpc_status) DO(__VA_ARGS__, service_status) DO(__VA_ARGS__, response_length)

/* A violation list or an inspection in words. Items from `size` on are left as they are. */
struct proof_listing {
    uint32_t size;
    struct {
        uint32_t field, reg, rule, bits;
    } items[10];
    uint32_t message, direction, valid;
};

#endif /* TSRPC_CODEC_PROOF_FUNCTIONS_H */
