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
KINDS = ("get_version service_info unknown_opcode share reclaim retrieve relinquish call doorbell write look any_words "
         "reboot renew fill").split()
WORDS = 0x80
OF_PLACE = 1  # the sender byte of words that take the handle of a place

# A sequence's steps are cut at ";". Each is one of
#   KIND [PLACE] [NAME...] [MEMBER=NUMBER...]  a conformance::Step: PLACE is its region; each NAME adds to a member what
#                                              the table says, MEMBER=NUMBER what it says itself
#   words SENDER [of PLACE] W3..W7             hexadecimal; "of": with the place's handle in W4 and W5. The reference
#                                              SP's test service has interface id 0x41
# What is shared in places 0, 1 and 3 is of caller 0x0001, in 2 and 4 to 8 of 0x0002, unless another shares it.
NAMES = {
    # Who sends or shares, in the place of the region's owner: the FF-A id.
    "by-0001": ("sender", 12),
    "by-0002": ("sender", 1),
    "by-0000": ("sender", 2),
    "by-8765": ("sender", 3),
    "by-8001": ("sender", 4),
    # share
    "2-pages": ("detail", 4),
    "17-pages": ("detail", 24),
    "257-pages": ("detail", 28),
    "tagged": ("detail", 3),
    # retrieve and relinquish: with number N, the SPMC refuses with FF-A error -1 - N.
    "refused": ("detail", 7),
    "wrong-tag": ("detail", 6),
    # service_info
    "for-twin": ("detail", 1),
    # call and doorbell: the opcode is that of ECHO unless it is told, and "other" is the number.
    "describe": ("detail", 4),
    "status": ("detail", 8),
    "fill": ("detail", 12),
    "nop": ("detail", 16),
    "nop-last": ("detail", 24),
    "other": ("detail", 40),
    "of-twin": ("detail", 3),
    # write: all of the region, not 32 bytes. The number is the bytes' seed.
    "all": ("detail", 1),
    # call: the request length
    "27-bytes": ("number", 27),
    "4095-bytes": ("number", 4095),
    "1-page": ("number", 0x51),
    "1-page-and-1": ("number", 0x12),
    "2-pages-long": ("number", 0x03),
    "2-pages-and-1": ("number", 0x24),
    "256-mib": ("number", 0xb7),
    "4-gib-less-2": ("number", 0x18),
    # The handle of another region in part.
    "low-bit-changed": ("change", 1),
    "high-bit-changed": ("change", 64),
    "halves-swapped": ("change", 65),
}

ALL_PLACES = range(12)

