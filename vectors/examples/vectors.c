/* SPDX-License-Identifier: BSD-3-Clause */
/* Tests a codec with the golden vectors: vectors tsrpc-v1.txt. Here it is tsrpc.h; put your own in its place. */
#include "tsrpc.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* What the codec reads in the words: message, direction, validity, the fields of a service call, the violations. */
static void decode(char* out, int is_request, struct tsrpc_registers words, struct tsrpc_registers request) {
    const struct tsrpc_inspection seen =
        is_request ? tsrpc_inspect_request(words) : tsrpc_inspect_response(words, request);
    struct tsrpc_service_call_request call;
    out += sprintf(out, "%s %s ", tsrpc_message_name(seen.message), seen.valid ? "valid" : "invalid");
    if (is_request && tsrpc_unpack_lenient_service_call_request(words, &call)) {
        out += sprintf(out, "interface_id=%d,opcode=%d,memory_handle=0x%016" PRIx64, call.interface_id, call.opcode,
                       call.memory_handle);
        out += sprintf(out, ",request_length=%" PRIu32 ",client_id=%" PRIu32, call.request_length, call.client_id);
    }
    out += sprintf(out, " %s", seen.violations.size == 0 ? "-" : "");
    for (size_t i = 0; i < seen.violations.size; ++i) {
        const struct tsrpc_violation* const wrong = &seen.violations.items[i];
        out += sprintf(out, "%s%s:W%d:%08" PRIx32, i ? "," : "", tsrpc_rule_name(wrong->rule), wrong->reg + 3,
                       wrong->bits);
    }
}

int main(int argc, char** argv) {
    FILE* const file = argc == 2 ? fopen(argv[1], "r") : NULL;
    char line[1024], message[32], direction[16], valid[16], fields[256], violations[256], id[128];
    char expected[600], decoded[600];
    unsigned vectors = 0, failed = 0;
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        struct tsrpc_registers q, w; /* the request, and the words themselves */
        if (sscanf(line,
                   "%31s %15s %15s %" SCNx32 " %" SCNx32 " %" SCNx32 " %" SCNx32 " %" SCNx32 " %" SCNx32 " %" SCNx32
                   " %" SCNx32 " %" SCNx32 " %" SCNx32 " %255s %255s %127s",
                   message, direction, valid, &q.words[0], &q.words[1], &q.words[2], &q.words[3], &q.words[4],
                   &w.words[0], &w.words[1], &w.words[2], &w.words[3], &w.words[4], fields, violations, id) != 16) {
            continue; /* a comment */
        }
        const int is_request = strcmp(direction, "request") == 0;
        const int is_call = is_request && strcmp(message, "service_call") == 0;
        decode(decoded, is_request, w, q);
        snprintf(expected, sizeof expected, "%s %s %s %s", message, valid, is_call ? fields : "", violations);
        failed += strcmp(expected, decoded) != 0 && printf("%s: %s\n", id, decoded) > 0;
        ++vectors;
    }
    printf("%u vectors, %u failed\n", vectors, failed);
    return vectors == 0 || failed != 0;
}
