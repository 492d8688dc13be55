/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What the recipes of docs/recipes.md take a driver or an SP to have already: FF-A and a log. C11 and C++.
 */
#ifndef TSRPC_DOCS_EXAMPLES_PLATFORM_H
#define TSRPC_DOCS_EXAMPLES_PLATFORM_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* FFA_MSG_SEND_DIRECT_REQ32: W3..W7 in, W3..W7 of the response out; both may be the same array. 0, or a negative FF-A
 * error code. */
int32_t ffa_direct_request(uint16_t endpoint_id, const uint32_t request[5], uint32_t response[5]);

/* FFA_MEM_SHARE of whole pages, and FFA_MEM_RECLAIM. 0, or a negative FF-A error code. */
int32_t ffa_mem_share(uint16_t endpoint_id, void* base, uint32_t size, uint64_t* handle);
int32_t ffa_mem_reclaim(uint64_t handle);

/* One line, as printf formats it. */
__attribute__((format(printf, 1, 2))) void log_line(const char* format, ...);

#ifdef __cplusplus
}
#endif

#endif /* TSRPC_DOCS_EXAMPLES_PLATFORM_H */
