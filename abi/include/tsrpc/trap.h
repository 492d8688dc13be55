/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the codec does if the code that calls it has a bug: if it packs a number that has no encoding, takes a message
 * out of registers that hold none, or rejects with SUCCESS.
 *
 * Firmware that has a panic of its own defines TSRPC_TRAP() before it includes the codec, the same in all its files. If
 * the hook returns, it is called again: the codec does not go on.
 */
#ifndef TSRPC_TRAP_H
#define TSRPC_TRAP_H

#ifndef TSRPC_TRAP
#define TSRPC_TRAP() __builtin_trap()
#endif

#endif /* TSRPC_TRAP_H */
