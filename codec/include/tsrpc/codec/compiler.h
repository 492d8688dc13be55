/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the C headers want of the compiler: its types of fixed width, and some of its extensions under short names.
 */
#ifndef TSRPC_CODEC_COMPILER_H
#define TSRPC_CODEC_COMPILER_H

#include "tsrpc/version.h"

#if !defined(__cplusplus) && (!defined(__STDC_VERSION__) || __STDC_VERSION__ < 201112L)
#error "tsrpc needs C11 or later, or C++: compile with -std=gnu11 or -std=c11"
#endif

#ifdef __KERNEL__ /* Linux is built with -nostdinc. */
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#ifdef __cplusplus
#define TSRPC_CAST_(type, value) static_cast<type>(value)
#define TSRPC_NULL_ nullptr
#else
#define TSRPC_CAST_(type, value) ((type)(value))
#define TSRPC_NULL_ TSRPC_CAST_(void*, 0)
#endif

/*
 * gcc at -Os puts a function with several callers out of line, at three times the cost of its body. At -O0, where each
 * copy of the body would have its own place on the stack, that is cheaper.
 */
#ifdef __OPTIMIZE__
#define TSRPC_INLINE_ static inline __attribute__((always_inline))
#else
#define TSRPC_INLINE_ static inline
#endif

/* What gcc must not inline: it would keep lists of violations twice on the stack. */
#if defined(__OPTIMIZE__) && !defined(__clang__)
#define TSRPC_APART_ static __attribute__((noinline, unused))
#else
#define TSRPC_APART_ static inline
#endif

/* What the result says must be looked at: without a message nothing was written. */
#define TSRPC_CHECKED_ __attribute__((warn_unused_result))

/*
 * A large struct to return: the variable, or a literal of the same. gcc at -O0 calls memcpy for a variable in C, but
 * makes a literal in place.
 */
#if defined(__OPTIMIZE__) || defined(__clang__) || defined(__cplusplus)
#define TSRPC_RETURNED_(type, variable, ...) variable
#else
#define TSRPC_RETURNED_(type, variable, ...) ((type)__VA_ARGS__)
#endif

#endif /* TSRPC_CODEC_COMPILER_H */
