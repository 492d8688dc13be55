/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * A row of a message's table, as little of it as finds out what a frame breaks.
 */
#ifndef TSRPC_CODEC_ROW_H
#define TSRPC_CODEC_ROW_H

#include "tsrpc/codec/enums.h"

/* What a row's bits must be, beside the request's where its rule is to echo them. */
enum tsrpc_allowed_ {
    TSRPC_ANY_NUMBER_,
    TSRPC_THE_NUMBER_,       /* the row's number alone */
    TSRPC_ANOTHER_NUMBER_,   /* any but the row's number */
    TSRPC_ZERO_IN_DOORBELL_, /* any, but 0 in a doorbell */
    TSRPC_NO_NUMBER_
};

struct tsrpc_row_ {
    unsigned field : 4;
    unsigned reg : 3;
    unsigned lsb : 5;
    unsigned width : 6;
    unsigned rule : 3;
    unsigned allowed : 3;
    unsigned number : 8;
};

/* The rows from `begin` to `end`. */
struct tsrpc_table_ {
    const struct tsrpc_row_* begin;
    const struct tsrpc_row_* end;
};

#endif /* TSRPC_CODEC_ROW_H */
