#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Drives an endpoint with scripts: exchanges.py endpoint-exchanges-v1.json. Put yours in the place of the toy."""
import json
import struct
import sys
import uuid

SERVICES = [uuid.UUID("5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042"), uuid.UUID("c2b81d94-70f3-4e0a-a6d5-3b9e5c1f8a27")]


class ToyEndpoint:
    """Hosts the test service twice. spmc(operation, sender, handle, tag) gives an FF-A result and the memory."""
    def __init__(self, spmc):
        self.spmc, self.memories = spmc, {}

    def request(self, sender, words):
        control, handle, tail = words[0], words[2] << 32 | words[1], words[4] << 32 | words[3]
        interface, opcode = control >> 16 & 0xff, control & 0xffff
        key, status, rest = (sender, handle), 0, [0, 0]
        if interface != 0xff:
            status, rest = self.call(sender, interface, opcode, handle, words[3], words[4])
        elif opcode == 0:
            status = 1
        elif opcode == 1:
            result, memory = self.spmc("retrieve", sender, handle, tail)
            status = -5 if result else 0
            self.memories.update({} if result else {key: memory})
        elif opcode == 2:
            status = -3 if key not in self.memories else -5 if self.spmc("relinquish", sender, handle, 0)[0] else 0
            if status == 0:
                del self.memories[key]
        elif opcode == 3:
            asked = uuid.UUID(bytes=struct.pack("<4I", *words[1:]))
            status, rest = (0, [SERVICES.index(asked), 0]) if asked in SERVICES else (-3, rest)
        else:
            status = -2
        return [control, status & 0xffffffff, *rest, 0]

    def call(self, sender, interface, opcode, handle, length, client):
        memory = b"" if handle == 0xffffffffffffffff else self.memories.get((sender, handle))
        if memory is None:
            return -3, [0, 0]
        fill = struct.unpack_from("<I", memory)[0] if opcode == 4 and 5 <= length <= len(memory) else len(memory) + 1
        if interface >= len(SERVICES) or length > len(memory) or 4 < opcode < 0xffff or opcode == 3 and length < 4 or \
                opcode == 2 and not memory or opcode == 4 and fill > len(memory):
            return -2, [0, 0]
        if opcode == 2:
            struct.pack_into("<HHIIBBH", memory, 0, sender, opcode, client, length, interface, interface, 0)
        elif opcode == 4:
            memory[:fill] = memory[4:5] * fill
        lengths = {1: length, 2: 16, 4: fill}
        return 0, [struct.unpack_from("<I", memory)[0] if opcode == 3 else 0, lengths.get(opcode, 0)]


def numbers(texts):
    return [int(text, 16) for text in texts]


def run(script):
    """What is wrong with the first answer that is wrong, or nothing."""
    memories, ids, expected, asked = {}, {}, {}, []

    def spmc(operation, sender, handle, tag):
        asked.append((operation, sender, f"0x{handle:016x}", f"0x{tag:016x}"))
        if expected.get("new"):
            memories[expected["handle"]] = bytearray(4096 * expected["pages"])
        return expected.get("result", -6), memories.get(expected.get("handle"))

    endpoint = ToyEndpoint(spmc)
    for number, step in enumerate(script["steps"], 1):
        expected, asked[:] = step.get("spmc", {}), []
        if "write" in step:
            data = bytes.fromhex(step["write"]["bytes"])
            memories[step["write"]["handle"]][:len(data)] = data
        request, answer = numbers(step["request"]), step["response"]
        words, must, should = numbers(answer["words"]), numbers(answer["must"]), numbers(answer["should"])
        ids["none"] = next(one for one in reversed(range(255)) if one not in ids.values())
        is_call = "service" in step and request[0] >> 16 != 0xff
        for control in (request, words) if is_call else ():
            control[0] = ids[step["service"]] << 16 | control[0] & 0xffff
        response = endpoint.request(step["sender"], request)
        if "service" in step and not is_call:
            ids[step["service"]] = response[2] & 0xff
        wanted = [tuple(expected[key] for key in ("operation", "sender", "handle", "tag"))] if expected else []
        shown = step.get("memory", {"handle": None, "bytes": ""})
        pairs = shown["bytes"].replace("i0", f"{ids.get('test', 0):02x}").replace("i1", f"{ids.get('twin', 0):02x}")
        if any((one ^ word) & (hard | soft) for one, word, hard, soft in zip(response, words, must, should)) or \
                asked != wanted or not memories.get(shown["handle"], b"").startswith(bytes.fromhex(pairs)):
            return f"{script['id']}: request {number}: {' '.join(f'{word:08x}' for word in response)}"
    return None


if __name__ == "__main__":
    wrong = [text for text in map(run, json.load(open(sys.argv[1], encoding="utf-8"))["scripts"]) if text]
    print("\n".join([*wrong, f"{len(wrong)} scripts failed"]))
    sys.exit(bool(wrong))
