/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The TS-RPC codec of the project tsrpc, version 0.2.0, in one file: tsrpc/version.h, tsrpc/codec.h, tsrpc/names.h.
 * The project's codec/amalgamate.py made it from these headers; do not edit. Its docs/vendoring.md shows how to use it.
 *
 * BSD 3-Clause License
 *
 * Copyright (c) 2026 The tsrpc authors
 *
 * Redistribution and use in source and binary forms, with or without
 * modification, are permitted provided that the following conditions are met:
 *
 * 1. Redistributions of source code must retain the above copyright notice, this
 *    list of conditions and the following disclaimer.
 *
 * 2. Redistributions in binary form must reproduce the above copyright notice,
 *    this list of conditions and the following disclaimer in the documentation
 *    and/or other materials provided with the distribution.
 *
 * 3. Neither the name of the copyright holder nor the names of its
 *    contributors may be used to endorse or promote products derived from
 *    this software without specific prior written permission.
 *
 * THIS SOFTWARE IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS IS"
 * AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE
 * IMPLIED WARRANTIES OF MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE
 * DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT HOLDER OR CONTRIBUTORS BE LIABLE
 * FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR CONSEQUENTIAL
 * DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR
 * SERVICES; LOSS OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER
 * CAUSED AND ON ANY THEORY OF LIABILITY, WHETHER IN CONTRACT, STRICT LIABILITY,
 * OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY OUT OF THE USE
 * OF THIS SOFTWARE, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.
 */
/* clang-format off */
/*
 * The version of this library, for C11 and C++: docs/vendoring.md says what it promises. All C++ names are in the
 * inline namespace tsrpc::v<major>_<minor>_<patch>, so that different versions can be linked into one program.
 */
#if !defined(__GNUC__) && !defined(__clang__)
#error "tsrpc needs gcc or clang: it uses their builtins and attributes"
#endif

/* Not in the guard, which another version has too. */
#if defined(TSRPC_VERSION_MAJOR) && (TSRPC_VERSION_MAJOR != 0 || TSRPC_VERSION_MINOR != 2 || TSRPC_VERSION_PATCH != 0)
#error "this file has already included another version of tsrpc: a program can have two, a file only one"
#endif

#ifndef TSRPC_VERSION_H
#define TSRPC_VERSION_H

#define TSRPC_VERSION_MAJOR 0
#define TSRPC_VERSION_MINOR 2
#define TSRPC_VERSION_PATCH 0

#endif /* TSRPC_VERSION_H */

/*
 * The TS-RPC codec in C11 (also C17, C23 and C++): messages to and from the five argument registers of an FF-A direct
 * message. The same messages, verdicts and details as tsrpc/codec.hpp; a test holds the two equal. Freestanding:
 * <stdint.h>, <stddef.h> (in Linux <linux/types.h>) and nothing to link. "ABI n" cites section n of docs/abi.md.
 *
 * For each message: a struct with a member a field, named as the field is (none for the GET_VERSION request, which has
 * no fields), and
 *
 *   tsrpc_pack_X            the registers of a message, with all reserved bits 0
 *   tsrpc_unpack_X          1 and the message, if the registers break no MUST of its table; else 0, and no message
 *   tsrpc_unpack_lenient_X  the same, whatever the flags, SAP bits, reserved bits and echo are
 *
 * Unpacking a response takes the request too, whose interface id and opcode it must echo; if that is not known, pass
 * the response again. `tsrpc_check` says which rules are broken, and in which bits.
 *
 * Names that end in an underscore are not for use outside these files.
 */
/* Not in the guard: it says if another version has been included. */

#ifndef TSRPC_CODEC_H
#define TSRPC_CODEC_H

/*
 * Messages to registers. A number that its field cannot hold traps. A doorbell with a request length has an encoding,
 * although it breaks a MUST: it is packed.
 */
#ifndef TSRPC_CODEC_PACK_H
#define TSRPC_CODEC_PACK_H

/*
 * The messages of ABI 3: a struct a message and direction.
 */
#ifndef TSRPC_CODEC_MESSAGES_H
#define TSRPC_CODEC_MESSAGES_H

/*
 * UUIDs: their bytes, their words and their text.
 */
#ifndef TSRPC_CODEC_UUID_H
#define TSRPC_CODEC_UUID_H

/*
 * The enums of the ABI's tables, a byte each. A register is the index of its word.
 */
#ifndef TSRPC_CODEC_ENUMS_H
#define TSRPC_CODEC_ENUMS_H

/* The argument registers that TS-RPC owns (ABI 1). */
enum __attribute__((packed)) tsrpc_register { TSRPC_W3, TSRPC_W4, TSRPC_W5, TSRPC_W6, TSRPC_W7 };

/* Which way a message goes (ABI 1). */
enum __attribute__((packed)) tsrpc_direction {
    TSRPC_DIRECTION_REQUEST, /* From the caller to the endpoint. */
    TSRPC_DIRECTION_RESPONSE /* Back. */
};

/* The five operations (ABI 3). */
enum __attribute__((packed)) tsrpc_message {
    TSRPC_MESSAGE_GET_VERSION,
    TSRPC_MESSAGE_RETRIEVE_MEM,
    TSRPC_MESSAGE_RELINQUISH_MEM,
    TSRPC_MESSAGE_SERVICE_INFO,
    TSRPC_MESSAGE_SERVICE_CALL,
    TSRPC_MESSAGE_UNKNOWN /* A management opcode that this version does not define. */
};

/* What the bits of a row of the ABI's tables must be. */
enum __attribute__((packed)) tsrpc_rule {
    TSRPC_RULE_VALUE, /* The field's value. */
    TSRPC_RULE_FIXED, /* One constant. */
    TSRPC_RULE_MBZ,   /* Zero: "Reserved (MBZ)" in the ABI document. */
    TSRPC_RULE_RES,   /* Zero from a careful sender: "Reserved" with no MBZ, hence a SHOULD. */
    TSRPC_RULE_ECHO   /* The same bits of the request. */
};

/* The fields of all messages (ABI 2 and 3). */
enum __attribute__((packed)) tsrpc_field {
    TSRPC_FIELD_OPCODE,          /* The operation of a service (ABI 2). */
    TSRPC_FIELD_INTERFACE_ID,    /* The interface id of a service: 0 to 0xfe (ABI 2). */
    TSRPC_FIELD_FLAGS,           /* Flags, 0 in version 1 (ABI 2). */
    TSRPC_FIELD_SAP_RC,          /* SAP_RC, 0 in version 1 (ABI 2). */
    TSRPC_FIELD_SAP_ERR,         /* SAP_ERR, 0 in version 1 (ABI 2). */
    TSRPC_FIELD_VERSION,         /* A version of the protocol: 1 and up (ABI 3). */
    TSRPC_FIELD_MEMORY_HANDLE,   /* FF-A's name of a region of shared memory (ABI 3). */
    TSRPC_FIELD_MEMORY_TAG,      /* FF-A's tag of a region of shared memory (ABI 3). */
    TSRPC_FIELD_SERVICE_UUID,    /* Which service (ABI 3 and 6). */
    TSRPC_FIELD_REQUEST_LENGTH,  /* Bytes of the shared memory that hold the request (ABI 3). */
    TSRPC_FIELD_CLIENT_ID,       /* The client; the driver sends 0 (ABI 3). */
    TSRPC_FIELD_RPC_STATUS,      /* How the request's delivery went (ABI 3). Open: any number is kept as it is. */
    TSRPC_FIELD_SERVICE_STATUS,  /* The service's own status; means something after RPC SUCCESS (ABI 3). */
    TSRPC_FIELD_RESPONSE_LENGTH, /* Bytes of the shared memory that hold the response (ABI 3). */
    TSRPC_FIELD_RESERVED         /* Bits that no field has. */
};

#endif /* TSRPC_CODEC_ENUMS_H */
/*
 * The five registers, and how they come from and go to others. ABI 1.
 */
#ifndef TSRPC_CODEC_REGISTERS_H
#define TSRPC_CODEC_REGISTERS_H

/*
 * What the C headers want of the compiler: its types of fixed width, and some of its extensions under short names.
 */
#ifndef TSRPC_CODEC_COMPILER_H
#define TSRPC_CODEC_COMPILER_H

#if !defined(__cplusplus) && (!defined(__STDC_VERSION__) || __STDC_VERSION__ < 201112L)
#error "tsrpc needs C11 or later, or C++: compile with -std=gnu11 or -std=c11"
#endif

#ifdef __KERNEL__ /* Linux is built with -nostdinc. */
#include <linux/types.h>
#else
#include <stddef.h>
#include <stdint.h>
#endif

#ifdef __cplusplus
#define TSRPC_CAST_(type, value) static_cast<type>(value)
#define TSRPC_NULL_ nullptr
#else
#define TSRPC_CAST_(type, value) ((type)(value))
#define TSRPC_NULL_ TSRPC_CAST_(void*, 0)
#endif

/*
 * gcc at -Os puts a function with several callers out of line, at three times the cost of its body. At -O0, where each
 * copy of the body would have its own place on the stack, that is cheaper.
 */
#ifdef __OPTIMIZE__
#define TSRPC_INLINE_ static inline __attribute__((always_inline))
#else
#define TSRPC_INLINE_ static inline
#endif

/* What gcc must not inline: it would keep lists of violations twice on the stack. */
#if defined(__OPTIMIZE__) && !defined(__clang__)
#define TSRPC_APART_ static __attribute__((noinline, unused))
#else
#define TSRPC_APART_ static inline
#endif

