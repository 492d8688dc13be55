/* SPDX-License-Identifier: BSD-3-Clause */
#include "functions.h"

#include "tsrpc/codec.h"

typedef const struct tsrpc_registers* words_t;

#define PROOF_OFFSET(type, name, member) const uint32_t offset_##name##_##member = offsetof(type, member);

#define PROOF_REQUEST(name, NAME) tsrpc_unpack_##name(*words, message)
#define PROOF_RESPONSE(name, NAME) tsrpc_unpack_##name(*words, *request, message)

#define PROOF_DEFINE(direction, name, cxx_type, fields)                                                                \
    const uint32_t size_##name = sizeof(struct tsrpc_##name);                                                          \
    fields(PROOF_OFFSET, struct tsrpc_##name, name) void pack_##name(const struct tsrpc_##name* message,               \
                                                                     struct tsrpc_registers* words) {                  \
        *words = tsrpc_pack_##name(*message);                                                                          \
    }                                                                                                                  \
    int strict_##name(words_t words, words_t request, struct tsrpc_##name* message) {                                  \
        (void)request;                                                                                                 \
        return PROOF_##direction(name, );                                                                              \
    }                                                                                                                  \
    int lenient_##name(words_t words, struct tsrpc_##name* message) {                                                  \
        return tsrpc_unpack_lenient_##name(*words, message);                                                           \
    }

PROOF_EACH_MESSAGE(PROOF_DEFINE)

void pack_get_version_request(struct tsrpc_registers* words) { *words = tsrpc_pack_get_version_request(); }
int strict_get_version_request(words_t words) { return tsrpc_unpack_get_version_request(*words); }
int lenient_get_version_request(words_t words) { return tsrpc_unpack_lenient_get_version_request(*words); }

static void list(const struct tsrpc_violations* violations, struct proof_listing* out) {
    out->size = (uint32_t)violations->size;
    for (size_t i = 0; i < 10; ++i) {
        if (i < violations->size) {
            out->items[i].field = (uint32_t)violations->items[i].field;
            out->items[i].reg = (uint32_t)violations->items[i].reg;
            out->items[i].rule = (uint32_t)violations->items[i].rule;
            out->items[i].bits = violations->items[i].bits;
        }
    }
}

#define PROOF_CHECK(name, message, direction)                                                                          \
    void check_##name(words_t words, words_t request, struct proof_listing* out) {                                     \
        const struct tsrpc_violations violations =                                                                     \
            tsrpc_check(TSRPC_MESSAGE_##message, TSRPC_DIRECTION_##direction, *words, *request);                       \
        list(&violations, out);                                                                                        \
        out->valid = (uint32_t)tsrpc_is_valid(&violations);                                                            \
    }
PROOF_CHECK(get_version_request, GET_VERSION, REQUEST)
PROOF_CHECK(get_version_response, GET_VERSION, RESPONSE)
PROOF_CHECK(retrieve_mem_request, RETRIEVE_MEM, REQUEST)
PROOF_CHECK(retrieve_mem_response, RETRIEVE_MEM, RESPONSE)
PROOF_CHECK(relinquish_mem_request, RELINQUISH_MEM, REQUEST)
PROOF_CHECK(relinquish_mem_response, RELINQUISH_MEM, RESPONSE)
PROOF_CHECK(service_info_request, SERVICE_INFO, REQUEST)
PROOF_CHECK(service_info_response, SERVICE_INFO, RESPONSE)
PROOF_CHECK(service_call_request, SERVICE_CALL, REQUEST)
PROOF_CHECK(service_call_response, SERVICE_CALL, RESPONSE)

static void describe(const struct tsrpc_inspection* inspection, struct proof_listing* out) {
    list(&inspection->violations, out);
    out->message = (uint32_t)inspection->message;
    out->direction = (uint32_t)inspection->direction;
    out->valid = (uint32_t)inspection->valid;
}
void inspect_request(words_t words, struct proof_listing* out) {
    const struct tsrpc_inspection inspection = tsrpc_inspect_request(*words);
    describe(&inspection, out);
}
void inspect_response(words_t words, words_t request, struct proof_listing* out) {
    const struct tsrpc_inspection inspection = tsrpc_inspect_response(*words, *request);
    describe(&inspection, out);
}

void reject(words_t request, int32_t rpc_status, struct tsrpc_registers* words) {
    *words = tsrpc_reject(*request, rpc_status);
}

int parse_uuid(const char* text, uint64_t length, struct tsrpc_uuid* uuid) {
    return tsrpc_parse_uuid(text, length, uuid);
}
void uuid_text(const struct tsrpc_uuid* uuid, struct tsrpc_uuid_text* text) { *text = tsrpc_uuid_to_text(*uuid); }
