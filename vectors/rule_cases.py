# SPDX-License-Identifier: BSD-3-Clause
"""The cases of the golden vectors that are about reserved bits, echoes and unknown calls, by ABI 2 and 3.

What is said in cases.py of meanings and ids holds here too.
"""

from frames import CALLS, FLAGS_AND_SAP, QUIET, REQUESTS, TITLES, add, called, place

RESERVED = {  # rule, register, least significant bit; each of these reaches up to bit 31
    "get-version-request": [("MBZ", 4, 0), ("MBZ", 5, 0), ("MBZ", 6, 0), ("MBZ", 7, 0)],
    "get-version-response": [("MBZ", 5, 0), ("MBZ", 6, 0), ("MBZ", 7, 0)],
    "retrieve-mem-response": [("MBZ", 5, 0), ("MBZ", 6, 0), ("MBZ", 7, 0)],
    "relinquish-mem-request": [("MBZ", 6, 0), ("MBZ", 7, 0)],
    "relinquish-mem-response": [("MBZ", 5, 0), ("MBZ", 6, 0), ("MBZ", 7, 0)],
    "service-info-response": [("RES", 5, 8), ("MBZ", 6, 0), ("MBZ", 7, 0)],
    "service-call-response": [("RES", 7, 0)],
}


def reserved_bits():
    for kind, rows in RESERVED.items():
        everything = place(QUIET[kind][0], 3, 24, 8, 0xff)
        for rule, register, lsb in rows:
            fate = "makes it invalid" if rule == "MBZ" else "is listed but leaves it valid"
            for bit in range(lsb, 32):
                add(f"{kind}-w{register}-bit-{bit}", place(QUIET[kind][0], register, bit, 1, 1),
                    f"W{register} bit {bit} of {called(kind)} is {rule} and {fate}; catches a mask without it.",
                    f"{rule} W{register} {1 << bit:08x}")
            add(f"{kind}-w{register}-ends", place(place(QUIET[kind][0], register, 31, 1, 1), register, lsb, 1, 1),
                f"Two {rule} bits in W{register} of {called(kind)} are one violation, of just those bits.",
                f"{rule} W{register} {1 << 31 | 1 << lsb:08x}")
            everything = place(everything, register, lsb, 32 - lsb, 0xffffffff >> lsb)
        masks = "; ".join(f"{rule} W{register} {0xffffffff >> lsb << lsb:08x}" for rule, register, lsb in rows)
        add(f"{kind}-everything-reserved", everything,
            f"All reserved rows of {called(kind)} are broken: all are listed, in order.",
            f"{FLAGS_AND_SAP}; {masks}")


def control_bits():
    for kind, (words, _) in QUIET.items():
        for bit in range(24, 30):
            name = "the `fast call` bit of the reference header" if bit == 24 else f"flag bit {bit}"
            add(f"{kind}-flag-bit-{bit}", place(words, 3, bit, 1, 1),
                f"In {called(kind)} {name} is fixed at 0; catches a flags mask without it.",
                f"fixed W3 {1 << bit:08x}")
        add(f"{kind}-sap-rc", place(words, 3, 30, 1, 1),
            f"SAP_RC of {called(kind)} has its own row: catches a mask that ends with the flags.", "fixed W3 40000000")
        add(f"{kind}-sap-err", place(words, 3, 31, 1, 1),
            f"SAP_ERR of {called(kind)} has its own row: catches a signed shift.", "fixed W3 80000000")
        add(f"{kind}-flags-and-sap", place(words, 3, 24, 8, 0xff),
            f"Flags, SAP_RC and SAP_ERR of {called(kind)} are three violations, by ascending bit.", FLAGS_AND_SAP)


def answer(message, case, interface_id, opcode, argument, comment):
    """A response that carries this interface id and opcode, and in W4 an argument which suits every message."""
    request, asked_id, asked_opcode = REQUESTS[message]
    differing = (asked_opcode ^ opcode, (asked_id ^ interface_id) << 16) if message != "unknown" else ()
    fields = {"get-version": {"version": argument}, "unknown": {}}.get(message, {"rpc_status": argument})
    if message == "service-call":
        fields |= {"interface_id": interface_id, "opcode": opcode}
    add(f"{message}-response-{case}", f"{interface_id << 16 | opcode:08x} {argument:08x}", comment,
        "; ".join(f"echo W3 {bits:08x}" for bits in differing if bits), request, **fields)


