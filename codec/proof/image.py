# SPDX-License-Identifier: BSD-3-Clause
"""What a linked program holds: its instructions as objdump reads them, its constants, and where its functions are."""
import pathlib
import re
import struct
import subprocess
from collections import namedtuple

from ir import ToolError
from module import Global

Section = namedtuple("Section", "name kind flags address content")
# operands: one text. address and next are numbers.
Instruction = namedtuple("Instruction", "address next name operands text")

WRITE, ALLOCATED, EXECUTED = 1, 2, 4
SYMBOL_TABLE, STRING_TABLE, NO_BITS, OBJECT, FUNCTION = 2, 3, 8, 1, 2
LINE = re.compile(r"\s+([0-9a-f]+):\t([0-9a-f ]+?)\s*\t(\S+)\s*(.*)")


class Image:
    """An ELF file for a 64-bit little-endian CPU. It stands where a Module does: a type is ("int", bits)."""

    is_big_endian = False

    def __init__(self, path, cpu):
        self.cpu, self.raw = cpu, pathlib.Path(path).read_bytes()
        if self.raw[:6] != b"\x7fELF\x02\x01":
            raise ToolError("not a 64-bit little-endian ELF file")
        self.sections = self.read_sections()
        loaded = [section for section in self.sections if section.flags & ALLOCATED and section.content]
        for section in loaded:
            if section.flags & WRITE:
                raise ToolError(f"{section.name} is variable, and the codec has no variables")
        self.constants = sorted((section.address, section.content) for section in loaded)
        self.symbols, self.globals = {}, {}
        self.read_symbols()
        self.instructions = self.disassemble(path)
        self.blocks = None  # flow.py's

    def read_sections(self):
        start, = struct.unpack_from("<Q", self.raw, 0x28)
        size, count, names = struct.unpack_from("<HHH", self.raw, 0x3a)
        headers = [struct.unpack_from("<IIQQQQ", self.raw, start + size * index) for index in range(count)]
        strings = self.raw[headers[names][4]:]

        def name(at):
            return strings[at:strings.index(b"\0", at)].decode()

        return [Section(name(at), kind, flags, address, b"" if kind == 0 else bytes(length) if kind == NO_BITS
                        else self.raw[offset:offset + length])
                for at, kind, flags, address, offset, length in headers]

    def read_symbols(self):
        table = [section.content for section in self.sections if section.kind == SYMBOL_TABLE]
        strings = [section.content for section in self.sections if section.name == ".strtab"]
        if len(table) != 1 or len(strings) != 1:
            raise ToolError("no symbols")
        for at, info, _, index, value, size in struct.iter_unpack("<IBBHQQ", table[0]):
            name = strings[0][at:strings[0].index(b"\0", at)].decode()
            if info & 15 == FUNCTION and index:
                self.symbols[name] = value
            elif info & 15 == OBJECT and index and size == 4:
                number = int.from_bytes(self.bytes_at(value, 4), "little")
                self.globals[name] = Global(name, None, ("int", number), True)

    def bytes_at(self, address, size):
        for start, content in self.constants:
            if start <= address and address + size <= start + len(content):
                return content[address - start:address - start + size]
        raise ToolError(f"nothing at {address:#x}")

    def is_code(self, address):
        return any(section.flags & EXECUTED and section.address == address for section in self.sections)

    def disassemble(self, path):
        """{address: Instruction}"""
        done = subprocess.run([*self.cpu.OBJDUMP, "-d", "-z", "-w", "--insn-width=16", str(path)],
                              capture_output=True, text=True)
        if done.returncode:
            raise ToolError(f"{self.cpu.OBJDUMP[0]} failed: {done.stderr[:300]}")
        found = {}
        for line in done.stdout.splitlines():
            if match := LINE.fullmatch(line):
                address, code = int(match[1], 16), self.cpu.code(match[2].split())
                if code != self.bytes_at(address, len(code)):
                    raise ToolError(f"objdump has other bytes: {line}")
                operands = re.sub(r"\s*(<.*>|\s//.*|# .*)", "", match[4]).strip()
                found[address] = Instruction(address, address + len(code), match[3], operands,
                                             " ".join(line.split()))
        return found

    @staticmethod
    def resolve(type):
        return type

    @staticmethod
    def size(type):
        return type[1] // 8