/* What the result says must be looked at: without a message nothing was written. */
#define TSRPC_CHECKED_ __attribute__((warn_unused_result))

/*
 * A large struct to return: the variable, or a literal of the same. gcc at -O0 calls memcpy for a variable in C, but
 * makes a literal in place.
 */
#if defined(__OPTIMIZE__) || defined(__clang__) || defined(__cplusplus)
#define TSRPC_RETURNED_(type, variable, ...) variable
#else
#define TSRPC_RETURNED_(type, variable, ...) ((type)__VA_ARGS__)
#endif

#endif /* TSRPC_CODEC_COMPILER_H */

/* The contents of W3..W7, each in the CPU's own byte order. */
struct tsrpc_registers {
    uint32_t words[5];
};

TSRPC_INLINE_ struct tsrpc_registers tsrpc_words_(uint32_t w3, uint32_t w4, uint32_t w5, uint32_t w6, uint32_t w7) {
    const struct tsrpc_registers words = {{w3, w4, w5, w6, w7}};
    return words;
}

/* The registers from an array of five words, as C interfaces pass them. */
TSRPC_INLINE_ struct tsrpc_registers tsrpc_registers_from(const uint32_t* words) {
    return tsrpc_words_(words[0], words[1], words[2], words[3], words[4]);
}

/* The registers to such an array. */
TSRPC_INLINE_ void tsrpc_registers_to(struct tsrpc_registers registers, uint32_t* words) {
    for (size_t i = 0; i < 5; ++i) {
        words[i] = registers.words[i];
    }
}

/*
 * From x3..x7 of a 64-bit CPU: 1 and the registers; or 0, and nothing written, if an upper half is not 0. TS-RPC has
 * 32-bit calls only. ABI 1.
 */
TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_registers_from_x(const uint64_t* x, struct tsrpc_registers* registers) {
    if ((x[0] | x[1] | x[2] | x[3] | x[4]) > 0xffffffff) {
        return 0;
    }
    for (size_t i = 0; i < 5; ++i) {
        registers->words[i] = TSRPC_CAST_(uint32_t, x[i]);
    }
    return 1;
}

/* The registers to x3..x7, with upper halves of 0. */
TSRPC_INLINE_ void tsrpc_registers_to_x(struct tsrpc_registers registers, uint64_t* x) {
    for (size_t i = 0; i < 5; ++i) {
        x[i] = registers.words[i];
    }
}

#endif /* TSRPC_CODEC_REGISTERS_H */

/* A UUID's bytes in RFC 4122 order, the order of its text. Aligned to move to and from registers a word at a time. */
struct tsrpc_uuid {
    uint8_t bytes[16] __attribute__((aligned(4)));
};

/* A UUID's text, in lower case, with its terminating zero. */
struct tsrpc_uuid_text {
    char text[37];
};

/* UUID bytes 4n..4n+3, the first in the least significant byte. ABI 3, SMCCC 5.3. */
TSRPC_INLINE_ uint32_t tsrpc_swap_if_big_endian_(uint32_t word) {
    return __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? word : __builtin_bswap32(word);
}
TSRPC_INLINE_ uint32_t tsrpc_uuid_word_(const struct tsrpc_uuid* uuid, size_t n) {
    uint32_t word;
    __builtin_memcpy(&word, __builtin_assume_aligned(uuid->bytes + 4 * n, 4), sizeof word);
    return tsrpc_swap_if_big_endian_(word);
}

/*
 * A control word and a UUID. It is best copied as a whole, which gcc does not make of four words, by little-endian
 * 64-bit CPUs. But with -mstrict-align, which gcc 12 does not let us see, gcc -Os and -O0 would call memcpy.
 */
TSRPC_INLINE_ struct tsrpc_registers tsrpc_words_of_uuid_(uint32_t control, const struct tsrpc_uuid* uuid) {
#if defined(__x86_64__) || (defined(__AARCH64EL__) && defined(__OPTIMIZE__) && !defined(__OPTIMIZE_SIZE__))
    struct tsrpc_registers words = tsrpc_words_(control, 0, 0, 0, 0);
    __builtin_memcpy(&words.words[TSRPC_W4], uuid->bytes, sizeof uuid->bytes);
    return words;
#else
    return tsrpc_words_(control, tsrpc_uuid_word_(uuid, 0), tsrpc_uuid_word_(uuid, 1), tsrpc_uuid_word_(uuid, 2),
                        tsrpc_uuid_word_(uuid, 3));
#endif
}

/* The UUID in four words. */
TSRPC_INLINE_ void tsrpc_read_uuid_(const uint32_t* words, struct tsrpc_uuid* uuid) {
#if defined(__x86_64__) /* for aarch64 gcc would call memcpy under -mstrict-align, at any level */
    __builtin_memcpy(uuid->bytes, words, sizeof uuid->bytes);
#else
    const uint32_t bytes[] = {tsrpc_swap_if_big_endian_(words[0]), tsrpc_swap_if_big_endian_(words[1]),
                              tsrpc_swap_if_big_endian_(words[2]), tsrpc_swap_if_big_endian_(words[3])};
    struct tsrpc_uuid copy;
    __builtin_memcpy(copy.bytes, bytes, sizeof bytes);
    *uuid = copy;
#endif
}

static inline int tsrpc_is_hyphen_position_(size_t i) { return i == 8 || i == 13 || i == 18 || i == 23; }

/* The digit's value, or 16. */
static inline uint8_t tsrpc_hex_digit_(char c) {
    if (c >= '0' && c <= '9') {
        return TSRPC_CAST_(uint8_t, c - '0');
    }
    if (c >= 'a' && c <= 'f') {
        return TSRPC_CAST_(uint8_t, c - 'a' + 10);
    }
    if (c >= 'A' && c <= 'F') {
        return TSRPC_CAST_(uint8_t, c - 'A' + 10);
    }
    return 16;
}

/* A word at a time: for all of it, and for a loop, compilers may call memset. */
static inline void tsrpc_clear_uuid_(struct tsrpc_uuid* uuid) {
    const uint32_t zero = 0;
    __builtin_memcpy(__builtin_assume_aligned(&uuid->bytes[0], 4), &zero, sizeof zero);
    __builtin_memcpy(__builtin_assume_aligned(&uuid->bytes[4], 4), &zero, sizeof zero);
    __builtin_memcpy(__builtin_assume_aligned(&uuid->bytes[8], 4), &zero, sizeof zero);
    __builtin_memcpy(__builtin_assume_aligned(&uuid->bytes[12], 4), &zero, sizeof zero);
}

/*
 * Reads `length` characters of the form xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx, digits in either case: 1, or 0 and all
 * zeros in `uuid` for any other text.
 */
TSRPC_CHECKED_ static inline int tsrpc_parse_uuid(const char* text, size_t length, struct tsrpc_uuid* uuid) {
    size_t digits = 0;
    tsrpc_clear_uuid_(uuid);
    if (length != sizeof(struct tsrpc_uuid_text) - 1) {
        return 0;
    }
    for (size_t i = 0; i < length; ++i) {
        const uint8_t digit = tsrpc_hex_digit_(text[i]);
        if (tsrpc_is_hyphen_position_(i) ? text[i] != '-' : digit > 15) {
            tsrpc_clear_uuid_(uuid);
            return 0;
        }
        if (!tsrpc_is_hyphen_position_(i)) {
            uuid->bytes[digits / 2] = TSRPC_CAST_(uint8_t, (uuid->bytes[digits / 2] << 4 | digit) & 0xff);
            ++digits;
        }
    }
    return 1;
}

#define TSRPC_SIX_(array, i)                                                                                           \
    (array)[i], (array)[(i) + 1], (array)[(i) + 2], (array)[(i) + 3], (array)[(i) + 4], (array)[(i) + 5]

/* The text in lower case. */
static inline struct tsrpc_uuid_text tsrpc_uuid_to_text(struct tsrpc_uuid uuid) {
    const char* const digits = "0123456789abcdef";
    struct tsrpc_uuid_text out;
    size_t nibble = 0;
    for (size_t i = 0; i < sizeof out.text - 1; ++i) {
        if (tsrpc_is_hyphen_position_(i)) {
            out.text[i] = '-';
        } else {
            out.text[i] = digits[uuid.bytes[nibble / 2] >> (nibble % 2 == 0 ? 4 : 0) & 0xf];
            ++nibble;
        }
    }
    out.text[sizeof out.text - 1] = '\0';
    return TSRPC_RETURNED_(struct tsrpc_uuid_text, out,
                           {{TSRPC_SIX_(out.text, 0), TSRPC_SIX_(out.text, 6), TSRPC_SIX_(out.text, 12),
                             TSRPC_SIX_(out.text, 18), TSRPC_SIX_(out.text, 24), TSRPC_SIX_(out.text, 30), '\0'}});
}

#undef TSRPC_SIX_

#endif /* TSRPC_CODEC_UUID_H */

/* GET_VERSION response. It has no RPC status. */
struct tsrpc_get_version_response {
    uint32_t version; /* A version of the protocol: 1 and up (ABI 3). */
};

/* RETRIEVE_MEM request: do FFA_MEM_RETRIEVE_REQ with this handle and tag. */
struct tsrpc_retrieve_mem_request {
    uint64_t memory_handle; /* FF-A's name of a region of shared memory (ABI 3). */
    uint64_t memory_tag;    /* FF-A's tag of a region of shared memory (ABI 3). */
};

