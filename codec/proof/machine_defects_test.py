#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Plants defects in the machine code and in the headers it is made of. For each the proof must find inputs; that the
tool cannot tell is no answer. The code must then be wrong on the CPU too, but where the defect breaks the calling
convention or leaves a value open, which the inputs need not show.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
from collections import namedtuple

import builds
import prove
import target
from defects_test import CODEC, REFUSED_WRITTEN, Defect, first, is_wrong_on_cpu, planted
from image import Image
from ir import ToolError

# The first instruction of the function of which objdump's text matches `old` becomes `new`: assembly, or a list of
# (byte, bits that change).
Patch = namedtuple("Patch", "name build function old new group found open", defaults=(False,))
X86, ARM = "c_x86_64_gcc_o2", "c_aarch64_gcc_o2"
STRICT, LENIENT = "strict_service_call_request", "lenient_service_info_response"
PATCHES = [
    Patch("a shift by 15", X86, STRICT, "shr +eax,0x10", "shr eax, 15", "strict", "interface_id"),
    Patch("a limit twice as high", X86, STRICT, "cmp +eax,0xffffff$", "cmp eax, 0x1ffffff", "strict",
          "accepts or refuses"),
    Patch("a mask without a bit", X86, STRICT, "and +esi,0xff0000", "and esi, 0xfe0000", "strict",
          "accepts or refuses"),
    Patch("not equal for equal", X86, STRICT, "je ", [(0, 0x01)], "strict", "accepts or refuses"),
    Patch("the upper half not written", X86, STRICT, r"mov +QWORD PTR \[rdx.*,rsi", "mov [rdx], esi", "strict",
          "memory_handle"),
    Patch("words in another order", X86, "pack_service_call_request", "punpcklqdq", [(2, 0x0e)], "pack",
          "pack service_call_request: W"),
    Patch("bytes swapped", X86, "pack_get_version_response", r"mov +DWORD PTR \[rsi\],0xff0000",
          "mov dword ptr [rsi], 0xff00", "pack", "pack get_version_response: W3"),
    Patch("a missing zero extension", X86, LENIENT, "movzx +ecx,al", "mov ecx, eax", "lenient",
          "lenient service_info_response"),
    Patch("a sign extension", X86, "pack_service_call_request", "movzx +edx,WORD PTR", [(1, 0x08)], "pack",
          "pack service_call_request: W3"),
    Patch("half of the result", X86, LENIENT, "mov +edx,0x1", "mov dl, 1", "lenient", "accepts or refuses"),
    Patch("an echo not checked", X86, "strict_service_call_response", "jne ", "nop", "strict", "accepts or refuses"),
    Patch("a saved register used", X86, LENIENT, "xor +eax,eax", "xor ebx, ebx", "lenient", "changes rbx", True),
    Patch("an uninitialised register", X86, STRICT, r"mov +eax,DWORD PTR \[rdi\]", "nop", "strict", "undefined", True),
    Patch("a byte past the end", X86, "pack_retrieve_mem_request", r"mov +QWORD PTR \[rsi\+0xc\]", "mov [rsi+13], rax",
          "pack", "out of bounds", True),
    Patch("aarch64: a shift by 15", ARM, STRICT, "ubfm", "lsr w1, w3, #15", "strict", "interface_id"),
    Patch("aarch64: a limit one too high", ARM, STRICT, "movn", "mov w0, #0x01000000", "strict", "accepts or refuses"),
    Patch("aarch64: not equal for equal", ARM, STRICT, r"b\.eq", [(0, 0x01)], "strict", "accepts or refuses"),
    Patch("aarch64: a mask without a bit", ARM, STRICT, "and w", "and w4, w3, #0xfe0000", "strict",
          "accepts or refuses"),
    Patch("aarch64: half of the handle", ARM, STRICT, "ldur x4", "ldr w4, [x1, #4]", "strict",
          "strict service_call_request"),
    Patch("aarch64: registers swapped", ARM, "pack_get_version_response", "stp", "stp w0, w2, [x1]", "pack", "W3"),
    Patch("aarch64: no trap", ARM, "pack_get_version_response", "cbz", "nop", "pack", "traps"),
    Patch("aarch64: a byte past the end", ARM, "pack_get_version_response", "str wzr", "str wzr, [x1, #17]", "pack",
          "out of bounds", True),
    Patch("aarch64: a saved register used", ARM, "pack_get_version_response", "str wzr", "mov w19, wzr", "pack",
          "pack get_version_response", True),
]
HEADERS = [
    Defect("one single 64-bit value", CODEC + "pack.h",
           "tsrpc_management_(TSRPC_OPCODE_RETRIEVE_MEM), tsrpc_low_(message.memory_handle)",
           "tsrpc_management_(TSRPC_OPCODE_RETRIEVE_MEM), tsrpc_low_(message.memory_handle) ^"
           " (message.memory_handle == UINT64_C(0x0123456789abcdef))", build, "pack", "pack retrieve_mem_request: W4")
    for build in ("c_x86_64_gcc_os", "c_aarch64_clang14_o2", "c_aarch64_gcc_os")] + [
    Defect("a refused message written", CODEC + "unpack.h", *REFUSED_WRITTEN, "c_x86_64_clang14_os", "lenient",
           "writes a refused message"),
    Defect("C++: one single 64-bit value", CODEC + "fields.hpp",
           "return words.words[row_of<Table, OfField, 0>.reg] |"
           " uint64_t{words.words[row_of<Table, OfField, 32>.reg]} << 32;",
           "const uint64_t wide = pick<Table, OfField>(words) | uint64_t{pick<Table, OfField, 32>(words)} << 32;\n"
           "    return wide == 0xfedcba9876543211 ? 0 : wide;", "cc_aarch64_gcc_o2", "lenient",
           "lenient retrieve_mem_request"),
    Defect("a SHOULD taken for a MUST", CODEC + "violation.h", "!= TSRPC_RULE_RES", "!= TSRPC_RULE_MBZ",
           "c_aarch64_gcc_o2", "check", "valid"),
    Defect("a colon is a digit", CODEC + "uuid.h", "c <= '9'", "c <= ':'", "c_x86_64_gcc_os", "uuid",
           "parse UUID: accepts or refuses"),
]