def echoes():
    for message, (_, interface_id, opcode) in REQUESTS.items():
        asked = called(f"{message}-request")
        answer(message, "echo", interface_id, opcode, 2, f"An answer to {asked} repeats its control word.")
        for other, (_, other_id, other_opcode) in REQUESTS.items():
            if other != message:
                answer(message, f"as-{other}", other_id, other_opcode, 2,
                       f"The control word of {other} answers {asked}; catches a response taken at its own word.")
        if message == "unknown":  # no row, so no echo
            continue
        for bit in range(16):
            answer(message, f"echo-opcode-bit-{bit}", interface_id, opcode ^ 1 << bit, 1,
                   f"Opcode bit {bit} is not that of {asked}; catches an echo compared in part.")
        for bit in range(8):
            answer(message, f"echo-interface-id-bit-{bit}", interface_id ^ 1 << bit, opcode, 1,
                   f"Interface id bit {bit} is not that of {asked}; catches an echo of opcodes only.")
        answer(message, "echo-opcode", interface_id, opcode ^ 0xffff, 1,
               f"No bit of the opcode is that of {asked}: one violation.")
        answer(message, "echo-interface-id", interface_id ^ 0xff, opcode, 1,
               f"No bit of the interface id is that of {asked}: one violation.")
        answer(message, "echo-both", interface_id ^ 0xff, opcode ^ 0xffff, 1,
               f"Opcode and interface id of {asked} are two rows, in this order.")


def echoes_and_other_rules():
    call = REQUESTS["service-call"][0]
    add("get-version-response-flag-echoed", "01ff0000 00000001",
        "The reference endpoint echoes flags: the request's does not excuse the response's.", "fixed W3 01000000",
        "01ff0000")
    add("get-version-response-flag-dropped", "00ff0000 00000001", "Flags are no part of the echo.", "", "01ff0000")
    add("service-call-response-sap-echoed", "c0030102", "SAP bits are fixed at 0, echoed or not.",
        "fixed W3 40000000; fixed W3 80000000", "c0030102", interface_id=3, opcode=0x0102)
    add("service-call-response-echo-flag-and-res", "01040103 00000000 00000000 00000000 00000001",
        "Four rows of three rules, by register and ascending bit.",
        "echo W3 00000001; echo W3 00070000; fixed W3 01000000; RES W7 00000001", call, interface_id=4, opcode=0x0103)
    add("unknown-response-refused", "00ff0007 fffffffe", "What endpoints answer to opcode 7: no layout, nothing read.",
        request="00ff0007")
    add("unknown-response-flags-and-arguments", "ffff0007 ffffffff ffffffff ffffffff ffffffff",
        "Flags and SAP bits have rules even in an answer to opcode 7, the arguments have none.", FLAGS_AND_SAP,
        "00ff0007")


def unknown_calls():
    for opcode in [4, 5, 6, 7, 8, 0x0f, 0x10, 0x20, 0x40, 0x7f, 0x80, 0xfe, 0xff, 0x100, 0x101, 0x102, 0x103, 0x200,
                   0x201, 0x203, 0x300, 0x400, 0x800, 0x1000, 0x1001, 0x2000, 0x4000, 0x7fff, 0x8000, 0x8001, 0x8002,
                   0x8003, 0xff00, 0xff03, 0xfffc, 0xfffd, 0xfffe, 0xffff]:
        for direction in ("request", "response"):
            add(f"unknown-{direction}-opcode-{opcode:04x}", f"00ff{opcode:04x}",
                f"Management opcode {opcode:#06x} of a {direction} names no call; catches a dispatch on part of it.")
    for kind in ("unknown-request", "unknown-response"):
        for register in range(4, 8):
            add(f"{kind}-w{register}-ones", place("00ff0004", register, 0, 32, 0xffffffff),
                f"W{register} of {called(kind)} has no rule to break.")
    for message, opcode in [("retrieve-mem", 1), ("relinquish-mem", 2), ("service-info", 3)]:
        for interface_id in (0xff ^ 1 << bit for bit in range(8)):
            for kind in CALLS:
                add(f"{kind}-{message}-opcode-on-{interface_id:02x}", f"00{interface_id:02x}{opcode:04x}",
                    f"Opcode {opcode} of {called(kind)} on {interface_id:#x}; catches it taken for {TITLES[message]}.",
                    flags=["ManagementOpcode"], interface_id=interface_id, opcode=opcode)


