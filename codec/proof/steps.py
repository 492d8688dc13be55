# SPDX-License-Identifier: BSD-3-Clause
"""Single instructions on random registers: what they start from, and where steps_*.S keeps it."""
import re
import struct

import aarch64
import x86_64
from machine import STACK_TOP

CONTEXT = 0x20000
# The part of the stack that instructions work on. Their pointers lead into its middle.
START, SIZE = STACK_TOP - 0x1000, 0x1000
POINTER = START + SIZE // 2
# Numbers at which carries and signs change.
EDGES = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0x8000, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff, 0x100000000,
         0x7fffffffffffffff, 0x8000000000000000, 0xffffffffffffffff]


def random_number(random, bits):
    half = min(bits, 64)
    edge = random.choice(EDGES)
    number = random.choice([edge, random.getrandbits(half), edge ^ random.getrandbits(8)])
    return (number | random.getrandbits(bits) >> 64 << 64) & (1 << bits) - 1


def random_state(cpu, instruction, random):
    """({register: number}, the stack's bytes): pointers where the instruction uses them. Of three states one has the
    same number everywhere, so that what is compared may be equal: the instruction's own, or one near the edges."""
    registers = {name: random_number(random, bits) for name, bits in cpu.WIDTHS.items()}
    stack = random.randbytes(SIZE)
    if random.randrange(3) == 0:
        own = [int(number, 0) for number in re.findall(r"0x[0-9a-f]+|\b\d+\b", instruction.operands)]
        number = (random.choice(own or EDGES) + random.choice([0, 0, 0, -1, 1])) % (1 << 64)
        registers |= {name: number for name, bits in cpu.WIDTHS.items() if bits == 64}
        stack = struct.pack("<Q", number) * (SIZE // 8)
    registers[cpu.STACK] = POINTER
    aim = POINTER + 0x300 + 16 * random.randrange(16)
    (_aim_x86_64 if cpu is x86_64 else _aim_aarch64)(instruction, registers, aim, random)
    return registers, stack


def _aim_x86_64(instruction, registers, aim, random):
    if instruction.name == "rep":
        registers |= {"rcx": random.randrange(9), "rdi": aim, "rsi": aim - random.randrange(64)}
    if instruction.name in ("rep", "lea"):
        return
    for text in x86_64.split(instruction.operands):
        if "[" in text:
            *indices, (base, factor) = x86_64.operand(text, 0).terms[::-1]
            for name, _ in indices:
                registers[name] = POINTER if name == x86_64.STACK else random.randrange(8)
            rest = x86_64.operand(text, 0).number + sum(registers[name] * factor for name, factor in indices)
            registers[base] = POINTER - rest % 16 if base == x86_64.STACK else (aim - rest) // factor


def _aim_aarch64(instruction, registers, aim, random):
    for text in aarch64.split(instruction.operands):
        if text.startswith("["):
            place = aarch64.place(text)
            index = aarch64.REGISTERS[place.index].name if place.index else None
            if index:
                registers[index] = random.randrange(8)
            if place.base != aarch64.STACK:
                rest = 0 if place.is_after else place.offset
                registers[place.base] = aim - rest - (registers[index] << place.amount if index else 0)


def vectors(raw, name, start, count):
    return {f"{name}{number}": int.from_bytes(raw[start + 16 * number:][:16], "little") for number in range(count)}


class X8664Context:
    SIZE = 0x200
    ORDER = ["rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi", *(f"r{number}" for number in range(8, 16))]
    FLAGS = {"cf": 0, "zf": 6, "sf": 7, "of": 11}

    def pack(self, registers):
        flags = 0x202 | sum(registers[name] << bit for name, bit in self.FLAGS.items())
        vectors = b"".join(registers[f"xmm{number}"].to_bytes(16, "little") for number in range(16))
        return struct.pack("<17Q", *(registers[name] for name in self.ORDER), flags) + bytes(0x78) + vectors

    def unpack(self, raw):
        *numbers, flags = struct.unpack_from("<17Q", raw)
        found = dict(zip(self.ORDER, numbers)) | {name: flags >> bit & 1 for name, bit in self.FLAGS.items()}
        return found | vectors(raw, "xmm", 0x100, 16)


class Aarch64Context:
    SIZE = 0x400
    ORDER = [*(f"x{number}" for number in range(31)), "sp"]
    FLAGS = {"v": 28, "c": 29, "z": 30, "n": 31}

    def pack(self, registers):
        flags = sum(registers[name] << bit for name, bit in self.FLAGS.items())
        vectors = b"".join(registers[f"v{number}"].to_bytes(16, "little") for number in range(32))
        return struct.pack("<33Q", *(registers[name] for name in self.ORDER), flags) + bytes(0xf8) + vectors

    def unpack(self, raw):
        *numbers, flags = struct.unpack_from("<33Q", raw)
        found = dict(zip(self.ORDER, numbers)) | {name: flags >> bit & 1 for name, bit in self.FLAGS.items()}
        return found | vectors(raw, "v", 0x200, 32)


CONTEXTS = {"x86_64": X8664Context(), "aarch64": Aarch64Context()}