/* RETRIEVE_MEM response: whether the endpoint has the memory now. */
struct tsrpc_retrieve_mem_response {
    int32_t rpc_status; /* How the request's delivery went (ABI 3). Open: any number is kept as it is. */
};

/* RELINQ_MEM request: do FFA_MEM_RELINQUISH with this handle. */
struct tsrpc_relinquish_mem_request {
    uint64_t memory_handle; /* FF-A's name of a region of shared memory (ABI 3). */
};

/* RELINQ_MEM response: whether the endpoint gave the memory up. */
struct tsrpc_relinquish_mem_response {
    int32_t rpc_status; /* How the request's delivery went (ABI 3). Open: any number is kept as it is. */
};

/* SERVICE_INFO request: which interface id has the service? */
struct tsrpc_service_info_request {
    struct tsrpc_uuid service_uuid; /* Which service (ABI 3 and 6). */
};

/*
 * SERVICE_INFO response. The interface id means something only if the RPC status is SUCCESS; send 0 otherwise (ABI 4).
 */
struct tsrpc_service_info_response {
    int32_t rpc_status;   /* How the request's delivery went (ABI 3). Open: any number is kept as it is. */
    uint8_t interface_id; /* The interface id of a service: 0 to 0xfe (ABI 2). */
};

/*
 * A call to a service. A doorbell, a call without shared memory, has handle TSRPC_INVALID_MEMORY_HANDLE and request
 * length 0.
 */
struct tsrpc_service_call_request {
    uint64_t memory_handle;  /* FF-A's name of a region of shared memory (ABI 3). */
    uint32_t request_length; /* Bytes of the shared memory that hold the request (ABI 3). */
    uint32_t client_id;      /* The client; the driver sends 0 (ABI 3). */
    uint16_t opcode;         /* The operation of a service (ABI 2). */
    uint8_t interface_id;    /* The interface id of a service: 0 to 0xfe (ABI 2). */
};

/* The answer to a call: interface id and opcode are the request's. After an RPC error the rest is 0 (ABI 4). */
struct tsrpc_service_call_response {
    int32_t rpc_status;       /* How the request's delivery went (ABI 3). Open: any number is kept as it is. */
    uint32_t service_status;  /* The service's own status; means something after RPC SUCCESS (ABI 3). */
    uint32_t response_length; /* Bytes of the shared memory that hold the response (ABI 3). */
    uint16_t opcode;          /* The operation of a service (ABI 2). */
    uint8_t interface_id;     /* The interface id of a service: 0 to 0xfe (ABI 2). */
};

#endif /* TSRPC_CODEC_MESSAGES_H */
/*
 * Parts of words, and the control word of all messages. ABI 2.
 */
#ifndef TSRPC_CODEC_WORDS_H
#define TSRPC_CODEC_WORDS_H

/*
 * The constants of the TS-RPC register ABI, version 1, for C11 and C++.
 *
 * "ABI n" cites section n of docs/abi.md. Which bits of which register hold what is in tsrpc/layout.hpp;
 * the shifts and masks of the control word are repeated here for C, and a test holds the two equal.
 */
#ifndef TSRPC_ABI_H
#define TSRPC_ABI_H

#ifdef __KERNEL__ /* Linux has no <stdint.h>, and an int of 32 bits. */
#define TSRPC_U32_(number) number##u
#define TSRPC_I32_(number) number
#else
#define TSRPC_U32_(number) UINT32_C(number)
#define TSRPC_I32_(number) INT32_C(number)
#endif

/* The protocol version of this ABI: what GET_VERSION answers. ABI 0. */
#define TSRPC_PROTOCOL_VERSION TSRPC_U32_(1)

/* FF-A pages, the unit of shared memory, in bytes. ABI 4. */
#define TSRPC_PAGE_SIZE TSRPC_U32_(4096)

/* The control word, W3. ABI 2. */
#define TSRPC_CONTROL_OPCODE_SHIFT 0
#define TSRPC_CONTROL_OPCODE_MASK TSRPC_U32_(0x0000ffff)
#define TSRPC_CONTROL_INTERFACE_ID_SHIFT 16
#define TSRPC_CONTROL_INTERFACE_ID_MASK TSRPC_U32_(0x00ff0000)
#define TSRPC_CONTROL_FLAGS_SHIFT 24
#define TSRPC_CONTROL_FLAGS_MASK TSRPC_U32_(0x3f000000)
#define TSRPC_CONTROL_SAP_RC_MASK TSRPC_U32_(0x40000000)
#define TSRPC_CONTROL_SAP_ERR_MASK TSRPC_U32_(0x80000000)

/* The interface id of the management calls; every other value addresses a service. ABI 2. */
#define TSRPC_MANAGEMENT_INTERFACE_ID 0xff

/* Opcodes of the management calls. ABI 3. */
#define TSRPC_OPCODE_GET_VERSION 0x0000
#define TSRPC_OPCODE_RETRIEVE_MEM 0x0001
#define TSRPC_OPCODE_RELINQUISH_MEM 0x0002
#define TSRPC_OPCODE_SERVICE_INFO 0x0003

/* The handle of a service call without shared memory (a doorbell). ABI 3.
 * Without UINT64_C: clang's does not compile if firmware has a macro L. */
#define TSRPC_INVALID_MEMORY_HANDLE 0xffffffffffffffff

/* RPC status, a signed 32-bit value; an open set. ABI 3. */
#define TSRPC_RPC_SUCCESS TSRPC_I32_(0)
#define TSRPC_RPC_INTERNAL TSRPC_I32_(-1)
#define TSRPC_RPC_INVALID_VALUE TSRPC_I32_(-2)
#define TSRPC_RPC_NOT_FOUND TSRPC_I32_(-3)
#define TSRPC_RPC_INVALID_STATE TSRPC_I32_(-4)
#define TSRPC_RPC_TRANSPORT_LAYER TSRPC_I32_(-5)
#define TSRPC_RPC_INVALID_REQUEST_BODY TSRPC_I32_(-6)
#define TSRPC_RPC_INVALID_RESPONSE_BODY TSRPC_I32_(-7)
#define TSRPC_RPC_RESOURCE_FAILURE TSRPC_I32_(-8)

/* UUIDs in text form; RFC 4122 byte order is the order of the digits. */

/* The FF-A UUID that every TS-RPC SP has. ABI 1. */
#define TSRPC_PROTOCOL_UUID "bdcd76d7-825e-4751-963b-86d4f84943ac"

/* Well-known services. ABI 6. */
#define TSRPC_SERVICE_PSA_CRYPTO "d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0"
#define TSRPC_SERVICE_PSA_CRYPTO_PROTOBUF "6ba9de75-393e-4c7f-aabb-7f71cc6b142e"
#define TSRPC_SERVICE_PSA_INTERNAL_TRUSTED_STORAGE "dc1eef48-b17a-4ccf-ac8b-dfcff7711b14"
#define TSRPC_SERVICE_PSA_PROTECTED_STORAGE "751bf801-3dde-4768-a514-0f10aeed1790"
#define TSRPC_SERVICE_PSA_INITIAL_ATTESTATION "a1baf155-8876-4695-8f7c-54955e8db974"
#define TSRPC_SERVICE_BLOCK_STORAGE "63646e80-eb52-462f-ac4f-8cdf3987519c"
#define TSRPC_SERVICE_FIRMWARE_UPDATE "6823a838-1b06-470e-9774-0cce8bfb53fd"
#define TSRPC_SERVICE_LOGGING "da9dffbd-d590-40ed-975f-19c65a3d52d3"
#define TSRPC_SERVICE_RPMB "19ef70bf-2fbc-4309-bdd3-c290e993f650"
#define TSRPC_SERVICE_TEST_RUNNER "33c75baf-ac6a-4fe4-8ac7-e9909bee2d17"

#endif /* TSRPC_ABI_H */
/*
 * What the codec does if the code that calls it has a bug: if it packs a number that has no encoding, takes a message
 * out of registers that hold none, or rejects with SUCCESS.
 *
 * Firmware that has a panic of its own defines TSRPC_TRAP() before it includes the codec, the same in all its files. If
 * the hook returns, it is called again: the codec does not go on.
 */
#ifndef TSRPC_TRAP_H
#define TSRPC_TRAP_H

#ifndef TSRPC_TRAP
#define TSRPC_TRAP() __builtin_trap()
#endif

#endif /* TSRPC_TRAP_H */

TSRPC_INLINE_ uint32_t tsrpc_low_(uint64_t value) { return TSRPC_CAST_(uint32_t, value & 0xffffffff); }
TSRPC_INLINE_ uint32_t tsrpc_high_(uint64_t value) { return TSRPC_CAST_(uint32_t, value >> 32); }
TSRPC_INLINE_ uint64_t tsrpc_join_(uint32_t low, uint32_t high) { return low | TSRPC_CAST_(uint64_t, high) << 32; }
/* A number and a status are the same 32 bits; the detour is one that no compiler doubts. */
TSRPC_INLINE_ int32_t tsrpc_status_(uint32_t word) {
    int32_t status;
    __builtin_memcpy(&status, &word, sizeof status);
    return status;
}

