/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Any five words: which message are they, and what is wrong with them?
 */
#ifndef TSRPC_CODEC_INSPECT_H
#define TSRPC_CODEC_INSPECT_H

#include "tsrpc/codec/violation.h"

/* The message of a request, by its interface id and opcode alone. ABI 2 and 3. */
static inline enum tsrpc_message tsrpc_classify(struct tsrpc_registers request) {
    return tsrpc_message_of_(request.words[TSRPC_W3]);
}

/* What five words are. */
struct tsrpc_inspection {
    enum tsrpc_message message;
    enum tsrpc_direction direction;
    struct tsrpc_violations violations;
    int valid; /* 1: a message of version 1 that breaks no MUST */
};

#define TSRPC_INSPECTION_(all)                                                                                         \
    { (all).message, (all).direction, TSRPC_LITERAL_((all).violations), (all).valid }

/* Makes its own list: one of `tsrpc_check_` would be on the stack beside it. */
TSRPC_APART_ struct tsrpc_inspection tsrpc_inspect_(enum tsrpc_direction direction, const struct tsrpc_registers* words,
                                                    const struct tsrpc_registers* request) {
    const enum tsrpc_message message = tsrpc_message_of_(request->words[TSRPC_W3]);
    const struct tsrpc_table_ table = tsrpc_table_of_(message, direction);
    struct tsrpc_inspection inspection;
    size_t size = 0;
    int valid = 1;
    for (const struct tsrpc_row_* row = table.begin; row != table.end; ++row) {
        const struct tsrpc_violation violation = tsrpc_check_row_(*row, words, request);
        if (violation.bits != 0) {
            inspection.violations.items[size++] = violation;
            valid = valid && violation.rule == TSRPC_RULE_RES;
        }
    }
    inspection.message = message;
    inspection.direction = direction;
    inspection.violations.size = size;
    inspection.valid = valid;
    return TSRPC_RETURNED_(struct tsrpc_inspection, inspection, TSRPC_INSPECTION_(inspection));
}

/* Any five words as a request. */
static inline struct tsrpc_inspection tsrpc_inspect_request(struct tsrpc_registers words) {
    return tsrpc_inspect_(TSRPC_DIRECTION_REQUEST, &words, &words);
}

/* Any five words as the response to `request`; if it is not known, pass `words` again. */
static inline struct tsrpc_inspection tsrpc_inspect_response(struct tsrpc_registers words,
                                                             struct tsrpc_registers request) {
    return tsrpc_inspect_(TSRPC_DIRECTION_RESPONSE, &words, &request);
}

#endif /* TSRPC_CODEC_INSPECT_H */
