/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * What compilers call for copies and zeroes in freestanding code. Firmware has its own; here the simplest stand for
 * them, and are executed as everything else is.
 */
#include <stddef.h>

void* memcpy(void* target, const void* source, size_t size);
void* memcpy(void* target, const void* source, size_t size) {
    char* to = target;
    const char* from = source;
    for (size_t i = 0; i < size; ++i) {
        to[i] = from[i];
    }
    return target;
}

void* memset(void* target, int byte, size_t size);
void* memset(void* target, int byte, size_t size) {
    char* to = target;
    for (size_t i = 0; i < size; ++i) {
        to[i] = (char)byte;
    }
    return target;
}