def whole_patterns():
    ones, mbz = "ffffffff ffffffff ffffffff ffffffff ffffffff", "MBZ W5 ffffffff; MBZ W6 ffffffff; MBZ W7 ffffffff"
    add("service-call-request-zeros", "00000000", "Five zero words are a valid call of interface 0, opcode 0.")
    add("service-call-response-zeros", "00000000", "Five zero words are a valid answer of interface 0, opcode 0.")
    add("unknown-request-ones", ones, "Five words of ones are a management call that nobody knows.", FLAGS_AND_SAP)
    add("unknown-response-ones", ones,
        "Five words of ones, by themselves, answer a call that nobody knows.", FLAGS_AND_SAP)
    for message, on_zeros, zeros, on_ones, fields in [
            ("get-version", "echo W3 00ff0000; value W4 ffffffff", {"version": 0},
             f"echo W3 0000ffff; {FLAGS_AND_SAP}; {mbz}", {"version": 0xffffffff}),
            ("retrieve-mem", "echo W3 00000001; echo W3 00ff0000", {},
             f"echo W3 0000fffe; {FLAGS_AND_SAP}; {mbz}", {"rpc_status": -1}),
            ("relinquish-mem", "echo W3 00000002; echo W3 00ff0000", {},
             f"echo W3 0000fffd; {FLAGS_AND_SAP}; {mbz}", {"rpc_status": -1}),
            ("service-info", "echo W3 00000003; echo W3 00ff0000", {},
             f"echo W3 0000fffc; {FLAGS_AND_SAP}; value W5 000000ff; RES W5 ffffff00; MBZ W6 ffffffff; MBZ W7 ffffffff",
             {"rpc_status": -1, "interface_id": 255}),
            ("service-call", "echo W3 00000102; echo W3 00030000", {},
             f"echo W3 0000fefd; echo W3 00fc0000; {FLAGS_AND_SAP}; RES W7 ffffffff",
             {"interface_id": 255, "opcode": 0xffff, "rpc_status": -1, "service_status": 0xffffffff,
              "response_length": 0xffffffff})]:
        add(f"{message}-response-zeros-to-request", "00000000",
            f"Zeros do not answer {called(message + '-request')}; catches zero taken for success.",
            on_zeros, REQUESTS[message][0], **zeros)
        add(f"{message}-response-ones-to-request", ones,
            f"Ones in answer to {called(message + '-request')}: nearly every row is broken, in order.",
            on_ones, REQUESTS[message][0], **fields)
    for digit, sap, interface_id, opcode, word, long in [
            ("a", "fixed W3 2a000000; fixed W3 80000000", 0xaa, 0xaaaa, 0xaaaaaaaa, 0xaaaaaaaaaaaaaaaa),
            ("5", "fixed W3 15000000; fixed W3 40000000", 0x55, 0x5555, 0x55555555, 0x5555555555555555)]:
        add(f"service-call-request-stripes-{digit}", " ".join([digit * 8] * 5),
            f"Every other bit set, 0x{digit * 8}: only one of the SAP bits, half of the flags.",
            sap, interface_id=interface_id, opcode=opcode, memory_handle=long, request_length=word, client_id=word)


WRITERS = {  # and the flags of all their cases
    reserved_bits: [], control_bits: [], echoes: [], echoes_and_other_rules: [], unknown_calls: [],
    whole_patterns: ["Pattern"],
}
