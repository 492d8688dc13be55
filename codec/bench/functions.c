/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The operations of functions.hpp by the C codec. No pack: from plain numbers it has to check more than code by hand
 * does.
 */
#include "tsrpc/codec.h"

#include <stdbool.h>

#define BENCH_DECLARE(name)                                                                                            \
    bool name##_strict_by_c(const struct tsrpc_registers* words, const struct tsrpc_registers* request,                \
                            struct tsrpc_##name* message);                                                             \
    bool name##_lenient_by_c(const struct tsrpc_registers* words, struct tsrpc_##name* message);                       \
    bool name##_check_by_c(const struct tsrpc_registers* words, const struct tsrpc_registers* request);

#define BENCH_DEFINE(name, ...)                                                                                        \
    BENCH_DECLARE(name)                                                                                                \
    bool name##_strict_by_c(const struct tsrpc_registers* words, const struct tsrpc_registers* request,                \
                            struct tsrpc_##name* message) {                                                            \
        (void)request;                                                                                                 \
        return tsrpc_unpack_##name(__VA_ARGS__, message);                                                              \
    }                                                                                                                  \
    bool name##_lenient_by_c(const struct tsrpc_registers* words, struct tsrpc_##name* message) {                      \
        return tsrpc_unpack_lenient_##name(*words, message);                                                           \
    }                                                                                                                  \
    bool name##_check_by_c(const struct tsrpc_registers* words, const struct tsrpc_registers* request) {               \
        struct tsrpc_##name message;                                                                                   \
        (void)request;                                                                                                 \
        return tsrpc_unpack_##name(__VA_ARGS__, &message);                                                             \
    }
#define BENCH_REQUEST(name) BENCH_DEFINE(name##_request, *words)
#define BENCH_RESPONSE(name) BENCH_DEFINE(name##_response, *words, *request)

/* The GET_VERSION request, which has no fields, is missing. */
BENCH_RESPONSE(get_version)
BENCH_REQUEST(retrieve_mem)
BENCH_RESPONSE(retrieve_mem)
BENCH_REQUEST(relinquish_mem)
BENCH_RESPONSE(relinquish_mem)
BENCH_REQUEST(service_info)
BENCH_RESPONSE(service_info)
BENCH_REQUEST(service_call)
BENCH_RESPONSE(service_call)
