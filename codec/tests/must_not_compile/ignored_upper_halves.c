// SPDX-License-Identifier: BSD-3-Clause
//
// 64-bit registers that nobody knows to be words, in C: a warning.
// expect: unused|warn_unused_result

#include "tsrpc/codec.h"

struct tsrpc_registers from_smc(const uint64_t* x);

struct tsrpc_registers from_smc(const uint64_t* x) {
    struct tsrpc_registers words = {{0}};
#ifdef GOOD
    if (!tsrpc_registers_from_x(x, &words)) {
        return words;
    }
#else
    tsrpc_registers_from_x(x, &words);
#endif
    return words;
}
