/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A codec as a C++ test sees it: functions of C, called by message and direction, fields by their number in
 * tsrpc::Field. c_codec.c has them for the C codec, ../rust/rust_codec.rs for the Rust crate.
 */
#ifndef TSRPC_CODEC_TESTS_C_CODEC_H
#define TSRPC_CODEC_TESTS_C_CODEC_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum { C_FIELDS = 15, C_VIOLATIONS = 10 };

/* A message unpacked, and packed again. */
struct c_unpacked {
    int ok;
    uint64_t fields[C_FIELDS][2]; /* the value's lower and upper 64 bits; a UUID's bytes in order, the first lowest */
    uint32_t packed[5];           /* all zeros where a field holds a value that has no encoding */
};

struct c_violations {
    size_t size;
    struct {
        int field;
        int reg;
        int rule;
        uint32_t bits;
    } items[C_VIOLATIONS];
};

struct c_inspection {
    int message;
    int direction;
    int valid;
    struct c_violations violations;
};

struct c_unpacked c_unpack(int message, int direction, const uint32_t words[5], const uint32_t request[5]);
struct c_unpacked c_unpack_lenient(int message, int direction, const uint32_t words[5]);
struct c_violations c_check(int message, int direction, const uint32_t words[5], const uint32_t request[5]);
struct c_inspection c_inspect_request(const uint32_t words[5]);
struct c_inspection c_inspect_response(const uint32_t words[5], const uint32_t request[5]);
void c_reject(const uint32_t request[5], int32_t rpc_status, uint32_t response[5]);
int c_parse_uuid(const char* text, size_t length, uint8_t bytes[16]);
void c_uuid_to_text(const uint8_t bytes[16], char text[37]);
const char* c_rpc_status_name(int32_t rpc_status);

/* Packs what has no encoding: does not return. */
void c_pack_management_interface_id(void);
void c_pack_version_zero(void);

#ifdef __cplusplus
}
#endif

#endif /* TSRPC_CODEC_TESTS_C_CODEC_H */
