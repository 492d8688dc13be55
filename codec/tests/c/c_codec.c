/* SPDX-License-Identifier: BSD-3-Clause */
#include "c_codec.h"

#include "tsrpc/codec.h"

#include <stdlib.h>
#include <string.h>

/* What is refused leaves the message as it was. */
enum { filling = 0x5a };
static void fill(void* message, size_t size) { memset(message, filling, size); }
static void expect_untouched(int ok, const void* message, size_t size) {
    for (size_t i = 0; !ok && i < size; ++i) {
        if (((const unsigned char*)message)[i] != filling) {
            abort();
        }
    }
}

static void put(struct c_unpacked* out, enum tsrpc_field field, uint64_t value) { out->fields[field][0] = value; }

static void put_status(struct c_unpacked* out, int32_t status) {
    put(out, TSRPC_FIELD_RPC_STATUS, (uint64_t)(uint32_t)status);
}

static void put_uuid(struct c_unpacked* out, const struct tsrpc_uuid* uuid) {
    for (size_t i = 0; i < sizeof uuid->bytes; ++i) {
        out->fields[TSRPC_FIELD_SERVICE_UUID][i / 8] |= (uint64_t)uuid->bytes[i] << 8 * (i % 8);
    }
}

static void pack_into(struct c_unpacked* out, struct tsrpc_registers words) {
    memcpy(out->packed, words.words, sizeof out->packed);
}

/* One function a message and direction: its fields. */

static void show_get_version_response(struct c_unpacked* out, struct tsrpc_get_version_response message) {
    put(out, TSRPC_FIELD_VERSION, message.version);
}

static void show_retrieve_mem_request(struct c_unpacked* out, struct tsrpc_retrieve_mem_request message) {
    put(out, TSRPC_FIELD_MEMORY_HANDLE, message.memory_handle);
    put(out, TSRPC_FIELD_MEMORY_TAG, message.memory_tag);
}

static void show_retrieve_mem_response(struct c_unpacked* out, struct tsrpc_retrieve_mem_response message) {
    put_status(out, message.rpc_status);
}

static void show_relinquish_mem_request(struct c_unpacked* out, struct tsrpc_relinquish_mem_request message) {
    put(out, TSRPC_FIELD_MEMORY_HANDLE, message.memory_handle);
}

static void show_relinquish_mem_response(struct c_unpacked* out, struct tsrpc_relinquish_mem_response message) {
    put_status(out, message.rpc_status);
}

static void show_service_info_request(struct c_unpacked* out, struct tsrpc_service_info_request message) {
    put_uuid(out, &message.service_uuid);
}

static void show_service_info_response(struct c_unpacked* out, struct tsrpc_service_info_response message) {
    put_status(out, message.rpc_status);
    put(out, TSRPC_FIELD_INTERFACE_ID, message.interface_id);
}

static void show_service_call_request(struct c_unpacked* out, struct tsrpc_service_call_request message) {
    put(out, TSRPC_FIELD_INTERFACE_ID, message.interface_id);
    put(out, TSRPC_FIELD_OPCODE, message.opcode);
    put(out, TSRPC_FIELD_MEMORY_HANDLE, message.memory_handle);
    put(out, TSRPC_FIELD_REQUEST_LENGTH, message.request_length);
    put(out, TSRPC_FIELD_CLIENT_ID, message.client_id);
}

static void show_service_call_response(struct c_unpacked* out, struct tsrpc_service_call_response message) {
    put(out, TSRPC_FIELD_INTERFACE_ID, message.interface_id);
    put(out, TSRPC_FIELD_OPCODE, message.opcode);
    put_status(out, message.rpc_status);
    put(out, TSRPC_FIELD_SERVICE_STATUS, message.service_status);
    put(out, TSRPC_FIELD_RESPONSE_LENGTH, message.response_length);
}

