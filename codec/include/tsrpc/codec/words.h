/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * Parts of words, and the control word of all messages. ABI 2.
 */
#ifndef TSRPC_CODEC_WORDS_H
#define TSRPC_CODEC_WORDS_H

#include "tsrpc/abi.h"
#include "tsrpc/codec/enums.h"
#include "tsrpc/codec/registers.h"
#include "tsrpc/trap.h"

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