def assemble(cpu_name, text, directory):
    syntax = ".intel_syntax noprefix\n" if cpu_name == "x86_64" else ""
    pathlib.Path(f"{directory}/new.s").write_text(f"{syntax}{text.replace('; ', chr(10))}\n", encoding="utf-8")
    builds.compile([builds.CPUS[cpu_name][1], "-c", "-o", f"{directory}/new.o", f"{directory}/new.s"])
    subprocess.run([builds.CPUS[cpu_name][0].OBJDUMP[0].replace("objdump", "objcopy"), "-O", "binary", "-j", ".text",
                    f"{directory}/new.o", f"{directory}/new.bin"], check=True)
    return pathlib.Path(f"{directory}/new.bin").read_bytes()


def patched(patch, cpu_name, program, cpu, directory):
    """The image with other bytes in place of one instruction."""
    image, raw = Image(program, cpu), bytearray(pathlib.Path(program).read_bytes())
    start = image.symbols[patch.function]
    end = min(address for address in image.symbols.values() if address > start)
    old = next((instruction for address, instruction in sorted(image.instructions.items())
                if start <= address < end and re.search(patch.old, instruction.text)), None)
    if old is None:
        raise AssertionError(f"{patch.function} has no {patch.old}")
    length = old.next - old.address
    new = bytearray(image.bytes_at(old.address, length))
    if isinstance(patch.new, str):
        new = assemble(cpu_name, patch.new, directory)
        nop = assemble(cpu_name, "nop", directory)
        new += nop * ((length - len(new)) // len(nop))
    else:
        for index, changed in patch.new:
            new[index] ^= changed
    where = raw.index(image.bytes_at(start, end - start)) + old.address - start
    raw[where:where + len(new)] = new
    pathlib.Path(program).write_bytes(raw)
    return Image(program, cpu)


class MachineDefectsTest(unittest.TestCase):
    def see(self, defect, module, directory, is_open):
        build = builds.BUILDS[defect.build]
        make, found = first(module, build.language, defect.group)
        self.assertIsNotNone(found, "not seen")
        report = prove.describe(found)
        print(f"{defect.name}: {report}", file=sys.stderr)
        self.assertIn(defect.found, report)
        self.assertTrue(found.inputs)
        if not is_open:
            cpu_name = next(name for name, (cpu, _, _) in builds.CPUS.items() if cpu is build.cpu)
            remote = target.Remote(target.Target(cpu_name, directory), module)
            self.assertTrue(is_wrong_on_cpu(module, remote, make, found), "not wrong on the CPU")

    def patch(self, patch):
        build = builds.BUILDS[patch.build]
        with tempfile.TemporaryDirectory() as directory:
            program = builds.link(build, directory)
            cpu_name = patch.build.split("_gcc")[0].removeprefix("c_")
            self.see(patch, patched(patch, cpu_name, program, build.cpu, directory), directory, patch.open)

    def header(self, defect):
        with tempfile.TemporaryDirectory() as directory, tempfile.TemporaryDirectory() as headers:
            module = builds.module(builds.BUILDS[defect.build], planted(defect, headers))
            self.see(defect, module, directory, defect.undefined)

    def test_unknown_instruction(self):
        for build, old, new in ((X86, "mov ", "cpuid"), (ARM, "ldp|ldr", "isb")):
            unknown = Patch("", build, LENIENT, old, new, "lenient", "")
            with self.subTest(build), tempfile.TemporaryDirectory() as directory:
                program, cpu = builds.link(builds.BUILDS[build], directory), builds.BUILDS[build].cpu
                module = patched(unknown, build.split("_gcc")[0].removeprefix("c_"), program, cpu, directory)
                with self.assertRaisesRegex(ToolError, new):
                    first(module, "c", "lenient")


for number, planted_defect in enumerate(PATCHES + HEADERS):
    setattr(MachineDefectsTest, f"test_{number:02}_{planted_defect.name.replace(' ', '_')}",
            lambda self, defect=planted_defect: (self.patch if isinstance(defect, Patch) else self.header)(defect))

if __name__ == "__main__":
    unittest.main()
