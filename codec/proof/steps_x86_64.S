/* SPDX-License-Identifier: BSD-3-Clause */
/* Runs what is in `slot` with the registers and flags at 0x20000, and leaves there what they are afterwards. */
.intel_syntax noprefix
.set context, 0x20000
.macro each_register do
    \do rax, 0
    \do rcx, 1
    \do rdx, 2
    \do rbx, 3
    \do rsp, 4
    \do rbp, 5
    \do rsi, 6
    \do rdi, 7
    .irp number, 8, 9, 10, 11, 12, 13, 14, 15
    \do r\number, \number
    .endr
.endm
.macro load_register name, number
    mov \name, [context + 8 * \number]
.endm
.macro store_register name, number
    mov [context + 8 * \number], \name
.endm
.macro each_vector do
    .irp number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \do xmm\number, \number
    .endr
.endm
.macro load_vector name, number
    movdqu \name, [context + 0x100 + 16 * \number]
.endm
.macro store_vector name, number
    movdqu [context + 0x100 + 16 * \number], \name
.endm

.text
.globl steps, slot
.type steps, @function
.type slot, @function
steps:
    .irp name, rbx, rbp, r12, r13, r14, r15
    push \name
    .endr
    mov [context + 0x200], rsp
    each_vector load_vector
    push qword ptr [context + 0x80]
    popfq
    each_register load_register
slot:
    .skip 16, 0x90
    each_register store_register
    mov rsp, [context + 0x200]
    pushfq
    pop qword ptr [context + 0x80]
    each_vector store_vector
    .irp name, r15, r14, r13, r12, rbp, rbx
    pop \name
    .endr
    ret
