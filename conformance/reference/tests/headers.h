/* SPDX-License-Identifier: BSD-3-Clause */
#ifndef TSRPC_CONFORMANCE_REFERENCE_TESTS_HEADERS_H
#define TSRPC_CONFORMANCE_REFERENCE_TESTS_HEADERS_H

#include "tsrpc/plugin.h"
#include "tsrpc/test_service.h"

#ifdef __cplusplus
extern "C" {
#endif

/* The UUIDs of the test service and its twin, as C initialises them. */
extern const uint8_t test_service_uuids_c11[2][16];

/* tsrpc_test_service_call as a C11 and as a C++17 compiler makes it. */
int32_t test_service_call_c11(const struct tsrpc_test_service_request* request, uint32_t* service_status,
                              uint32_t* response_length);
int32_t test_service_call_cpp17(const struct tsrpc_test_service_request* request, uint32_t* service_status,
                                uint32_t* response_length);

#ifdef __cplusplus
}
#endif

#endif /* TSRPC_CONFORMANCE_REFERENCE_TESTS_HEADERS_H */
