// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/tests/headers.h"

static_assert(__cplusplus == 201703L);

int32_t test_service_call_cpp17(const tsrpc_test_service_request* request, uint32_t* service_status,
                                uint32_t* response_length) {
    return tsrpc_test_service_call(request, service_status, response_length);
}
