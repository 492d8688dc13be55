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

/* One function a message and direction: unpacked fields, and the packed words if they are a message. */

static void show_get_version_response(struct c_unpacked* out, int ok, struct tsrpc_get_version_response message) {
    out->ok = ok;
    if (!ok) {
        return;
    }
    put(out, TSRPC_FIELD_VERSION, message.version);
    pack_into(out, tsrpc_pack_get_version_response(message));
}

static void show_retrieve_mem_request(struct c_unpacked* out, int ok, struct tsrpc_retrieve_mem_request message) {
    out->ok = ok;
    if (!ok) {
        return;
    }
    put(out, TSRPC_FIELD_MEMORY_HANDLE, message.memory_handle);
    put(out, TSRPC_FIELD_MEMORY_TAG, message.memory_tag);
    pack_into(out, tsrpc_pack_retrieve_mem_request(message));
}

static void show_retrieve_mem_response(struct c_unpacked* out, int ok, struct tsrpc_retrieve_mem_response message) {
    out->ok = ok;
    if (!ok) {
        return;
    }
    put_status(out, message.rpc_status);
    pack_into(out, tsrpc_pack_retrieve_mem_response(message));
}

static void show_relinquish_mem_request(struct c_unpacked* out, int ok, struct tsrpc_relinquish_mem_request message) {
    out->ok = ok;
    if (!ok) {
        return;
    }
    put(out, TSRPC_FIELD_MEMORY_HANDLE, message.memory_handle);
    pack_into(out, tsrpc_pack_relinquish_mem_request(message));
}

static void show_relinquish_mem_response(struct c_unpacked* out, int ok, struct tsrpc_relinquish_mem_response message) {
    out->ok = ok;
    if (!ok) {
        return;
    }
    put_status(out, message.rpc_status);
    pack_into(out, tsrpc_pack_relinquish_mem_response(message));
}

static void show_service_info_request(struct c_unpacked* out, int ok, struct tsrpc_service_info_request message) {
    out->ok = ok;
    if (!ok) {
        return;
    }
    put_uuid(out, &message.service_uuid);
    pack_into(out, tsrpc_pack_service_info_request(message));
}

static void show_service_info_response(struct c_unpacked* out, int ok, struct tsrpc_service_info_response message) {
    out->ok = ok;
    if (!ok) {
        return;
    }
    put_status(out, message.rpc_status);
    put(out, TSRPC_FIELD_INTERFACE_ID, message.interface_id);
    pack_into(out, tsrpc_pack_service_info_response(message));
}

static void show_service_call_request(struct c_unpacked* out, int ok, struct tsrpc_service_call_request message) {
    out->ok = ok;
    if (!ok) {
        return;
    }
    put(out, TSRPC_FIELD_INTERFACE_ID, message.interface_id);
    put(out, TSRPC_FIELD_OPCODE, message.opcode);
    put(out, TSRPC_FIELD_MEMORY_HANDLE, message.memory_handle);
    put(out, TSRPC_FIELD_REQUEST_LENGTH, message.request_length);
    put(out, TSRPC_FIELD_CLIENT_ID, message.client_id);
    pack_into(out, tsrpc_pack_service_call_request(message));
}

static void show_service_call_response(struct c_unpacked* out, int ok, struct tsrpc_service_call_response message) {
    out->ok = ok;
    if (!ok) {
        return;
    }
    put(out, TSRPC_FIELD_INTERFACE_ID, message.interface_id);
    put(out, TSRPC_FIELD_OPCODE, message.opcode);
    put_status(out, message.rpc_status);
    put(out, TSRPC_FIELD_SERVICE_STATUS, message.service_status);
    put(out, TSRPC_FIELD_RESPONSE_LENGTH, message.response_length);
    pack_into(out, tsrpc_pack_service_call_response(message));
}

static void show_get_version_request(struct c_unpacked* out, int ok) {
    out->ok = ok;
    if (ok) {
        pack_into(out, tsrpc_pack_get_version_request());
    }
}

