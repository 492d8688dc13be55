/* SPDX-License-Identifier: BSD-3-Clause */
#include "conformance/reference/tests/headers.h"

_Static_assert(__STDC_VERSION__ == 201112L, "these headers are C11");

const uint8_t test_service_uuids_c11[2][16] = {TSRPC_TEST_SERVICE_UUID_BYTES, TSRPC_TEST_SERVICE_TWIN_UUID_BYTES};

int32_t test_service_call_c11(const struct tsrpc_test_service_request* request, uint32_t* service_status,
                              uint32_t* response_length) {
    return tsrpc_test_service_call(request, service_status, response_length);
}