SEQUENCES = {
    "probe": "get_version by-0001; service_info; service_info for-twin by-8765; service_info detail=2 number=2; "
             "unknown_opcode by-0002 number=0x1234; unknown_opcode 0 number=0xffff",
    "uuids-alike": "; ".join(f"service_info change={4 * n + 1} number={n % 8}" for n in range(16)) + "; " +
                   "; ".join(f"service_info change={4 * n + 2}" for n in range(6)) + "; " +
                   "; ".join(f"service_info change={16 * n + 3}" for n in range(16)),
    "life-of-a-region": "share 0; retrieve 0; call 0 27-bytes; relinquish 0; reclaim 0",
    "two-pages": "share 0 2-pages; retrieve 0; call 0 1-page-and-1; call 0 2-pages-long; call 0 2-pages-and-1; "
                 "relinquish 0; reclaim 0",
    "many-pages": "share 0 17-pages; share 1 257-pages; retrieve 0; retrieve 1; write 0 all; call 0 2-pages-and-1; "
                  "call 1 256-mib; look; relinquish 0; relinquish 1; look",
    "lengths": "share 0; retrieve 0; call 0; call 0 number=1; call 0 4095-bytes; call 0 1-page; call 0 1-page-and-1; "
               "call 0 2-pages-long; call 0 256-mib; call 0 4-gib-less-2",
    "opcodes": "share 0; retrieve 0; call 0 nop; call 0 describe 27-bytes; call 0 status number=70; "
               "call 0 fill number=70; call 0 nop-last; call 0 other number=0x0103; call 0 other number=0xfff0",
    "opcodes-of-twin": "share 2; retrieve 2; call 2 of-twin; call 2 of-twin describe 27-bytes; "
                       "call 2 of-twin status number=71; call 2 of-twin fill number=71; call 2 describe 27-bytes",
    "doorbells": "doorbell; doorbell nop-last by-8765; doorbell describe; doorbell status; doorbell fill; share 0; "
                 "retrieve 0; call 0 describe; doorbell; doorbell describe; relinquish 0; doorbell by-0002 number=7; "
                 "doorbell of-twin nop; doorbell change=1 number=1",
    "contents": "share 0; write 0 all number=3; retrieve 0; look; call 0 27-bytes; look; call 0 describe 27-bytes; look; "
                "relinquish 0; look; retrieve 0; look; relinquish 0; reclaim 0",
    "after-relinquish": "share 0; retrieve 0; relinquish 0; call 0 27-bytes; relinquish 0; retrieve 0; call 0 27-bytes",
    "after-reclaim": "share 0; reclaim 0; retrieve 0; call 0 27-bytes; relinquish 0; share 0 2-pages; retrieve 0; "
                     "call 0 1-page-and-1",
    "renewed": "share 0; retrieve 0; renew 0 2-pages; call 0 1-page-and-1; renew 0; call 0 1-page-and-1; "
               "renew 0 by-0002; call 0 27-bytes by-0001; call 0 27-bytes",
    "reclaimed-while-held": "share 0; retrieve 0; reclaim 0; call 0 27-bytes; relinquish 0; reclaim 0; call 0 27-bytes",
    "never-retrieved": "share 0; call 0 27-bytes; relinquish 0; reclaim 0",
    "retrieved-twice": "share 0; retrieve 0; retrieve 0; call 0 27-bytes; relinquish 0; relinquish 0",
    "foreign": "share 0; retrieve 0 by-0002; retrieve 0; call 0 27-bytes by-0002; relinquish 0 by-8765; "
               "call 0 27-bytes; relinquish 0",
    "three-callers": "share 0; share 1 by-0002 2-pages; share 2 by-8765; retrieve 1; retrieve 0; retrieve 2; "
                     "call 0 27-bytes; call 1 1-page-and-1; call 2 1-page; call 0 27-bytes by-8765; relinquish 1; "
                     "call 0 27-bytes; call 2 27-bytes; relinquish 2; relinquish 0; reclaim 0; reclaim 1; reclaim 2",
    "sender-0": "share 9; retrieve 9; call 9 27-bytes; relinquish 9; reclaim 9; call 4 27-bytes by-0000; "
                "relinquish 4 by-0000",
    "like-handles": "; ".join(f"share {n} by-0001; retrieve {n}; call {n} 27-bytes" for n in range(8)) + "; " +
                    "; ".join(f"call {n} 27-bytes {how}" for n in (0, 4)
                              for how in ("low-bit-changed", "high-bit-changed", "halves-swapped")) +
                    "; relinquish 0 low-bit-changed; relinquish 0 halves-swapped; relinquish 0; call 1 27-bytes",
    "tags": "share 0 tagged number=1; retrieve 0 wrong-tag number=1; retrieve 0; call 0 27-bytes; relinquish 0; "
            "share 1 tagged number=3; retrieve 1; call 1 27-bytes",
    "refused-retrieve": "share 0; retrieve 0 refused; call 0 27-bytes; retrieve 0; call 0 27-bytes; relinquish 0; " +
                        "; ".join(f"retrieve 0 refused number={n}" for n in range(8)) + "; reclaim 0",
    "refused-relinquish": "share 0 2-pages; retrieve 0; relinquish 0 refused; call 0 1-page-and-1; relinquish 0; "
                          "call 0 27-bytes; reclaim 0",
    "refused-retrieve-of-held": "share 0 2-pages; retrieve 0; retrieve 0 refused; call 0 1-page-and-1; relinquish 0",
    "every-slot": "; ".join(f"share {n}; retrieve {n}" for n in ALL_PLACES) + "; fill number=19; call 0 27-bytes; "
                  "call 11 27-bytes; doorbell; get_version; service_info; " +
                  "; ".join(f"relinquish {n}; reclaim {n}" for n in ALL_PLACES) + "; share 0; retrieve 0",
    "refused-then-every-slot": "share 0; " + "retrieve 0 refused; " * 20 + "fill by-0002 number=12",
    "slots-of-two-callers": "".join(f"share {n} by-0001; retrieve {n}; " for n in ALL_PLACES if n != 2) +
                            "".join(f"share 0 by-0001 change={n}; retrieve 0; " for n in range(1, 6)) +
                            "share 2; retrieve 2; call 2 27-bytes; relinquish 0; retrieve 2; call 2 27-bytes",
    "reboot": "share 0; retrieve 0; call 0 27-bytes; reboot; get_version; call 0 27-bytes; share 0; retrieve 0; "
              "call 0 27-bytes",
    "words-as-steps": "share 0; words 0001 of 0 00ff0001 0 0 0 0; call 0 27-bytes; words 0001 of 0 00410001 0 0 10 0; "
                      "words 0001 of 0 00ff0002 0 0 0 0; reclaim 0",
    "words-wrong-tag": "share 0; words 0001 of 0 00ff0001 0 0 1 0; words 0001 of 0 00ff0001 0 0 0 80000000; "
                       "retrieve 0",
    "words-like-sender": "share 0; retrieve 0; words 0101 of 0 00ff0002 0 0 0 0; words 8001 of 0 00ff0002 0 0 0 0; "
                         "words 0101 of 0 00410001 0 0 10 0; words 0000 of 0 00410001 0 0 10 0; call 0 27-bytes; "
                         "relinquish 0",
    "words-reserved-retrieve": "share 0; words 0001 of 0 01ff0001 0 0 0 0; retrieve 0; call 0 27-bytes; relinquish 0",
    "words-reserved-relinquish": "share 0; retrieve 0; words 0001 of 0 00ff0002 0 0 1 0; relinquish 0; "
                                 "reclaim 0; words 0001 of 0 80ff0002 0 0 0 1",
    "words-reserved-call": "share 0; retrieve 0; words 0001 of 0 01410001 0 0 10 0; "
                           "words 0001 of 0 c0410001 0 0 1001 0; call 0 27-bytes",
    "words-services": "share 0; retrieve 0; " + "; ".join(
        f"words 0001 of 0 {interface_id << 16 | 0x10:08x} 0 0 10 0" for interface_id in (0, 0x0a, 0x41, 0xe7, 0xfe)),
    "words-long-lengths": "share 0; retrieve 0; words 0001 of 0 00410001 0 0 1001 0; "
                          "words 0001 of 0 00410001 0 0 80000000 0; words 0001 of 0 00410001 0 0 ffffffff 0",
    "words-all-ones": "share 0; words 0001 ffffffff ffffffff ffffffff ffffffff ffffffff; "
                      "words ffff of 0 ffffffff 0 0 ffffffff ffffffff; retrieve 0",
    "words-near-requests": "share 0; retrieve 0; " + "; ".join(
        f"any_words 0 detail={detail} number={number}" for detail in range(0, 16) for number in (0, 3, 38)) +
        "; call 0 27-bytes; get_version",
}

# What goes before and after a vector's request: memory of its sender, which is then still usable. Memory of another
# caller is there for the vectors whose request names a region.
BEFORE = "share 0; retrieve 0; share 2; "
AFTER = "; call 0 27-bytes; relinquish 0; retrieve 2; doorbell by-8765"


def encode_words(sender, *words):
    place, of_place = 0, 0
    if words[0] == "of":
        place, of_place, words = int(words[1]), OF_PLACE, words[2:]
    # As a step has them: kind, sender, region, detail, change, number.
    return struct.pack("<BBBBBH5I", WORDS, of_place, place, 0, 0, int(sender, 16), *(int(word, 16) for word in words))


def encode_step(text):
    kind, *rest = text.split()
    if kind == "words":
        return encode_words(*rest)
    members = {"sender": 0, "region": 0, "detail": 0, "change": 0, "number": 0}
    for word in rest:
        if word.isdecimal():
            members["region"] = int(word)
        elif "=" in word:
            member, number = word.split("=")
            members[member] += int(number, 0)
        else:
            member, number = NAMES[word]
            members[member] += number
    return struct.pack("<BBBBBH", KINDS.index(kind), *members.values())


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