struct c_unpacked c_unpack(int message, int direction, const uint32_t words[5], const uint32_t request[5]) {
    const struct tsrpc_registers in = tsrpc_registers_from(words);
    const struct tsrpc_registers asked = tsrpc_registers_from(request);
    struct c_unpacked out = {0};
    switch (2 * message + direction) {
    case 0: show_get_version_request(&out, tsrpc_unpack_get_version_request(in)); break;
    case 1: {
        struct tsrpc_get_version_response m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_get_version_response(in, asked, &m);
        expect_untouched(ok, &m, sizeof m);
        show_get_version_response(&out, ok, m);
        break;
    }
    case 2: {
        struct tsrpc_retrieve_mem_request m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_retrieve_mem_request(in, &m);
        expect_untouched(ok, &m, sizeof m);
        show_retrieve_mem_request(&out, ok, m);
        break;
    }
    case 3: {
        struct tsrpc_retrieve_mem_response m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_retrieve_mem_response(in, asked, &m);
        expect_untouched(ok, &m, sizeof m);
        show_retrieve_mem_response(&out, ok, m);
        break;
    }
    case 4: {
        struct tsrpc_relinquish_mem_request m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_relinquish_mem_request(in, &m);
        expect_untouched(ok, &m, sizeof m);
        show_relinquish_mem_request(&out, ok, m);
        break;
    }
    case 5: {
        struct tsrpc_relinquish_mem_response m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_relinquish_mem_response(in, asked, &m);
        expect_untouched(ok, &m, sizeof m);
        show_relinquish_mem_response(&out, ok, m);
        break;
    }
    case 6: {
        struct tsrpc_service_info_request m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_service_info_request(in, &m);
        expect_untouched(ok, &m, sizeof m);
        show_service_info_request(&out, ok, m);
        break;
    }
    case 7: {
        struct tsrpc_service_info_response m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_service_info_response(in, asked, &m);
        expect_untouched(ok, &m, sizeof m);
        show_service_info_response(&out, ok, m);
        break;
    }
    case 8: {
        struct tsrpc_service_call_request m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_service_call_request(in, &m);
        expect_untouched(ok, &m, sizeof m);
        show_service_call_request(&out, ok, m);
        break;
    }
    case 9: {
        struct tsrpc_service_call_response m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_service_call_response(in, asked, &m);
        expect_untouched(ok, &m, sizeof m);
        show_service_call_response(&out, ok, m);
        break;
    }
    default: break;
    }
    return out;
}

struct c_unpacked c_unpack_lenient(int message, int direction, const uint32_t words[5]) {
    const struct tsrpc_registers in = tsrpc_registers_from(words);
    struct c_unpacked out = {0};
    switch (2 * message + direction) {
    case 0: show_get_version_request(&out, tsrpc_unpack_lenient_get_version_request(in)); break;
    case 1: {
        struct tsrpc_get_version_response m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_lenient_get_version_response(in, &m);
        expect_untouched(ok, &m, sizeof m);
        show_get_version_response(&out, ok, m);
        break;
    }
    case 2: {
        struct tsrpc_retrieve_mem_request m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_lenient_retrieve_mem_request(in, &m);
        expect_untouched(ok, &m, sizeof m);
        show_retrieve_mem_request(&out, ok, m);
        break;
    }
    case 3: {
        struct tsrpc_retrieve_mem_response m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_lenient_retrieve_mem_response(in, &m);
        expect_untouched(ok, &m, sizeof m);
        show_retrieve_mem_response(&out, ok, m);
        break;
    }
    case 4: {
        struct tsrpc_relinquish_mem_request m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_lenient_relinquish_mem_request(in, &m);
        expect_untouched(ok, &m, sizeof m);
        show_relinquish_mem_request(&out, ok, m);
        break;
    }
    case 5: {
        struct tsrpc_relinquish_mem_response m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_lenient_relinquish_mem_response(in, &m);
        expect_untouched(ok, &m, sizeof m);
        show_relinquish_mem_response(&out, ok, m);
        break;
    }
    case 6: {
        struct tsrpc_service_info_request m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_lenient_service_info_request(in, &m);
        expect_untouched(ok, &m, sizeof m);
        show_service_info_request(&out, ok, m);
        break;
    }
    case 7: {
        struct tsrpc_service_info_response m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_lenient_service_info_response(in, &m);
        expect_untouched(ok, &m, sizeof m);
        show_service_info_response(&out, ok, m);
        break;
    }
    case 8: {
        struct tsrpc_service_call_request m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_lenient_service_call_request(in, &m);
        expect_untouched(ok, &m, sizeof m);
        show_service_call_request(&out, ok, m);
        break;
    }
    case 9: {
        struct tsrpc_service_call_response m;
        fill(&m, sizeof m);
        const int ok = tsrpc_unpack_lenient_service_call_response(in, &m);
        expect_untouched(ok, &m, sizeof m);
        show_service_call_response(&out, ok, m);
        break;
    }
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
