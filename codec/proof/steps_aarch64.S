/* SPDX-License-Identifier: BSD-3-Clause */
/* Runs what is in `slot` with the registers and flags at 0x20000, and leaves there what they are afterwards. */
.macro each_pair do
    .irp number, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28
    \do \number
    .endr
.endm
.macro each_vector do
    .irp number, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
    \do \number
    .endr
    .irp number, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
    \do \number
    .endr
.endm
.altmacro
.macro load_pair number
    load_two \number, %(\number + 1)
.endm
.macro load_two first, second
    ldp x\first, x\second, [x30, #8 * \first]
.endm
.macro store_pair number
    store_two \number, %(\number + 1)
.endm
.macro store_two first, second
    stp x\first, x\second, [x30, #8 * \first]
.endm
.macro load_vector number
    ldr q\number, [x30, #0x200 + 16 * \number]
.endm
.macro store_vector number
    str q\number, [x30, #0x200 + 16 * \number]
.endm

.text
.globl steps, slot
.type steps, %function
.type slot, %function
steps:
    sub sp, sp, #160
    stp x19, x20, [sp]
    stp x21, x22, [sp, #16]
    stp x23, x24, [sp, #32]
    stp x25, x26, [sp, #48]
    stp x27, x28, [sp, #64]
    stp x29, x30, [sp, #80]
    stp d8, d9, [sp, #96]
    stp d10, d11, [sp, #112]
    stp d12, d13, [sp, #128]
    stp d14, d15, [sp, #144]
    mov x30, #0x20000
    mov x0, sp
    mrs x1, tpidr_el0
    stp x0, x1, [x30, #0x110]
    each_vector load_vector
    ldp x0, x1, [x30, #0xf8] // The stack pointer and the flags.
    mov sp, x0
    msr nzcv, x1
    each_pair load_pair
    ldr x30, [x30, #240]
slot:
    nop
    msr tpidr_el0, x30
    mov x30, #0x20000
    each_pair store_pair
    mov x0, sp
    mrs x1, nzcv
    stp x0, x1, [x30, #0xf8]
    mrs x0, tpidr_el0
    str x0, [x30, #240]
    each_vector store_vector
    ldp x0, x1, [x30, #0x110]
    mov sp, x0
    msr tpidr_el0, x1
    ldp x19, x20, [sp]
    ldp x21, x22, [sp, #16]
    ldp x23, x24, [sp, #32]
    ldp x25, x26, [sp, #48]
    ldp x27, x28, [sp, #64]
    ldp x29, x30, [sp, #80]
    ldp d8, d9, [sp, #96]
    ldp d10, d11, [sp, #112]
    ldp d12, d13, [sp, #128]
    ldp d14, d15, [sp, #144]
    add sp, sp, #160
    ret
