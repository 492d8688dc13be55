/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The five registers, and how they come from and go to others. ABI 1.
 */
#ifndef TSRPC_CODEC_REGISTERS_H
#define TSRPC_CODEC_REGISTERS_H

#include "tsrpc/codec/compiler.h"

/* The contents of W3..W7, each in the CPU's own byte order. */
struct tsrpc_registers {
    uint32_t words[5];
};

TSRPC_INLINE_ struct tsrpc_registers tsrpc_words_(uint32_t w3, uint32_t w4, uint32_t w5, uint32_t w6, uint32_t w7) {
    const struct tsrpc_registers words = {{w3, w4, w5, w6, w7}};
    return words;
}

/* The registers from an array of five words, as C interfaces pass them. */
TSRPC_INLINE_ struct tsrpc_registers tsrpc_registers_from(const uint32_t* words) {
    return tsrpc_words_(words[0], words[1], words[2], words[3], words[4]);
}

/* The registers to such an array. */
TSRPC_INLINE_ void tsrpc_registers_to(struct tsrpc_registers registers, uint32_t* words) {
    for (size_t i = 0; i < 5; ++i) {
        words[i] = registers.words[i];
    }
}

/*
 * From x3..x7 of a 64-bit CPU: 1 and the registers; or 0, and nothing written, if an upper half is not 0. TS-RPC has
 * 32-bit calls only. ABI 1.
 */
TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_registers_from_x(const uint64_t* x, struct tsrpc_registers* registers) {
    if ((x[0] | x[1] | x[2] | x[3] | x[4]) > 0xffffffff) {
        return 0;
    }
    for (size_t i = 0; i < 5; ++i) {
        registers->words[i] = TSRPC_CAST_(uint32_t, x[i]);
    }
    return 1;
}

/* The registers to x3..x7, with upper halves of 0. */
TSRPC_INLINE_ void tsrpc_registers_to_x(struct tsrpc_registers registers, uint64_t* x) {
    for (size_t i = 0; i < 5; ++i) {
        x[i] = registers.words[i];
    }
}

#endif /* TSRPC_CODEC_REGISTERS_H */
