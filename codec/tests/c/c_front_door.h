/* SPDX-License-Identifier: BSD-3-Clause */
/* What the C codec has beside packing and unpacking, as a C++ test sees it. */
#ifndef TSRPC_CODEC_TESTS_C_FRONT_DOOR_H
#define TSRPC_CODEC_TESTS_C_FRONT_DOOR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* What the handler's function saw that was called, and what it answers. */
struct c_service {
    int calls;
    int message;        /* which request */
    uint64_t fields[3]; /* handle and tag; of a UUID each half; of a call handle, length and client id, opcode and
                           interface id */
    int32_t rpc_status; /* from here on: the answer */
    uint8_t interface_id;
    uint32_t service_status;
    uint32_t response_length;
};

void c_serve(int strict, const uint32_t words[5], struct c_service* service, uint32_t response[5]);

int c_registers_from_x(const uint64_t x[5], uint32_t words[5]);
void c_registers_to_x(const uint32_t words[5], uint64_t x[5]);
int c_can_hold_interface_id(uint64_t number);
int c_can_hold_version(uint64_t number);

const char* c_register_name(int value);
const char* c_message_name(int value);
const char* c_direction_name(int value);
const char* c_field_name(int value);
const char* c_rule_name(int value);

#ifdef __cplusplus
}
#endif

#endif /* TSRPC_CODEC_TESTS_C_FRONT_DOOR_H */
