/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Which rules of its message's table a frame breaks, and in which bits. ABI 3.
 */
#ifndef TSRPC_CODEC_VIOLATION_H
#define TSRPC_CODEC_VIOLATION_H

#include "tsrpc/codec/tables.h"
#include "tsrpc/codec/unpack.h"

/* One broken rule. `bits` are the bits of `reg` that differ; for a value, whose bits are wrong only together, all of
 * them. */
struct tsrpc_violation {
    enum tsrpc_field field;
    enum tsrpc_register reg;
    enum tsrpc_rule rule;
    uint32_t bits;
};

/* All that is wrong with a frame: the first `size` items, in ascending bit order. The others have no value. */
struct tsrpc_violations {
    struct tsrpc_violation items[10];
    size_t size;
};

#define TSRPC_ITEM_(list, i)                                                                                           \
    { (list).items[i].field, (list).items[i].reg, (list).items[i].rule, (list).items[i].bits }
#define TSRPC_FIVE_(list, i)                                                                                           \
    TSRPC_ITEM_(list, i), TSRPC_ITEM_(list, (i) + 1), TSRPC_ITEM_(list, (i) + 2), TSRPC_ITEM_(list, (i) + 3),          \
        TSRPC_ITEM_(list, (i) + 4)
#define TSRPC_LITERAL_(list)                                                                                           \
    { {TSRPC_FIVE_(list, 0), TSRPC_FIVE_(list, 5)}, (list).size }

/* What a frame breaks of one row; if it is nothing, `bits` is 0. */
TSRPC_APART_ struct tsrpc_violation tsrpc_check_row_(struct tsrpc_row_ row, const struct tsrpc_registers* words,
                                                     const struct tsrpc_registers* request) {
    struct tsrpc_violation violation = {TSRPC_CAST_(enum tsrpc_field, row.field),
                                        TSRPC_CAST_(enum tsrpc_register, row.reg),
                                        TSRPC_CAST_(enum tsrpc_rule, row.rule), 0};
    const uint32_t mask = 0xffffffff >> (32 - row.width) << row.lsb;
    const uint32_t word = words->words[row.reg];
    const uint32_t differing = (word ^ TSRPC_CAST_(uint32_t, row.number) << row.lsb) & mask;
    if (row.rule == TSRPC_RULE_ECHO) {
        violation.bits = (word ^ request->words[row.reg]) & mask;
    }
    if (row.allowed == TSRPC_THE_NUMBER_) {
        violation.bits |= differing;
    } else if (violation.bits == 0 &&
               ((row.allowed == TSRPC_ANOTHER_NUMBER_ && differing == 0) ||
                (row.allowed == TSRPC_ZERO_IN_DOORBELL_ && tsrpc_is_doorbell_with_length_(words)) ||
                row.allowed == TSRPC_NO_NUMBER_)) {
        violation.bits = mask;
        if (row.rule == TSRPC_RULE_ECHO) { /* what is echoed and yet wrong has a wrong value */
            violation.rule = TSRPC_RULE_VALUE;
        }
    }
    return violation;
}

TSRPC_APART_ struct tsrpc_violations tsrpc_check_(struct tsrpc_table_ table, const struct tsrpc_registers* words,
                                                  const struct tsrpc_registers* request) {
    struct tsrpc_violations violations;
    size_t size = 0;
    for (const struct tsrpc_row_* row = table.begin; row != table.end; ++row) {
        const struct tsrpc_violation violation = tsrpc_check_row_(*row, words, request);
        if (violation.bits != 0) {
            violations.items[size++] = violation;
        }
    }
    violations.size = size;
    return TSRPC_RETURNED_(struct tsrpc_violations, violations, TSRPC_LITERAL_(violations));
}

/*
 * Everything that a frame breaks of its message's table. `request` is the request that a response answers; if it is
 * not known, pass `words` again. For a request it does not matter.
 */
static inline struct tsrpc_violations tsrpc_check(enum tsrpc_message message, enum tsrpc_direction direction,
                                                  struct tsrpc_registers words, struct tsrpc_registers request) {
    return tsrpc_check_(tsrpc_table_of_(message, direction), &words, &request);
}

/* 1: nothing but SHOULDs is broken. */
static inline int tsrpc_is_valid(const struct tsrpc_violations* violations) {
    for (size_t i = 0; i < violations->size; ++i) {
        if (violations->items[i].rule != TSRPC_RULE_RES) {
            return 0;
        }
    }
    return 1;
}

#endif /* TSRPC_CODEC_VIOLATION_H */
