/* SPDX-License-Identifier: BSD-3-Clause */
/* What Linux's header of this name has of what the codec uses: types, and none of the macros of <stdint.h>. */
#ifndef TSRPC_CODEC_TESTS_LINUX_TYPES_H
#define TSRPC_CODEC_TESTS_LINUX_TYPES_H

typedef unsigned char uint8_t;
typedef unsigned short uint16_t;
typedef unsigned int uint32_t;
typedef unsigned long long uint64_t;
typedef int int32_t;
typedef __SIZE_TYPE__ size_t;

#endif /* TSRPC_CODEC_TESTS_LINUX_TYPES_H */