/* What a control word has. */
TSRPC_INLINE_ uint16_t tsrpc_opcode_(uint32_t control) {
    return TSRPC_CAST_(uint16_t, control & TSRPC_CONTROL_OPCODE_MASK);
}
TSRPC_INLINE_ uint8_t tsrpc_interface_id_(uint32_t control) {
    return TSRPC_CAST_(uint8_t, (control & TSRPC_CONTROL_INTERFACE_ID_MASK) >> TSRPC_CONTROL_INTERFACE_ID_SHIFT);
}

/* The control word of a service call, or of a management message. */
TSRPC_INLINE_ uint32_t tsrpc_control_(uint32_t interface_id, uint32_t opcode) {
    return interface_id << TSRPC_CONTROL_INTERFACE_ID_SHIFT | opcode;
}
TSRPC_INLINE_ uint32_t tsrpc_management_(uint32_t opcode) {
    return tsrpc_control_(TSRPC_MANAGEMENT_INTERFACE_ID, opcode);
}

/* Interface id and opcode: what says which message a request is, and what its response echoes. */
TSRPC_INLINE_ uint32_t tsrpc_named_(uint32_t control) {
    return control & (TSRPC_CONTROL_INTERFACE_ID_MASK | TSRPC_CONTROL_OPCODE_MASK);
}

/* Whether it is a service's interface id, and not the management interface's, 0xff. Only the low 8 bits count. */
TSRPC_INLINE_ int tsrpc_is_service_(uint32_t interface_id) {
    return (interface_id & 0xff) != TSRPC_MANAGEMENT_INTERFACE_ID;
}
TSRPC_INLINE_ int tsrpc_is_call_(uint32_t control) {
    return (control & TSRPC_CONTROL_INTERFACE_ID_MASK) != TSRPC_CONTROL_INTERFACE_ID_MASK;
}

/* What differs from a management message's control word, from the flags of any message, from what a response echoes. */
TSRPC_INLINE_ uint32_t tsrpc_not_management_(uint32_t control, uint32_t opcode) {
    return control ^ tsrpc_management_(opcode);
}
TSRPC_INLINE_ uint32_t tsrpc_not_fixed_(uint32_t control) {
    return control & (TSRPC_CONTROL_FLAGS_MASK | TSRPC_CONTROL_SAP_RC_MASK | TSRPC_CONTROL_SAP_ERR_MASK);
}
TSRPC_INLINE_ uint32_t tsrpc_not_echoed_(uint32_t control, uint32_t requested) {
    return tsrpc_named_(control ^ requested);
}

/*
 * Two fields cannot hold every number of their type: a service never has interface id 0xff (ABI 2), and there is no
 * version 0 (ABI 3). Packing such a number is a bug of the caller's and traps.
 */

/* Whether a number is one that its field can hold: 0..0xfe, and 1..0xffffffff. Ask if it comes from outside. */
TSRPC_INLINE_ int tsrpc_can_hold_interface_id(uint64_t number) { return number < TSRPC_MANAGEMENT_INTERFACE_ID; }
TSRPC_INLINE_ int tsrpc_can_hold_version(uint64_t number) { return number != 0 && number <= 0xffffffff; }

__attribute__((noreturn)) TSRPC_INLINE_ void tsrpc_trap_(void) {
    for (;;) {
        TSRPC_TRAP();
    }
}

TSRPC_INLINE_ void tsrpc_require_(int holds) {
    if (!holds) {
        tsrpc_trap_();
    }
}

#endif /* TSRPC_CODEC_WORDS_H */

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_get_version_request(void) {
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_GET_VERSION), 0, 0, 0, 0);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_get_version_response(struct tsrpc_get_version_response message) {
    tsrpc_require_(message.version != 0);
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_GET_VERSION), message.version, 0, 0, 0);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_retrieve_mem_request(struct tsrpc_retrieve_mem_request message) {
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_RETRIEVE_MEM), tsrpc_low_(message.memory_handle),
                        tsrpc_high_(message.memory_handle), tsrpc_low_(message.memory_tag),
                        tsrpc_high_(message.memory_tag));
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_retrieve_mem_response(struct tsrpc_retrieve_mem_response message) {
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_RETRIEVE_MEM), TSRPC_CAST_(uint32_t, message.rpc_status), 0, 0,
                        0);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_relinquish_mem_request(struct tsrpc_relinquish_mem_request message) {
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_RELINQUISH_MEM), tsrpc_low_(message.memory_handle),
                        tsrpc_high_(message.memory_handle), 0, 0);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_relinquish_mem_response(struct tsrpc_relinquish_mem_response message) {
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_RELINQUISH_MEM), TSRPC_CAST_(uint32_t, message.rpc_status), 0, 0,
                        0);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_service_info_request(struct tsrpc_service_info_request message) {
    return tsrpc_words_of_uuid_(tsrpc_management_(TSRPC_OPCODE_SERVICE_INFO), &message.service_uuid);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_service_info_response(struct tsrpc_service_info_response message) {
    tsrpc_require_(message.interface_id != TSRPC_MANAGEMENT_INTERFACE_ID);
    return tsrpc_words_(tsrpc_management_(TSRPC_OPCODE_SERVICE_INFO), TSRPC_CAST_(uint32_t, message.rpc_status),
                        message.interface_id, 0, 0);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_service_call_request(struct tsrpc_service_call_request message) {
    tsrpc_require_(message.interface_id != TSRPC_MANAGEMENT_INTERFACE_ID);
    return tsrpc_words_(tsrpc_control_(message.interface_id, message.opcode), tsrpc_low_(message.memory_handle),
                        tsrpc_high_(message.memory_handle), message.request_length, message.client_id);
}

TSRPC_INLINE_ struct tsrpc_registers tsrpc_pack_service_call_response(struct tsrpc_service_call_response message) {
    tsrpc_require_(message.interface_id != TSRPC_MANAGEMENT_INTERFACE_ID);
    return tsrpc_words_(tsrpc_control_(message.interface_id, message.opcode), TSRPC_CAST_(uint32_t, message.rpc_status),
                        message.service_status, message.response_length, 0);
}

#endif /* TSRPC_CODEC_PACK_H */

/*
 * Registers to messages.
 */
#ifndef TSRPC_CODEC_UNPACK_H
#define TSRPC_CODEC_UNPACK_H

/* The values, whatever else is in the registers. */

TSRPC_INLINE_ void tsrpc_read_get_version_response_(const struct tsrpc_registers* words,
                                                    struct tsrpc_get_version_response* message) {
    message->version = words->words[TSRPC_W4];
}

TSRPC_INLINE_ void tsrpc_read_retrieve_mem_request_(const struct tsrpc_registers* words,
                                                    struct tsrpc_retrieve_mem_request* message) {
    message->memory_handle = tsrpc_join_(words->words[TSRPC_W4], words->words[TSRPC_W5]);
    message->memory_tag = tsrpc_join_(words->words[TSRPC_W6], words->words[TSRPC_W7]);
}

TSRPC_INLINE_ void tsrpc_read_retrieve_mem_response_(const struct tsrpc_registers* words,
                                                     struct tsrpc_retrieve_mem_response* message) {
    message->rpc_status = tsrpc_status_(words->words[TSRPC_W4]);
}

TSRPC_INLINE_ void tsrpc_read_relinquish_mem_request_(const struct tsrpc_registers* words,
                                                      struct tsrpc_relinquish_mem_request* message) {
    message->memory_handle = tsrpc_join_(words->words[TSRPC_W4], words->words[TSRPC_W5]);
}

TSRPC_INLINE_ void tsrpc_read_relinquish_mem_response_(const struct tsrpc_registers* words,
                                                       struct tsrpc_relinquish_mem_response* message) {
    message->rpc_status = tsrpc_status_(words->words[TSRPC_W4]);
}

TSRPC_INLINE_ void tsrpc_read_service_info_request_(const struct tsrpc_registers* words,
                                                    struct tsrpc_service_info_request* message) {
    tsrpc_read_uuid_(&words->words[TSRPC_W4], &message->service_uuid);
}

TSRPC_INLINE_ void tsrpc_read_service_info_response_(const struct tsrpc_registers* words,
                                                     struct tsrpc_service_info_response* message) {
    message->rpc_status = tsrpc_status_(words->words[TSRPC_W4]);
    message->interface_id = TSRPC_CAST_(uint8_t, words->words[TSRPC_W5] & 0xff);
}

TSRPC_INLINE_ void tsrpc_read_service_call_request_(const struct tsrpc_registers* words,
                                                    struct tsrpc_service_call_request* message) {
    message->memory_handle = tsrpc_join_(words->words[TSRPC_W4], words->words[TSRPC_W5]);
    message->request_length = words->words[TSRPC_W6];
    message->client_id = words->words[TSRPC_W7];
    message->opcode = tsrpc_opcode_(words->words[TSRPC_W3]);
    message->interface_id = tsrpc_interface_id_(words->words[TSRPC_W3]);
}

TSRPC_INLINE_ void tsrpc_read_service_call_response_(const struct tsrpc_registers* words,
                                                     struct tsrpc_service_call_response* message) {
    message->rpc_status = tsrpc_status_(words->words[TSRPC_W4]);
    message->service_status = words->words[TSRPC_W5];
    message->response_length = words->words[TSRPC_W6];
    message->opcode = tsrpc_opcode_(words->words[TSRPC_W3]);
    message->interface_id = tsrpc_interface_id_(words->words[TSRPC_W3]);
}

/* A doorbell's request length is 0: the one rule that spans two fields. ABI 3. */
TSRPC_INLINE_ int tsrpc_is_doorbell_with_length_(const struct tsrpc_registers* words) {
    return tsrpc_join_(words->words[TSRPC_W4], words->words[TSRPC_W5]) == TSRPC_INVALID_MEMORY_HANDLE &&
           words->words[TSRPC_W6] != 0;
}

/* What strict unpacking refuses: words that break a MUST of the message's table. */

TSRPC_INLINE_ int tsrpc_breaks_get_version_request_(const struct tsrpc_registers* words) {
    return (tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_GET_VERSION) | words->words[TSRPC_W4] |
            words->words[TSRPC_W5] | words->words[TSRPC_W6] | words->words[TSRPC_W7]) != 0;
}

TSRPC_INLINE_ int tsrpc_breaks_get_version_response_(const struct tsrpc_registers* words,
                                                     const struct tsrpc_registers* request) {
    return (tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_GET_VERSION) |
            tsrpc_not_echoed_(words->words[TSRPC_W3], request->words[TSRPC_W3]) | words->words[TSRPC_W5] |
            words->words[TSRPC_W6] | words->words[TSRPC_W7]) != 0 ||
           words->words[TSRPC_W4] == 0;
}

