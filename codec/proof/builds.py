# SPDX-License-Identifier: BSD-3-Clause
"""The builds that are proved, and how their IR or machine code is made."""
import pathlib
import subprocess
import tempfile
from collections import namedtuple

import aarch64
import x86_64
from image import Image
from ir import ToolError
from module import Module

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent

# cpu: what reads its machine code; None: its IR is read.
Build = namedtuple("Build", "language compiler flags cpu", defaults=(None,))

SOURCES = {"c": ("functions.c", ["-std=c11"]), "c++": ("functions.cc", ["-std=c++17", "-fno-exceptions", "-fno-rtti"])}
# What firmware is built with. Without vectors, which the reader does not know: they must come after -O.
COMMON = ["-ffreestanding", "-fno-vectorize", "-fno-slp-vectorize", "-fno-discard-value-names"]
X86_64 = ["--target=x86_64-linux-gnu"]
# Its traps become obligations. `function` and `vptr` need what firmware has not: RTTI.
UBSAN = ["-fsanitize=undefined", "-fno-sanitize=function,vptr", "-fsanitize-trap=undefined"]
VARIANTS = {
    "o0": ("clang-14", ["-O0", *X86_64]),
    "o1": ("clang-14", ["-O1", *X86_64]),
    "o2": ("clang-14", ["-O2", *X86_64]),
    "os": ("clang-14", ["-Os", *X86_64]),
    "aarch64": ("clang-14", ["-O2", "--target=aarch64-none-elf"]),
    "aarch64_be": ("clang-14", ["-O2", "--target=aarch64_be-none-elf"]),
    "ubsan": ("clang-14", ["-O0", *UBSAN, *X86_64]),
    "clang19": ("clang-19", ["-O2", *X86_64]),
}
# As machine code. gcc makes that of its own CPU; its address is fixed, as firmware's is.
CPUS = {"x86_64": (x86_64, "gcc", "x86_64-linux-gnu"),
        "aarch64": (aarch64, "aarch64-linux-gnu-gcc", "aarch64-none-elf")}
MACHINE = ["-ffreestanding", "-fno-pie", "-fno-asynchronous-unwind-tables"]
for cpu_name, (cpu, gcc, target) in CPUS.items():
    for level in ("O2", "Os"):
        VARIANTS[f"{cpu_name}_gcc_{level.lower()}"] = (gcc, [f"-{level}"], cpu)
        for version in ("14", "19"):
            VARIANTS[f"{cpu_name}_clang{version}_{level.lower()}"] = (
                f"clang-{version}", [f"-{level}", f"--target={target}"], cpu)
BUILDS = {f"{name}_{variant}": Build(language, *VARIANTS[variant])
          for variant in VARIANTS for name, language in (("c", "c"), ("cc", "c++"))}


def command(build, output, headers=ROOT):
    """`headers`: where abi/include and codec/include are."""
    source, flags = SOURCES[build.language]
    includes = [f"-I{headers}/abi/include", f"-I{headers}/codec/include"]
    common = MACHINE if build.cpu else COMMON
    return [build.compiler, *build.flags, *common, *flags, *includes, *output, str(HERE / source)]


def compile(arguments):
    done = subprocess.run(arguments, capture_output=True, text=True)
    if done.returncode:
        raise ToolError(f"{arguments[0]} failed: {' '.join(done.stderr.split())[:300]}")


def ir(build, headers=ROOT):
    """The text of a build's IR."""
    with tempfile.TemporaryDirectory() as directory:
        out = pathlib.Path(directory) / "functions.ll"
        compile(command(build, ["-S", "-emit-llvm", "-o", str(out)], headers))
        return out.read_text(encoding="utf-8")


def link(build, directory, headers=ROOT):
    """Makes a program of a build's functions: where it is."""
    code, library, program = (f"{directory}/{name}" for name in ("functions.o", "library.o", "program"))
    compile(command(build, ["-c", "-o", code], headers))
    target = [flag for flag in build.flags if flag.startswith("--target")]
    compile([build.compiler, *target, "-O1", *MACHINE, "-fno-builtin", "-c", "-o", library, str(HERE / "library.c")])
    compile([build.cpu.LINKER, "--entry=0", "-Ttext-segment=0x40000000", "--fatal-warnings", "-o", program, code,
             library])
    return program


def module(build, headers=ROOT):
    if build.cpu is None:
        return Module(ir(build, headers))
    with tempfile.TemporaryDirectory() as directory:
        return Image(link(build, directory, headers), build.cpu)


def check_table(table, headers=ROOT):
    """Holds the table by hand equal to layout.hpp: the lines that only one of them has."""
    with tempfile.TemporaryDirectory() as directory:
        program = f"{directory}/export"
        compile(["clang-14", "-std=c++17", f"-I{headers}/abi/include", "-o", program, str(HERE / "export.cc")])
        exported = subprocess.run([program], capture_output=True, text=True, check=True).stdout.splitlines()
    ours = list(table)
    return [f"{'abi_table.py' if line in ours else 'layout.hpp'} alone has: {line}"
            for line in sorted(set(ours) ^ set(exported))] + ([] if len(ours) == len(exported) else ["other rows"])
