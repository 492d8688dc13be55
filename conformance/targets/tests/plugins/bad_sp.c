/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The example SP, but for what the environment variable BAD_SP names. Most of it goes wrong in RELINQ_MEM, after that
 * has been served: what a test does before can pass.
 */
#define _POSIX_C_SOURCE 200809L /* signals, fork */

#include "tsrpc/abi.h"
#include "tsrpc/plugin.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

const struct tsrpc_sp_plugin* example_sp_plugin(void);

static bool is_bad(const char* how) {
    const char* const bad = getenv("BAD_SP");
    return bad != NULL && strcmp(bad, how) == 0;
}

static void hang(void) {
    for (;;) {
        pause();
    }
}

static void segfault(void) {
    volatile int* volatile nowhere = NULL;
    *nowhere = 1;
}

/* --- the SPMC as the example sees it: the runner's, watched ---------------------------------------------------- */

static const struct tsrpc_spmc* runner;
static struct tsrpc_spmc watched;
static volatile uint8_t* memory; /* retrieved last */
static uint64_t memory_size;

static int32_t watch_retrieve(void* ctx, uint16_t sender, uint64_t handle, uint64_t tag, void** base, uint64_t* size) {
    const int32_t result = runner->mem_retrieve(ctx, sender, handle, tag, base, size);
    if (result == 0) {
        memory = *base;
        memory_size = *size;
    }
    return result;
}

static void* create(const struct tsrpc_spmc* spmc) {
    if (is_bad("create_null")) {
        return NULL;
    }
    if (is_bad("create_hangs")) {
        hang();
    }
    if (is_bad("create_crashes")) {
        segfault();
    }
    runner = spmc;
    watched = *spmc;
    watched.mem_retrieve = watch_retrieve;
    return example_sp_plugin()->create(&watched);
}

static void destroy(void* sp) {
    example_sp_plugin()->destroy(sp);
    if (is_bad("destroy_crashes")) {
        segfault();
    }
    if (is_bad("destroy_hangs")) {
        hang();
    }
}

/* --- direct requests -------------------------------------------------------------------------------------------- */

static void jump_to_nowhere(void) {
    void (*volatile nowhere)(void) = NULL;
    nowhere();
}

/* How deep it goes. */
static int overflow_stack(volatile int depth) {
    volatile char room[1024];
    room[0] = (char)depth;
    return depth == -1 ? 0 : overflow_stack(depth + 1) + room[0];
}

static void smash_stack(void) {
    volatile char small[8];
    for (volatile size_t i = 0; i < 64; ++i) {
        small[i] = 'x';
    }
    (void)small[0];
}

static void close_all(void) {
    for (int fd = 0; fd < 1024; ++fd) {
        close(fd);
    }
}

static void leave_a_process(void) {
    if (fork() == 0) {
        hang();
    }
}

static void hang_blocking_signals(void) {
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
    hang();
}

/* Its control word. */
static uint32_t management_call(uint32_t opcode) {
    return (uint32_t)TSRPC_MANAGEMENT_INTERFACE_ID << TSRPC_CONTROL_INTERFACE_ID_SHIFT | opcode;
}

static void go_wrong(uint32_t response[5]) {
    if (is_bad("segv")) {
        segfault();
    } else if (is_bad("abort")) {
        abort();
    } else if (is_bad("exit")) {
        exit(0);
    } else if (is_bad("_exit")) {
        _exit(0);
    } else if (is_bad("_Exit")) {
        _Exit(0);
    } else if (is_bad("jumps")) {
        jump_to_nowhere();
    } else if (is_bad("overflows_stack")) {
        memory_size = (uint64_t)overflow_stack(0);
    } else if (is_bad("smash")) {
        smash_stack();
    } else if (is_bad("overrun")) {
        memory[memory_size] = 1;
    } else if (is_bad("overruns_response")) {
        response[5] = 1;
    } else if (is_bad("late_touch")) {
        memory[0] = 1;
    } else if (is_bad("hangs")) {
        hang();
    } else if (is_bad("spins")) {
        for (;;) {
            memory_size += 1;
        }
    } else if (is_bad("asks_forever")) {
        for (;;) {
            runner->mem_relinquish(runner->ctx, 1);
        }
    } else if (is_bad("stops")) {
        raise(SIGSTOP);
    } else if (is_bad("blocks_signals")) {
        hang_blocking_signals();
    } else if (is_bad("closes_all")) {
        close_all();
    } else if (is_bad("prints")) {
        puts("ok 00ff0002 00000000 00000000 00000000 00000000");
        fputs("bad_sp prints\n", stderr);
        fflush(stdout);
    } else if (is_bad("forks")) {
        leave_a_process();
    } else if (is_bad("forks_and_crashes")) {
        leave_a_process();
        segfault();
    } else if (is_bad("forks_and_hangs")) {
        leave_a_process();
        hang();
    } else if (is_bad("fork_returns")) {
        fork();
    } else if (is_bad("garbage")) {
        for (size_t i = 0; i < 5; ++i) {
            response[i] = (uint32_t)rand() * 2654435761u;
        }
    } else if (is_bad("reserved_set")) {
        response[3] |= 0x10;
    }
}

/* SERVICE_INFO knows no service, and says so with a reserved bit set. */
static void host_nothing(const uint32_t request[5], uint32_t response[5]) {
    if (request[0] == management_call(TSRPC_OPCODE_SERVICE_INFO)) {
        response[1] = (uint32_t)TSRPC_RPC_NOT_FOUND;
        response[2] = 0x100;
    }
}

static void direct_request(void* sp, uint16_t sender, const uint32_t request[5], uint32_t response[5]) {
    example_sp_plugin()->direct_request(sp, sender, request, response);
    if (is_bad("no_test_service")) {
        host_nothing(request, response);
    } else if (request[0] == management_call(TSRPC_OPCODE_RELINQUISH_MEM)) {
        go_wrong(response);
    }
}

const struct tsrpc_sp_plugin* tsrpc_get_sp_plugin(void) {
    static struct tsrpc_sp_plugin plugin = {TSRPC_PLUGIN_ABI_VERSION, "bad", create, destroy, direct_request};
    if (is_bad("null_table")) {
        return NULL;
    }
    if (is_bad("exits_on_load")) {
        exit(0);
    } else if (is_bad("other_version")) {
        plugin.abi_version = TSRPC_PLUGIN_ABI_VERSION + 1;
    } else if (is_bad("no_functions")) {
        plugin.direct_request = NULL;
    } else if (is_bad("name_of_two_lines")) {
        plugin.name = "bad\nname";
    }
    return &plugin;
}