TSRPC_INLINE_ int tsrpc_breaks_retrieve_mem_request_(const struct tsrpc_registers* words) {
    return tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_RETRIEVE_MEM) != 0;
}

TSRPC_INLINE_ int tsrpc_breaks_retrieve_mem_response_(const struct tsrpc_registers* words,
                                                      const struct tsrpc_registers* request) {
    return (tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_RETRIEVE_MEM) |
            tsrpc_not_echoed_(words->words[TSRPC_W3], request->words[TSRPC_W3]) | words->words[TSRPC_W5] |
            words->words[TSRPC_W6] | words->words[TSRPC_W7]) != 0;
}

TSRPC_INLINE_ int tsrpc_breaks_relinquish_mem_request_(const struct tsrpc_registers* words) {
    return (tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_RELINQUISH_MEM) | words->words[TSRPC_W6] |
            words->words[TSRPC_W7]) != 0;
}

TSRPC_INLINE_ int tsrpc_breaks_relinquish_mem_response_(const struct tsrpc_registers* words,
                                                        const struct tsrpc_registers* request) {
    return (tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_RELINQUISH_MEM) |
            tsrpc_not_echoed_(words->words[TSRPC_W3], request->words[TSRPC_W3]) | words->words[TSRPC_W5] |
            words->words[TSRPC_W6] | words->words[TSRPC_W7]) != 0;
}

TSRPC_INLINE_ int tsrpc_breaks_service_info_request_(const struct tsrpc_registers* words) {
    return tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_SERVICE_INFO) != 0;
}

TSRPC_INLINE_ int tsrpc_breaks_service_info_response_(const struct tsrpc_registers* words,
                                                      const struct tsrpc_registers* request) {
    return (tsrpc_not_management_(words->words[TSRPC_W3], TSRPC_OPCODE_SERVICE_INFO) |
            tsrpc_not_echoed_(words->words[TSRPC_W3], request->words[TSRPC_W3]) | words->words[TSRPC_W6] |
            words->words[TSRPC_W7]) != 0 ||
           !tsrpc_is_service_(words->words[TSRPC_W5]);
}

TSRPC_INLINE_ int tsrpc_breaks_service_call_request_(const struct tsrpc_registers* words) {
    return tsrpc_not_fixed_(words->words[TSRPC_W3]) != 0 || !tsrpc_is_call_(words->words[TSRPC_W3]) ||
           tsrpc_is_doorbell_with_length_(words);
}

TSRPC_INLINE_ int tsrpc_breaks_service_call_response_(const struct tsrpc_registers* words,
                                                      const struct tsrpc_registers* request) {
    return (tsrpc_not_fixed_(words->words[TSRPC_W3]) |
            tsrpc_not_echoed_(words->words[TSRPC_W3], request->words[TSRPC_W3])) != 0 ||
           !tsrpc_is_call_(words->words[TSRPC_W3]);
}

