#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Writes the seeds of sp_fuzzer: the sequences below, and the requests of the golden vectors among valid calls.

usage: make_sp_corpus.py DIRECTORY VECTORS
"""

import json
import pathlib
import struct
import sys

# The place in the list is the first byte of a step: conformance::Step::Kind.
KINDS = ("get_version service_info unknown_opcode share reclaim retrieve refused_retrieve relinquish "
         "refused_relinquish call doorbell").split()
WORDS = 0x80
CALLERS = {"a": 0, "b": 1, "c": 2}  # FF-A ids 0x0001, 0x0002, 0x8765
OF_REGION = 1  # the sender byte of words that take a region's handle

# A step a line, cut at ";":
#   KIND CALLER [REGION [NUMBER]]        as conformance::Model takes them; regions are numbered as they are shared
#   words SENDER [of REGION] W3..W7      hexadecimal; "of": with the region's handle in W4 and W5. The reference SP's
#                                        test service has interface id 0x41.
# What a number means: service_info, even the test service, odd one not hosted. share: odd two pages, even one.
# call: modulo 4, 3 an opcode that is the number, else ECHO; modulo twice the memory's size, the request length.
# doorbell: even NOP, odd NOP_LAST. unknown_opcode: the opcode.
SEQUENCES = {
    "probe": "get_version a; service_info a 0 0; service_info b 0 1; unknown_opcode c 0 0x1234",
    "life-of-a-region": "share a; retrieve a 0; call a 0 16; relinquish a 0; reclaim a 0",
    "two-pages": "share a 0 1; retrieve a 0; call a 0 8190; call a 0 8192; call a 0 8194; relinquish a 0; reclaim a 0",
    "lengths": "share a; retrieve a 0; call a 0 0; call a 0 1; call a 0 4094; call a 0 4096; call a 0 4097; "
               "call a 0 8189",
    "opcodes": "share a; retrieve a 0; call a 0 3; call a 0 7; call a 0 0xffff; call a 0 0x0103",
    "doorbells": "doorbell a 0 0; doorbell b 0 1; share a; retrieve a 0; doorbell a 0 0; relinquish a 0; "
                 "doorbell c 0 1",
    "after-relinquish": "share a; retrieve a 0; relinquish a 0; call a 0 16; relinquish a 0; retrieve a 0; call a 0 16",
    "after-reclaim": "share a; reclaim a 0; retrieve a 0; call a 0 16; relinquish a 0; share a; retrieve a 1",
    "never-retrieved": "share a; call a 0 16; relinquish a 0; reclaim a 0",
    "retrieved-twice": "share a; retrieve a 0; retrieve a 0; call a 0 16; relinquish a 0; relinquish a 0",
    "foreign": "share a; retrieve b 0; retrieve a 0; call b 0 16; relinquish c 0; call a 0 16; relinquish a 0",
    "three-callers": "share a; share b 0 1; share c; retrieve b 1; retrieve a 0; retrieve c 2; call a 0 16; "
                     "call b 1 5000; call c 2 4096; call c 0 16; relinquish b 1; call a 0 16; call c 2 16; "
                     "relinquish c 2; relinquish a 0; reclaim a 0; reclaim b 1; reclaim c 2",
    "refused-retrieve": "share a; refused_retrieve a 0; call a 0 16; retrieve a 0; call a 0 16; relinquish a 0; "
                        "refused_retrieve a 0; reclaim a 0",
    "refused-relinquish": "share a; retrieve a 0; refused_relinquish a 0; call a 0 16; relinquish a 0; call a 0 16; "
                          "reclaim a 0",
    "every-slot": "; ".join([f"share a; retrieve a {n}" for n in range(20)] + ["call a 0 16", "call a 15 16"] +
                            [f"relinquish a {n}; reclaim a {n}" for n in range(20)]),
    "refused-then-every-slot": "share a; " + "refused_retrieve a 0; " * 20 +
                               "; ".join(f"share b; retrieve b {n + 1}" for n in range(16)),
    "slots-of-two-callers": "".join(f"share a; retrieve a {n}; " for n in range(16)) +
                            "share b; retrieve b 16; call b 16 16; relinquish a 0; retrieve b 16; call b 16 16",
    "words-as-steps": "share a; words 0001 of 0 00ff0001 0 0 0 0; call a 0 16; words 0001 of 0 00410001 0 0 10 0; "
                      "words 0001 of 0 00ff0002 0 0 0 0; reclaim a 0",
    "words-wrong-tag": "share a; words 0001 of 0 00ff0001 0 0 1 0; words 0001 of 0 00ff0001 0 0 0 80000000; "
                       "retrieve a 0",
    "words-like-sender": "share a; retrieve a 0; words 0101 of 0 00ff0002 0 0 0 0; words 8001 of 0 00ff0002 0 0 0 0; "
                         "words 0101 of 0 00410001 0 0 10 0; words 0000 of 0 00410001 0 0 10 0; call a 0 16; "
                         "relinquish a 0",
    "words-reserved-retrieve": "share a; words 0001 of 0 01ff0001 0 0 0 0; retrieve a 0; call a 0 16; relinquish a 0",
    "words-reserved-relinquish": "share a; retrieve a 0; words 0001 of 0 00ff0002 0 0 1 0; relinquish a 0; "
                                 "reclaim a 0; words 0001 of 0 80ff0002 0 0 0 1",
    "words-reserved-call": "share a; retrieve a 0; words 0001 of 0 01410001 0 0 10 0; "
                           "words 0001 of 0 c0410001 0 0 1001 0; call a 0 16",
    "words-services": "share a; retrieve a 0; " + "; ".join(
        f"words 0001 of 0 {interface_id << 16 | 0x10:08x} 0 0 10 0" for interface_id in (0, 0x0a, 0x41, 0xe7, 0xfe)),
    "words-long-lengths": "share a; retrieve a 0; words 0001 of 0 00410001 0 0 1001 0; "
                          "words 0001 of 0 00410001 0 0 80000000 0; words 0001 of 0 00410001 0 0 ffffffff 0",
    "words-all-ones": "share a; words 0001 ffffffff ffffffff ffffffff ffffffff ffffffff; "
                      "words ffff of 0 ffffffff 0 0 ffffffff ffffffff; retrieve a 0",
}

# What goes before and after a vector's request: memory of its sender, which is then still usable. Regions of two other
# callers are there for the vectors whose request names a region.
BEFORE = "share a; retrieve a 0; share b; "
AFTER = "; call a 0 16; relinquish a 0; retrieve b 1; doorbell c"


def encode_words(sender, *words):
    region, of_region = 0, 0
    if words[0] == "of":
        region, of_region, words = int(words[1]), OF_REGION, words[2:]
    return struct.pack("<BBBH5I", WORDS, of_region, region, int(sender, 16), *(int(word, 16) for word in words))


def encode_step(text):
    kind, *rest = text.split()
    if kind == "words":
        return encode_words(*rest)
    caller, region, number = rest + ["0"] * (3 - len(rest))
    return struct.pack("<BBBH", KINDS.index(kind), CALLERS[caller], int(region), int(number, 0))


def encode(sequence):
    return b"".join(encode_step(step) for step in sequence.split(";"))


def main(directory, vector_file):
    sequences = dict(SEQUENCES)
    for vector in json.loads(pathlib.Path(vector_file).read_text())["vectors"]:
        # One bit of a field is like another here, and a fuzzer starts faster with fewer seeds.
        if vector["direction"] == "request" and "-bit-" not in vector["id"]:
            words = "words 0001 " + " ".join(vector["registers"])
            sequences["vector-" + vector["id"]] = BEFORE + words + AFTER
    for name, sequence in sequences.items():
        pathlib.Path(directory, name).write_bytes(encode(sequence))


main(*sys.argv[1:])
