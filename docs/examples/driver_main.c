/* SPDX-License-Identifier: BSD-3-Clause */
/* A program that uses a driver of docs/recipes.md, the one in C or the one in C++. */
#include "docs/examples/driver.h"
#include "docs/examples/platform.h"
#include "tsrpc/test_service.h"

#include <inttypes.h>

static void print(const struct answer* answer) {
    log_line("service status %" PRIu32 ", %" PRIu32 " bytes", answer->service_status, answer->length);
}

static bool ring(const struct session* session, uint16_t opcode, struct answer* answer) {
    return invoke(session, opcode, TSRPC_INVALID_MEMORY_HANDLE, 0, 0, answer);
}

int main(void) {
    enum { ENDPOINT = 0x8001, SPOILT_ENDPOINT = 0x8002, NO_ENDPOINT = 0x8003 };
    static const struct tsrpc_uuid test_service = {TSRPC_TEST_SERVICE_UUID_BYTES};
    static const struct tsrpc_uuid psa_crypto = {
        {0xd9, 0xdf, 0x52, 0xd5, 0x16, 0xa2, 0x4b, 0xb2, 0x9a, 0xa4, 0xd2, 0x6d, 0x3b, 0x84, 0xe8, 0xc0}};

    static uint8_t memory[4096];
    uint64_t handle = 0;
    struct answer answer = {0, 0};
    struct session session = {ENDPOINT, 0};
    log_line("probe: %d", probe(ENDPOINT));
    log_line("open: %d", open_session(&session, &test_service));
    log_line("share: %d", share(ENDPOINT, memory, sizeof memory, &handle));

    memory[0] = 0x2a;
    log_line("invoke: %d", invoke(&session, TSRPC_TEST_SERVICE_STATUS, handle, sizeof memory, 4, &answer));
    print(&answer);
    log_line("invoke: %d", invoke(&session, TSRPC_TEST_SERVICE_DESCRIBE, handle, sizeof memory, 0, &answer));
    print(&answer);
    log_line("response over the memory: %d", invoke(&session, TSRPC_TEST_SERVICE_DESCRIBE, handle, 8, 0, &answer));
    log_line("ring: %d", ring(&session, TSRPC_TEST_SERVICE_NOP, &answer));
    print(&answer);
    log_line("unknown opcode: %d", ring(&session, 0x1234, &answer));
    log_line("unshare: %d", unshare(ENDPOINT, handle));
    log_line("unshare again: %d", unshare(ENDPOINT, handle));

    log_line("unknown service: %d", open_session(&session, &psa_crypto));
    session.endpoint_id = NO_ENDPOINT;
    log_line("no endpoint: %d", open_session(&session, &test_service));
    log_line("spoilt response: %d", share(SPOILT_ENDPOINT, memory, sizeof memory, &handle));
    return 0;
}
