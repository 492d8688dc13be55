/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Runs machine code at the addresses where the proof has it. It reads jobs from its input, in words of 64 bits:
 *
 *   how many writes, and for each: address, size, its bytes
 *   the function's address, its six arguments
 *   how many reads, and for each: address, size
 *
 * and writes for each job whether it trapped, the function's result, and the bytes that were asked for.
 */
#define _GNU_SOURCE
#include <setjmp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>

typedef uint64_t function(uint64_t, uint64_t, uint64_t, uint64_t, uint64_t, uint64_t);

static sigjmp_buf before;

static void trapped(int number) {
    (void)number;
    siglongjmp(before, 1);
}

static void map(uintptr_t address, size_t size) {
    void* place = mmap((void*)address, size, PROT_READ | PROT_WRITE | PROT_EXEC,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);
    if (place != (void*)address) {
        perror("mmap");
        exit(2);
    }
}

static void get(void* target, size_t size) {
    if (fread(target, 1, size, stdin) != size) {
        fputs("a job ends early\n", stderr);
        exit(2);
    }
}

static uint64_t word(void) {
    uint64_t result;
    get(&result, sizeof result);
    return result;
}

static void put(const void* source, size_t size) {
    if (fwrite(source, 1, size, stdout) != size) {
        perror("fwrite");
        exit(2);
    }
}

static void job(uint64_t writes) {
    for (uint64_t i = 0; i < writes; ++i) {
        const uintptr_t address = word();
        const size_t size = word();
        get((void*)address, size);
        __builtin___clear_cache((char*)address, (char*)address + size);
    }
    function* const run = (function*)(uintptr_t)word();
    uint64_t arguments[6];
    get(arguments, sizeof arguments);
    volatile uint64_t result[2] = {1, 0};
    if (sigsetjmp(before, 1) == 0) {
        result[1] = run(arguments[0], arguments[1], arguments[2], arguments[3], arguments[4], arguments[5]);
        result[0] = 0;
    }
    put((const void*)result, sizeof result);
    for (uint64_t reads = word(); reads != 0; --reads) {
        const uintptr_t address = word();
        put((const void*)address, word());
    }
}

int main(void) {
    signal(SIGILL, trapped);
    signal(SIGTRAP, trapped);
    map(0x10000, 0x20000);
    map(0x40000000, 0x2000000);
    map(0x4fff0000, 0x10000);
    uint64_t writes;
    while (fread(&writes, sizeof writes, 1, stdin) == 1) {
        job(writes);
    }
    return fflush(stdout) == 0 ? 0 : 2;
}