/* Strict unpacking. */

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_get_version_request(struct tsrpc_registers words) {
    return !tsrpc_breaks_get_version_request_(&words);
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_get_version_response(struct tsrpc_registers words,
                                                                   struct tsrpc_registers request,
                                                                   struct tsrpc_get_version_response* message) {
    if (tsrpc_breaks_get_version_response_(&words, &request)) {
        return 0;
    }
    tsrpc_read_get_version_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_retrieve_mem_request(struct tsrpc_registers words,
                                                                   struct tsrpc_retrieve_mem_request* message) {
    if (tsrpc_breaks_retrieve_mem_request_(&words)) {
        return 0;
    }
    tsrpc_read_retrieve_mem_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_retrieve_mem_response(struct tsrpc_registers words,
                                                                    struct tsrpc_registers request,
                                                                    struct tsrpc_retrieve_mem_response* message) {
    if (tsrpc_breaks_retrieve_mem_response_(&words, &request)) {
        return 0;
    }
    tsrpc_read_retrieve_mem_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_relinquish_mem_request(struct tsrpc_registers words,
                                                                     struct tsrpc_relinquish_mem_request* message) {
    if (tsrpc_breaks_relinquish_mem_request_(&words)) {
        return 0;
    }
    tsrpc_read_relinquish_mem_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_relinquish_mem_response(struct tsrpc_registers words,
                                                                      struct tsrpc_registers request,
                                                                      struct tsrpc_relinquish_mem_response* message) {
    if (tsrpc_breaks_relinquish_mem_response_(&words, &request)) {
        return 0;
    }
    tsrpc_read_relinquish_mem_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_service_info_request(struct tsrpc_registers words,
                                                                   struct tsrpc_service_info_request* message) {
    if (tsrpc_breaks_service_info_request_(&words)) {
        return 0;
    }
    tsrpc_read_service_info_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_service_info_response(struct tsrpc_registers words,
                                                                    struct tsrpc_registers request,
                                                                    struct tsrpc_service_info_response* message) {
    if (tsrpc_breaks_service_info_response_(&words, &request)) {
        return 0;
    }
    tsrpc_read_service_info_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_service_call_request(struct tsrpc_registers words,
                                                                   struct tsrpc_service_call_request* message) {
    if (tsrpc_breaks_service_call_request_(&words)) {
        return 0;
    }
    tsrpc_read_service_call_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_service_call_response(struct tsrpc_registers words,
                                                                    struct tsrpc_registers request,
                                                                    struct tsrpc_service_call_response* message) {
    if (tsrpc_breaks_service_call_response_(&words, &request)) {
        return 0;
    }
    tsrpc_read_service_call_response_(&words, message);
    return 1;
}

/*
 * Lenient unpacking: fails only if there is no such message, or a value that its field cannot have and that means
 * something.
 */

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_lenient_get_version_request(struct tsrpc_registers words) {
    return tsrpc_named_(words.words[TSRPC_W3]) == tsrpc_management_(TSRPC_OPCODE_GET_VERSION);
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_lenient_get_version_response(struct tsrpc_registers words,
                                                                           struct tsrpc_get_version_response* message) {
    if (words.words[TSRPC_W4] == 0) {
        return 0;
    }
    tsrpc_read_get_version_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_lenient_retrieve_mem_request(struct tsrpc_registers words,
                                                                           struct tsrpc_retrieve_mem_request* message) {
    if (tsrpc_named_(words.words[TSRPC_W3]) != tsrpc_management_(TSRPC_OPCODE_RETRIEVE_MEM)) {
        return 0;
    }
    tsrpc_read_retrieve_mem_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int
tsrpc_unpack_lenient_retrieve_mem_response(struct tsrpc_registers words, struct tsrpc_retrieve_mem_response* message) {
    tsrpc_read_retrieve_mem_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int
tsrpc_unpack_lenient_relinquish_mem_request(struct tsrpc_registers words,
                                            struct tsrpc_relinquish_mem_request* message) {
    if (tsrpc_named_(words.words[TSRPC_W3]) != tsrpc_management_(TSRPC_OPCODE_RELINQUISH_MEM)) {
        return 0;
    }
    tsrpc_read_relinquish_mem_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int
tsrpc_unpack_lenient_relinquish_mem_response(struct tsrpc_registers words,
                                             struct tsrpc_relinquish_mem_response* message) {
    tsrpc_read_relinquish_mem_response_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_lenient_service_info_request(struct tsrpc_registers words,
                                                                           struct tsrpc_service_info_request* message) {
    if (tsrpc_named_(words.words[TSRPC_W3]) != tsrpc_management_(TSRPC_OPCODE_SERVICE_INFO)) {
        return 0;
    }
    tsrpc_read_service_info_request_(&words, message);
    return 1;
}

/* After an RPC error the interface id means nothing. Any is taken then, and 0xff, which is no service's, reads as 0. */
TSRPC_CHECKED_ TSRPC_INLINE_ int
tsrpc_unpack_lenient_service_info_response(struct tsrpc_registers words, struct tsrpc_service_info_response* message) {
    const int32_t rpc_status = tsrpc_status_(words.words[TSRPC_W4]);
    if (!tsrpc_is_service_(words.words[TSRPC_W5])) {
        if (rpc_status == TSRPC_RPC_SUCCESS) {
            return 0;
        }
        words.words[TSRPC_W5] = 0;
    }
    message->rpc_status = rpc_status;
    message->interface_id = TSRPC_CAST_(uint8_t, words.words[TSRPC_W5] & 0xff);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int tsrpc_unpack_lenient_service_call_request(struct tsrpc_registers words,
                                                                           struct tsrpc_service_call_request* message) {
    if (!tsrpc_is_call_(words.words[TSRPC_W3])) {
        return 0;
    }
    tsrpc_read_service_call_request_(&words, message);
    return 1;
}

TSRPC_CHECKED_ TSRPC_INLINE_ int
tsrpc_unpack_lenient_service_call_response(struct tsrpc_registers words, struct tsrpc_service_call_response* message) {
    if (!tsrpc_is_call_(words.words[TSRPC_W3])) {
        return 0;
    }
    tsrpc_read_service_call_response_(&words, message);
    return 1;
}

#endif /* TSRPC_CODEC_UNPACK_H */

/*
 * The front door of an endpoint: any request answered. ABI 4.
 */
#ifndef TSRPC_CODEC_SERVE_H
#define TSRPC_CODEC_SERVE_H

/*
 * Which function of an endpoint answers which request.
 */
#ifndef TSRPC_CODEC_DISPATCH_H
#define TSRPC_CODEC_DISPATCH_H

/*
 * What an endpoint does with the requests that it can refuse. A function returns the RPC status of the response. It
 * writes the rest of it, which is 0 before, and is sent as 0 after any status but SUCCESS. `context` is what
 * `tsrpc_serve` was given.
 */
struct tsrpc_handler {
    int32_t (*retrieve_mem)(void* context, const struct tsrpc_retrieve_mem_request* request);
    int32_t (*relinquish_mem)(void* context, const struct tsrpc_relinquish_mem_request* request);
    int32_t (*service_info)(void* context, const struct tsrpc_service_info_request* request, uint8_t* interface_id);
    int32_t (*service_call)(void* context, const struct tsrpc_service_call_request* request, uint32_t* service_status,
                            uint32_t* response_length);
};

TSRPC_INLINE_ struct tsrpc_registers tsrpc_serve_(const struct tsrpc_registers* words,
                                                  const struct tsrpc_handler* handler, void* context, int strict) {
    const uint32_t control = tsrpc_named_(words->words[TSRPC_W3]);
    int32_t status = TSRPC_RPC_INVALID_VALUE;
    uint32_t w5 = 0;
    uint32_t w6 = 0;
    if (tsrpc_is_call_(words->words[TSRPC_W3])) {
        if (!strict || !tsrpc_breaks_service_call_request_(words)) {
            struct tsrpc_service_call_request request;
            tsrpc_read_service_call_request_(words, &request);
            status = handler->service_call(context, &request, &w5, &w6);
        }
    } else {
        switch (tsrpc_opcode_(words->words[TSRPC_W3])) {
        case TSRPC_OPCODE_GET_VERSION: return tsrpc_words_(control, TSRPC_PROTOCOL_VERSION, 0, 0, 0);
        case TSRPC_OPCODE_RETRIEVE_MEM:
            if (!strict || !tsrpc_breaks_retrieve_mem_request_(words)) {
                struct tsrpc_retrieve_mem_request request;
                tsrpc_read_retrieve_mem_request_(words, &request);
                status = handler->retrieve_mem(context, &request);
            }
            break;
        case TSRPC_OPCODE_RELINQUISH_MEM:
            if (!strict || !tsrpc_breaks_relinquish_mem_request_(words)) {
                struct tsrpc_relinquish_mem_request request;
                tsrpc_read_relinquish_mem_request_(words, &request);
                status = handler->relinquish_mem(context, &request);
            }
            break;
        case TSRPC_OPCODE_SERVICE_INFO:
            if (!strict || !tsrpc_breaks_service_info_request_(words)) {
                struct tsrpc_service_info_request request;
                uint8_t interface_id = 0;
                tsrpc_read_service_info_request_(words, &request);
                status = handler->service_info(context, &request, &interface_id);
                tsrpc_require_(status != TSRPC_RPC_SUCCESS || tsrpc_is_service_(interface_id));
                w5 = interface_id;
            }
            break;
        default: break;
        }
    }
    if (status != TSRPC_RPC_SUCCESS) {
        w5 = 0;
        w6 = 0;
    }
    return tsrpc_words_(control, TSRPC_CAST_(uint32_t, status), w5, w6, 0);
}

#endif /* TSRPC_CODEC_DISPATCH_H */

/*
 * How an endpoint refuses any request: its interface id and opcode, the status, and 0 in every other register. ABI 4.
 * GET_VERSION, whose response has no status, cannot be refused: it is answered. SUCCESS traps.
 */
TSRPC_INLINE_ struct tsrpc_registers tsrpc_reject(struct tsrpc_registers request, int32_t rpc_status) {
    const uint32_t control = tsrpc_named_(request.words[TSRPC_W3]);
    const uint32_t status = TSRPC_CAST_(uint32_t, rpc_status);
    tsrpc_require_(rpc_status != TSRPC_RPC_SUCCESS);
    return tsrpc_words_(
        control, control == tsrpc_management_(TSRPC_OPCODE_GET_VERSION) ? TSRPC_PROTOCOL_VERSION : status, 0, 0, 0);
}

/*
 * Answers any five words as an endpoint does: finds out once which request they are, and calls the handler's function
 * for it. What breaks a MUST, and a management opcode that no message has, is rejected with INVALID_VALUE. ABI 4.
 * GET_VERSION, which has one answer and cannot be refused, is answered. SUCCESS with interface id 0xff traps. If
 * compilers see what is in `handler` (static const), they inline its functions.
 */
TSRPC_CHECKED_ TSRPC_INLINE_ struct tsrpc_registers tsrpc_serve(struct tsrpc_registers words,
                                                                const struct tsrpc_handler* handler, void* context) {
    return tsrpc_serve_(&words, handler, context, 1);
}

/* The same as the reference endpoint does it: only the management opcodes that no message has are rejected. */
TSRPC_CHECKED_ TSRPC_INLINE_ struct tsrpc_registers
tsrpc_serve_lenient(struct tsrpc_registers words, const struct tsrpc_handler* handler, void* context) {
    return tsrpc_serve_(&words, handler, context, 0);
}

#endif /* TSRPC_CODEC_SERVE_H */

/*
 * Any five words: which message are they, and what is wrong with them?
 */
#ifndef TSRPC_CODEC_INSPECT_H
#define TSRPC_CODEC_INSPECT_H

/*
 * Which rules of its message's table a frame breaks, and in which bits. ABI 3.
 */
#ifndef TSRPC_CODEC_VIOLATION_H
#define TSRPC_CODEC_VIOLATION_H

/*
 * The rows of all messages' tables that a frame can break.
 */
#ifndef TSRPC_CODEC_TABLES_H
#define TSRPC_CODEC_TABLES_H

/*
 * A row of a message's table, as little of it as finds out what a frame breaks.
 */
#ifndef TSRPC_CODEC_ROW_H
#define TSRPC_CODEC_ROW_H

/* What a row's bits must be, beside the request's where its rule is to echo them. */
enum tsrpc_allowed_ {
    TSRPC_ANY_NUMBER_,
    TSRPC_THE_NUMBER_,       /* the row's number alone */
    TSRPC_ANOTHER_NUMBER_,   /* any but the row's number */
    TSRPC_ZERO_IN_DOORBELL_, /* any, but 0 in a doorbell */
    TSRPC_NO_NUMBER_
};

struct tsrpc_row_ {
    unsigned field : 4;
    unsigned reg : 3;
    unsigned lsb : 5;
    unsigned width : 6;
    unsigned rule : 3;
    unsigned allowed : 3;
    unsigned number : 8;
};

/* The rows from `begin` to `end`. */
struct tsrpc_table_ {
    const struct tsrpc_row_* begin;
    const struct tsrpc_row_* end;
};

#endif /* TSRPC_CODEC_ROW_H */

/* The message of a request. */
static inline enum tsrpc_message tsrpc_message_of_(uint32_t control) {
    if (tsrpc_is_call_(control)) {
        return TSRPC_MESSAGE_SERVICE_CALL;
    }
    switch (tsrpc_opcode_(control)) {
    case TSRPC_OPCODE_GET_VERSION: return TSRPC_MESSAGE_GET_VERSION;
    case TSRPC_OPCODE_RETRIEVE_MEM: return TSRPC_MESSAGE_RETRIEVE_MEM;
    case TSRPC_OPCODE_RELINQUISH_MEM: return TSRPC_MESSAGE_RELINQUISH_MEM;
    case TSRPC_OPCODE_SERVICE_INFO: return TSRPC_MESSAGE_SERVICE_INFO;
    default: return TSRPC_MESSAGE_UNKNOWN;
    }
}

static inline struct tsrpc_table_ tsrpc_table_of_(enum tsrpc_message message, enum tsrpc_direction direction) {
    static const struct tsrpc_row_ rows[] = {
        /* get_version_request */
        {TSRPC_FIELD_OPCODE, TSRPC_W3, 0, 16, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, TSRPC_OPCODE_GET_VERSION},
        {TSRPC_FIELD_INTERFACE_ID, TSRPC_W3, 16, 8, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, TSRPC_MANAGEMENT_INTERFACE_ID},
        {TSRPC_FIELD_FLAGS, TSRPC_W3, 24, 6, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_RC, TSRPC_W3, 30, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_ERR, TSRPC_W3, 31, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W4, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W5, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W6, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W7, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        /* get_version_response */
        {TSRPC_FIELD_OPCODE, TSRPC_W3, 0, 16, TSRPC_RULE_ECHO, TSRPC_THE_NUMBER_, TSRPC_OPCODE_GET_VERSION},
        {TSRPC_FIELD_INTERFACE_ID, TSRPC_W3, 16, 8, TSRPC_RULE_ECHO, TSRPC_THE_NUMBER_, TSRPC_MANAGEMENT_INTERFACE_ID},
        {TSRPC_FIELD_FLAGS, TSRPC_W3, 24, 6, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_RC, TSRPC_W3, 30, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_ERR, TSRPC_W3, 31, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_VERSION, TSRPC_W4, 0, 32, TSRPC_RULE_VALUE, TSRPC_ANOTHER_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W5, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W6, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W7, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        /* retrieve_mem_request */
        {TSRPC_FIELD_OPCODE, TSRPC_W3, 0, 16, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, TSRPC_OPCODE_RETRIEVE_MEM},
        {TSRPC_FIELD_INTERFACE_ID, TSRPC_W3, 16, 8, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, TSRPC_MANAGEMENT_INTERFACE_ID},
        {TSRPC_FIELD_FLAGS, TSRPC_W3, 24, 6, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_RC, TSRPC_W3, 30, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_ERR, TSRPC_W3, 31, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        /* retrieve_mem_response */
        {TSRPC_FIELD_OPCODE, TSRPC_W3, 0, 16, TSRPC_RULE_ECHO, TSRPC_THE_NUMBER_, TSRPC_OPCODE_RETRIEVE_MEM},
        {TSRPC_FIELD_INTERFACE_ID, TSRPC_W3, 16, 8, TSRPC_RULE_ECHO, TSRPC_THE_NUMBER_, TSRPC_MANAGEMENT_INTERFACE_ID},
        {TSRPC_FIELD_FLAGS, TSRPC_W3, 24, 6, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_RC, TSRPC_W3, 30, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_ERR, TSRPC_W3, 31, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W5, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W6, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W7, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        /* relinquish_mem_request */
        {TSRPC_FIELD_OPCODE, TSRPC_W3, 0, 16, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, TSRPC_OPCODE_RELINQUISH_MEM},
        {TSRPC_FIELD_INTERFACE_ID, TSRPC_W3, 16, 8, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, TSRPC_MANAGEMENT_INTERFACE_ID},
        {TSRPC_FIELD_FLAGS, TSRPC_W3, 24, 6, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_RC, TSRPC_W3, 30, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_ERR, TSRPC_W3, 31, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W6, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W7, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        /* relinquish_mem_response */
        {TSRPC_FIELD_OPCODE, TSRPC_W3, 0, 16, TSRPC_RULE_ECHO, TSRPC_THE_NUMBER_, TSRPC_OPCODE_RELINQUISH_MEM},
        {TSRPC_FIELD_INTERFACE_ID, TSRPC_W3, 16, 8, TSRPC_RULE_ECHO, TSRPC_THE_NUMBER_, TSRPC_MANAGEMENT_INTERFACE_ID},
        {TSRPC_FIELD_FLAGS, TSRPC_W3, 24, 6, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_RC, TSRPC_W3, 30, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_ERR, TSRPC_W3, 31, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W5, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W6, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W7, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        /* service_info_request */
        {TSRPC_FIELD_OPCODE, TSRPC_W3, 0, 16, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, TSRPC_OPCODE_SERVICE_INFO},
        {TSRPC_FIELD_INTERFACE_ID, TSRPC_W3, 16, 8, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, TSRPC_MANAGEMENT_INTERFACE_ID},
        {TSRPC_FIELD_FLAGS, TSRPC_W3, 24, 6, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_RC, TSRPC_W3, 30, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_ERR, TSRPC_W3, 31, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        /* service_info_response */
        {TSRPC_FIELD_OPCODE, TSRPC_W3, 0, 16, TSRPC_RULE_ECHO, TSRPC_THE_NUMBER_, TSRPC_OPCODE_SERVICE_INFO},
        {TSRPC_FIELD_INTERFACE_ID, TSRPC_W3, 16, 8, TSRPC_RULE_ECHO, TSRPC_THE_NUMBER_, TSRPC_MANAGEMENT_INTERFACE_ID},
        {TSRPC_FIELD_FLAGS, TSRPC_W3, 24, 6, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_RC, TSRPC_W3, 30, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_ERR, TSRPC_W3, 31, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_INTERFACE_ID, TSRPC_W5, 0, 8, TSRPC_RULE_VALUE, TSRPC_ANOTHER_NUMBER_,
         TSRPC_MANAGEMENT_INTERFACE_ID},
        {TSRPC_FIELD_RESERVED, TSRPC_W5, 8, 24, TSRPC_RULE_RES, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W6, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W7, 0, 32, TSRPC_RULE_MBZ, TSRPC_THE_NUMBER_, 0},
        /* service_call_request */
        {TSRPC_FIELD_INTERFACE_ID, TSRPC_W3, 16, 8, TSRPC_RULE_VALUE, TSRPC_ANOTHER_NUMBER_,
         TSRPC_MANAGEMENT_INTERFACE_ID},
        {TSRPC_FIELD_FLAGS, TSRPC_W3, 24, 6, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_RC, TSRPC_W3, 30, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_ERR, TSRPC_W3, 31, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_REQUEST_LENGTH, TSRPC_W6, 0, 32, TSRPC_RULE_VALUE, TSRPC_ZERO_IN_DOORBELL_, 0},
        /* service_call_response */
        {TSRPC_FIELD_OPCODE, TSRPC_W3, 0, 16, TSRPC_RULE_ECHO, TSRPC_ANY_NUMBER_, 0},
        {TSRPC_FIELD_INTERFACE_ID, TSRPC_W3, 16, 8, TSRPC_RULE_ECHO, TSRPC_ANOTHER_NUMBER_,
         TSRPC_MANAGEMENT_INTERFACE_ID},
        {TSRPC_FIELD_FLAGS, TSRPC_W3, 24, 6, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_RC, TSRPC_W3, 30, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_ERR, TSRPC_W3, 31, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_RESERVED, TSRPC_W7, 0, 32, TSRPC_RULE_RES, TSRPC_THE_NUMBER_, 0},
        /* unknown */
        {TSRPC_FIELD_OPCODE, TSRPC_W3, 0, 16, TSRPC_RULE_FIXED, TSRPC_NO_NUMBER_, 0},
        {TSRPC_FIELD_FLAGS, TSRPC_W3, 24, 6, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_RC, TSRPC_W3, 30, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
        {TSRPC_FIELD_SAP_ERR, TSRPC_W3, 31, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0},
    };
    /* Of each message the request's and the response's first row. */
    static const uint8_t first[] = {0, 9, 18, 23, 31, 38, 46, 51, 60, 65, 71, 75};
    const unsigned number = TSRPC_CAST_(unsigned, message);
    const unsigned index =
        message < TSRPC_MESSAGE_UNKNOWN ? 2 * number + (direction == TSRPC_DIRECTION_REQUEST ? 0 : 1) : 10;
    const struct tsrpc_table_ table = {rows + first[index], rows + first[index + 1]};
    return table;
}

#endif /* TSRPC_CODEC_TABLES_H */

/* One broken rule. `bits` are the bits of `reg` that differ; for a value, whose bits are wrong only together, all of
 * them. */
struct tsrpc_violation {
    enum tsrpc_field field;
    enum tsrpc_register reg;
    enum tsrpc_rule rule;
    uint32_t bits;
};

/* All that is wrong with a frame: the first `size` items, in ascending bit order. The others have no value. */
struct tsrpc_violations {
    struct tsrpc_violation items[10];
    size_t size;
};

#define TSRPC_ITEM_(list, i)                                                                                           \
    { (list).items[i].field, (list).items[i].reg, (list).items[i].rule, (list).items[i].bits }
#define TSRPC_FIVE_(list, i)                                                                                           \
    TSRPC_ITEM_(list, i), TSRPC_ITEM_(list, (i) + 1), TSRPC_ITEM_(list, (i) + 2), TSRPC_ITEM_(list, (i) + 3),          \
        TSRPC_ITEM_(list, (i) + 4)
#define TSRPC_LITERAL_(list)                                                                                           \
    { {TSRPC_FIVE_(list, 0), TSRPC_FIVE_(list, 5)}, (list).size }

/* What a frame breaks of one row; if it is nothing, `bits` is 0. */
TSRPC_APART_ struct tsrpc_violation tsrpc_check_row_(struct tsrpc_row_ row, const struct tsrpc_registers* words,
                                                     const struct tsrpc_registers* request) {
    struct tsrpc_violation violation = {TSRPC_CAST_(enum tsrpc_field, row.field),
                                        TSRPC_CAST_(enum tsrpc_register, row.reg),
                                        TSRPC_CAST_(enum tsrpc_rule, row.rule), 0};
    const uint32_t mask = 0xffffffff >> (32 - row.width) << row.lsb;
    const uint32_t word = words->words[row.reg];
    const uint32_t differing = (word ^ TSRPC_CAST_(uint32_t, row.number) << row.lsb) & mask;
    if (row.rule == TSRPC_RULE_ECHO) {
        violation.bits = (word ^ request->words[row.reg]) & mask;
    }
    if (row.allowed == TSRPC_THE_NUMBER_) {
        violation.bits |= differing;
    } else if (violation.bits == 0 &&
               ((row.allowed == TSRPC_ANOTHER_NUMBER_ && differing == 0) ||
                (row.allowed == TSRPC_ZERO_IN_DOORBELL_ && tsrpc_is_doorbell_with_length_(words)) ||
                row.allowed == TSRPC_NO_NUMBER_)) {
        violation.bits = mask;
        if (row.rule == TSRPC_RULE_ECHO) { /* what is echoed and yet wrong has a wrong value */
            violation.rule = TSRPC_RULE_VALUE;
        }
    }
    return violation;
}

TSRPC_APART_ struct tsrpc_violations tsrpc_check_(struct tsrpc_table_ table, const struct tsrpc_registers* words,
                                                  const struct tsrpc_registers* request) {
    struct tsrpc_violations violations;
    size_t size = 0;
    for (const struct tsrpc_row_* row = table.begin; row != table.end; ++row) {
        const struct tsrpc_violation violation = tsrpc_check_row_(*row, words, request);
        if (violation.bits != 0) {
            violations.items[size++] = violation;
        }
    }
    violations.size = size;
    return TSRPC_RETURNED_(struct tsrpc_violations, violations, TSRPC_LITERAL_(violations));
}

/*
 * Everything that a frame breaks of its message's table. `request` is the request that a response answers; if it is
 * not known, pass `words` again. For a request it does not matter.
 */
static inline struct tsrpc_violations tsrpc_check(enum tsrpc_message message, enum tsrpc_direction direction,
                                                  struct tsrpc_registers words, struct tsrpc_registers request) {
    return tsrpc_check_(tsrpc_table_of_(message, direction), &words, &request);
}

/* 1: nothing but SHOULDs is broken. */
static inline int tsrpc_is_valid(const struct tsrpc_violations* violations) {
    for (size_t i = 0; i < violations->size; ++i) {
        if (violations->items[i].rule != TSRPC_RULE_RES) {
            return 0;
        }
    }
    return 1;
}

#endif /* TSRPC_CODEC_VIOLATION_H */

/* The message of a request, by its interface id and opcode alone. ABI 2 and 3. */
static inline enum tsrpc_message tsrpc_classify(struct tsrpc_registers request) {
    return tsrpc_message_of_(request.words[TSRPC_W3]);
}

/* What five words are. */
struct tsrpc_inspection {
    enum tsrpc_message message;
    enum tsrpc_direction direction;
    struct tsrpc_violations violations;
    int valid; /* 1: a message of version 1 that breaks no MUST */
};

#define TSRPC_INSPECTION_(all)                                                                                         \
    { (all).message, (all).direction, TSRPC_LITERAL_((all).violations), (all).valid }

/* Makes its own list: one of `tsrpc_check_` would be on the stack beside it. */
TSRPC_APART_ struct tsrpc_inspection tsrpc_inspect_(enum tsrpc_direction direction, const struct tsrpc_registers* words,
                                                    const struct tsrpc_registers* request) {
    const enum tsrpc_message message = tsrpc_message_of_(request->words[TSRPC_W3]);
    const struct tsrpc_table_ table = tsrpc_table_of_(message, direction);
    struct tsrpc_inspection inspection;
    size_t size = 0;
    int valid = 1;
    for (const struct tsrpc_row_* row = table.begin; row != table.end; ++row) {
        const struct tsrpc_violation violation = tsrpc_check_row_(*row, words, request);
        if (violation.bits != 0) {
            inspection.violations.items[size++] = violation;
            valid = valid && violation.rule == TSRPC_RULE_RES;
        }
    }
    inspection.message = message;
    inspection.direction = direction;
    inspection.violations.size = size;
    inspection.valid = valid;
    return TSRPC_RETURNED_(struct tsrpc_inspection, inspection, TSRPC_INSPECTION_(inspection));
}

/* Any five words as a request. */
static inline struct tsrpc_inspection tsrpc_inspect_request(struct tsrpc_registers words) {
    return tsrpc_inspect_(TSRPC_DIRECTION_REQUEST, &words, &words);
}

/* Any five words as the response to `request`; if it is not known, pass `words` again. */
static inline struct tsrpc_inspection tsrpc_inspect_response(struct tsrpc_registers words,
                                                             struct tsrpc_registers request) {
    return tsrpc_inspect_(TSRPC_DIRECTION_RESPONSE, &words, &request);
}

#endif /* TSRPC_CODEC_INSPECT_H */
/*
 * The names of RPC statuses.
 */
#ifndef TSRPC_CODEC_RPC_STATUS_H
#define TSRPC_CODEC_RPC_STATUS_H

/* The ABI's name of a status ("NOT_FOUND"), or a null pointer for a value that version 1 does not define. ABI 3. */
static inline const char* tsrpc_rpc_status_name(int32_t rpc_status) {
    switch (rpc_status) {
    case TSRPC_RPC_SUCCESS: return "SUCCESS";
    case TSRPC_RPC_INTERNAL: return "INTERNAL";
    case TSRPC_RPC_INVALID_VALUE: return "INVALID_VALUE";
    case TSRPC_RPC_NOT_FOUND: return "NOT_FOUND";
    case TSRPC_RPC_INVALID_STATE: return "INVALID_STATE";
    case TSRPC_RPC_TRANSPORT_LAYER: return "TRANSPORT_LAYER";
    case TSRPC_RPC_INVALID_REQUEST_BODY: return "INVALID_REQUEST_BODY";
    case TSRPC_RPC_INVALID_RESPONSE_BODY: return "INVALID_RESPONSE_BODY";
    case TSRPC_RPC_RESOURCE_FAILURE: return "RESOURCE_FAILURE";
    default: return TSRPC_NULL_;
    }
}

#endif /* TSRPC_CODEC_RPC_STATUS_H */

#undef TSRPC_APART_
#undef TSRPC_CAST_
#undef TSRPC_CHECKED_
#undef TSRPC_FIVE_
#undef TSRPC_INLINE_
#undef TSRPC_INSPECTION_
#undef TSRPC_ITEM_
#undef TSRPC_LITERAL_
#undef TSRPC_NULL_
#undef TSRPC_RETURNED_

#endif /* TSRPC_CODEC_H */
/*
 * The names of the enums of tsrpc/codec.h, as tsrpc/names.hpp has them. Those of RPC statuses are in codec.h.
 */
#ifndef TSRPC_NAMES_H
#define TSRPC_NAMES_H

/* "W3" to "W7"; of any other number "unknown". */
static inline const char* tsrpc_register_name(enum tsrpc_register reg) {
    switch (reg) {
    case TSRPC_W3: return "W3";
    case TSRPC_W4: return "W4";
    case TSRPC_W5: return "W5";
    case TSRPC_W6: return "W6";
    case TSRPC_W7: return "W7";
    }
    return "unknown";
}

/* "request" or "response"; of any other number "response". */
static inline const char* tsrpc_direction_name(enum tsrpc_direction direction) {
    switch (direction) {
    case TSRPC_DIRECTION_REQUEST: return "request";
    case TSRPC_DIRECTION_RESPONSE: break;
    }
    return "response";
}

/* "get_version" to "unknown"; of any other number "unknown". */
static inline const char* tsrpc_message_name(enum tsrpc_message message) {
    switch (message) {
    case TSRPC_MESSAGE_GET_VERSION: return "get_version";
    case TSRPC_MESSAGE_RETRIEVE_MEM: return "retrieve_mem";
    case TSRPC_MESSAGE_RELINQUISH_MEM: return "relinquish_mem";
    case TSRPC_MESSAGE_SERVICE_INFO: return "service_info";
    case TSRPC_MESSAGE_SERVICE_CALL: return "service_call";
    case TSRPC_MESSAGE_UNKNOWN: break;
    }
    return "unknown";
}

/* "value" to "echo"; of any other number "echo". */
static inline const char* tsrpc_rule_name(enum tsrpc_rule rule) {
    switch (rule) {
    case TSRPC_RULE_VALUE: return "value";
    case TSRPC_RULE_FIXED: return "fixed";
    case TSRPC_RULE_MBZ: return "MBZ";
    case TSRPC_RULE_RES: return "RES";
    case TSRPC_RULE_ECHO: break;
    }
    return "echo";
}

/* "opcode" to "reserved"; of any other number "reserved". */
static inline const char* tsrpc_field_name(enum tsrpc_field field) {
    switch (field) {
    case TSRPC_FIELD_OPCODE: return "opcode";
    case TSRPC_FIELD_INTERFACE_ID: return "interface_id";
    case TSRPC_FIELD_FLAGS: return "flags";
    case TSRPC_FIELD_SAP_RC: return "sap_rc";
    case TSRPC_FIELD_SAP_ERR: return "sap_err";
    case TSRPC_FIELD_VERSION: return "version";
    case TSRPC_FIELD_MEMORY_HANDLE: return "memory_handle";
    case TSRPC_FIELD_MEMORY_TAG: return "memory_tag";
    case TSRPC_FIELD_SERVICE_UUID: return "service_uuid";
    case TSRPC_FIELD_REQUEST_LENGTH: return "request_length";
    case TSRPC_FIELD_CLIENT_ID: return "client_id";
    case TSRPC_FIELD_RPC_STATUS: return "rpc_status";
    case TSRPC_FIELD_SERVICE_STATUS: return "service_status";
    case TSRPC_FIELD_RESPONSE_LENGTH: return "response_length";
    case TSRPC_FIELD_RESERVED: break;
    }
    return "reserved";
}

#endif /* TSRPC_NAMES_H */