/* The case of a message and direction: unpacked by a form of unpacking, and packed again if that succeeds. */
#define CASE(number, form, name, ...)                                                                                  \
    case number: {                                                                                                     \
        struct tsrpc_##name m;                                                                                         \
        fill(&m, sizeof m);                                                                                            \
        out.ok = tsrpc_##form##_##name(__VA_ARGS__, &m);                                                               \
        expect_untouched(out.ok, &m, sizeof m);                                                                        \
        if (out.ok) {                                                                                                  \
            show_##name(&out, m);                                                                                      \
            pack_into(&out, tsrpc_pack_##name(m));                                                                     \
        }                                                                                                              \
        break;                                                                                                         \
    }

/* The GET_VERSION request's, which has no fields. */
#define CASE_WITHOUT_FIELDS(number, form, name)                                                                        \
    case number:                                                                                                       \
        out.ok = tsrpc_##form##_##name(in);                                                                            \
        if (out.ok) {                                                                                                  \
            pack_into(&out, tsrpc_pack_##name());                                                                      \
        }                                                                                                              \
        break;

struct c_unpacked c_unpack(int message, int direction, const uint32_t words[5], const uint32_t request[5]) {
    const struct tsrpc_registers in = tsrpc_registers_from(words);
    const struct tsrpc_registers asked = tsrpc_registers_from(request);
    struct c_unpacked out = {0};
    switch (2 * message + direction) {
        CASE_WITHOUT_FIELDS(0, unpack, get_version_request)
        CASE(1, unpack, get_version_response, in, asked)
        CASE(2, unpack, retrieve_mem_request, in)
        CASE(3, unpack, retrieve_mem_response, in, asked)
        CASE(4, unpack, relinquish_mem_request, in)
        CASE(5, unpack, relinquish_mem_response, in, asked)
        CASE(6, unpack, service_info_request, in)
        CASE(7, unpack, service_info_response, in, asked)
        CASE(8, unpack, service_call_request, in)
        CASE(9, unpack, service_call_response, in, asked)
    default: break;
    }
    return out;
}

struct c_unpacked c_unpack_lenient(int message, int direction, const uint32_t words[5]) {
    const struct tsrpc_registers in = tsrpc_registers_from(words);
    struct c_unpacked out = {0};
    switch (2 * message + direction) {
        CASE_WITHOUT_FIELDS(0, unpack_lenient, get_version_request)
        CASE(1, unpack_lenient, get_version_response, in)
        CASE(2, unpack_lenient, retrieve_mem_request, in)
        CASE(3, unpack_lenient, retrieve_mem_response, in)
        CASE(4, unpack_lenient, relinquish_mem_request, in)
        CASE(5, unpack_lenient, relinquish_mem_response, in)
        CASE(6, unpack_lenient, service_info_request, in)
        CASE(7, unpack_lenient, service_info_response, in)
        CASE(8, unpack_lenient, service_call_request, in)
        CASE(9, unpack_lenient, service_call_response, in)
    default: break;
    }
    return out;
}

static struct c_violations list(const struct tsrpc_violations* violations) {
    struct c_violations out = {0};
    out.size = violations->size;
    for (size_t i = 0; i < violations->size; ++i) {
        out.items[i].field = (int)violations->items[i].field;
        out.items[i].reg = (int)violations->items[i].reg;
        out.items[i].rule = (int)violations->items[i].rule;
        out.items[i].bits = violations->items[i].bits;
    }
    return out;
}

struct c_violations c_check(int message, int direction, const uint32_t words[5], const uint32_t request[5]) {
    const struct tsrpc_violations violations = tsrpc_check((enum tsrpc_message)message, (enum tsrpc_direction)direction,
                                                           tsrpc_registers_from(words), tsrpc_registers_from(request));
    return list(&violations);
}

static struct c_inspection show_inspection(struct tsrpc_inspection inspection) {
    struct c_inspection out = {0};
    out.message = (int)inspection.message;
    out.direction = (int)inspection.direction;
    out.valid = inspection.valid;
    out.violations = list(&inspection.violations);
    return out;
}

struct c_inspection c_inspect_request(const uint32_t words[5]) {
    return show_inspection(tsrpc_inspect_request(tsrpc_registers_from(words)));
}

struct c_inspection c_inspect_response(const uint32_t words[5], const uint32_t request[5]) {
    return show_inspection(tsrpc_inspect_response(tsrpc_registers_from(words), tsrpc_registers_from(request)));
}

void c_reject(const uint32_t request[5], int32_t rpc_status, uint32_t response[5]) {
    const struct tsrpc_registers words = tsrpc_reject(tsrpc_registers_from(request), rpc_status);
    memcpy(response, words.words, sizeof words.words);
}

int c_parse_uuid(const char* text, size_t length, uint8_t bytes[16]) {
    struct tsrpc_uuid uuid;
    const int ok = tsrpc_parse_uuid(text, length, &uuid);
    memcpy(bytes, uuid.bytes, sizeof uuid.bytes);
    return ok;
}

void c_uuid_to_text(const uint8_t bytes[16], char text[37]) {
    struct tsrpc_uuid uuid;
    memcpy(uuid.bytes, bytes, sizeof uuid.bytes);
    const struct tsrpc_uuid_text out = tsrpc_uuid_to_text(uuid);
    memcpy(text, out.text, sizeof out.text);
}

const char* c_rpc_status_name(int32_t rpc_status) { return tsrpc_rpc_status_name(rpc_status); }

void c_pack_management_interface_id(void) {
    struct c_unpacked out;
    pack_into(&out, tsrpc_pack_service_info_response((struct tsrpc_service_info_response){.interface_id = 0xff}));
}

void c_pack_version_zero(void) {
    struct c_unpacked out;
    pack_into(&out, tsrpc_pack_get_version_response((struct tsrpc_get_version_response){.version = 0}));
}
