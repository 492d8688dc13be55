#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Compiles every header alone, and code that uses all of the codec, with every compiler, for every target.

usage: compile_matrix.py [COMPILER...]

Without operands all compilers of COMPILERS. Warnings are errors, with no C++ library, no exceptions and no RTTI. What
uses all of the codec must leave nothing to link: no undefined symbol. Also holds what the single headers define to
names that begin with tsrpc.
"""
import concurrent.futures
import itertools
import pathlib
import re
import string
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent.parent
INCLUDES = [f"-I{ROOT}/{directory}" for directory in ("abi/include", "codec/include", "codec/single_include")]

GCC_WARNINGS = ("-Wall -Wextra -Wconversion -Wsign-conversion -Wshadow -Wpedantic -Wundef -Wcast-qual -Werror").split()
CLANG_WARNINGS = GCC_WARNINGS + [
    "-Weverything",
    "-Wno-unknown-warning-option",  # clang 14 does not know all that clang 19 is told here
    "-Wno-c++98-compat",  # this is C++17 ...
    "-Wno-c++98-compat-pedantic",
    "-Wno-pre-c11-compat",
    "-Wno-pre-c++17-compat",
    "-Wno-declaration-after-statement",  # ... and C11
    "-Wno-padded",  # no structure here is shared with another program
    "-Wno-switch-default",  # contradicts -Wcovered-switch-default
    "-Wno-unsafe-buffer-usage",  # asks for <span>; the codec has no library
    "-Wno-c++-compat",  # asks C to be what C++ would be; C++ compiles it too
]
FREESTANDING = ["-ffreestanding"]
CXX_FREESTANDING = ["-ffreestanding", "-fno-exceptions", "-fno-rtti", "-nostdinc++"]
BARE_AARCH64 = ["--target=aarch64-none-elf", "-mgeneral-regs-only", "-mstrict-align"]
# C compiler, C++ compiler, flags of the target.
COMPILERS = {
    "gcc": ("gcc", "g++", []),
    "gcc-11": ("gcc-11", "g++-11", []),
    "clang-14": ("clang-14", "clang++-14", []),
    "clang-19": ("clang-19", "clang++-19", []),
    "gcc-aarch64": ("aarch64-linux-gnu-gcc", "aarch64-linux-gnu-g++", []),
    "gcc-aarch64-strict": ("aarch64-linux-gnu-gcc", "aarch64-linux-gnu-g++", ["-mgeneral-regs-only", "-mstrict-align"]),
    "gcc-arm-bare": ("arm-none-eabi-gcc", "arm-none-eabi-g++", ["-mcpu=cortex-m33", "-mthumb"]),
    "gcc-powerpc": ("powerpc-linux-gnu-gcc", "powerpc-linux-gnu-g++", []),
    "clang-14-aarch64-bare": ("clang-14", "clang++-14", BARE_AARCH64),
    "clang-19-aarch64-bare": ("clang-19", "clang++-19", BARE_AARCH64),
}
# The last as a user's sanitizers and fuzzers do; clang 14 has crashed while it added its checks.
WAYS = (["-O0"], ["-Os"], ["-O2"], ["-O1", "-fsanitize=undefined"])
# What firmware may have defined before it includes a header.
SINGLE_LETTERS = [f"-D{letter}=1" for letter in string.ascii_uppercase]
C_STANDARDS = ("c11", "c17", "c2x")
CXX_STANDARDS = ("c++17", "c++20", "c++2b")
CXX_USES = ("tsrpc/names.hpp+tsrpc/codec.hpp", "tsrpc.hpp")
C_USES = ("tsrpc/names.h", "tsrpc.h")


def include(headers):
    return "".join(f'#include "{header}"\n' for header in headers.split("+"))


def headers(*endings):
    for directory in ("abi/include", "codec/include", "codec/single_include"):
        for path in sorted((ROOT / directory).rglob("*")):
            if path.suffix in endings:
                yield str(path.relative_to(ROOT / directory))


def alone(label, command, header, is_first):
    """A header alone; if it is the first standard, with macros too, which are the same in all."""
    yield f"{label} {header}", [*command, "-fsyntax-only"], include(header)
    if is_first:
        yield f"{label} {header} -DA=1...", [*command, "-fsyntax-only", *SINGLE_LETTERS], include(header)


def jobs(name):
    """What to compile: a label, the command, the source text."""
    c, cxx, target = COMPILERS[name]
    warnings = CLANG_WARNINGS if "clang" in c else GCC_WARNINGS
    c_flags = [*target, *FREESTANDING, *warnings, *INCLUDES, f"-I{HERE}"]
    cxx_flags = [*target, *CXX_FREESTANDING, *warnings, "-Wold-style-cast", *INCLUDES, f"-I{HERE}"]
    for standard in C_STANDARDS:
        command = [c, "-x", "c", f"-std={standard}", *c_flags]
        for header in headers(".h"):
            yield from alone(f"{name} {standard}", command, header, standard == C_STANDARDS[0])
        for header, way in itertools.product(C_USES, WAYS):
            label = f"{name} {standard} {' '.join(way)} {header} in use"
            yield label, [*command, *way, "-c"], include(f"{header}+use_all.h")
    for standard in CXX_STANDARDS:
        command = [cxx, "-x", "c++", f"-std={standard}", *cxx_flags]
        for header in headers(".h", ".hpp"):
            yield from alone(f"{name} {standard}", command, header, standard == CXX_STANDARDS[0])
        for header, way in itertools.product(CXX_USES, WAYS):
            label = f"{name} {standard} {' '.join(way)} {header} in use"
            yield label, [*command, *way, "-c"], include(f"{header}+use_all.hpp")
        for header in C_USES:
            yield f"{name} {standard} {header} in use", [*command, "-O2", "-c"], include(f"{header}+use_all.h")
        both = include("tsrpc.h+tsrpc.hpp+use_all.h+use_all.hpp")
        yield f"{name} {standard} both single headers", [*command, "-fsyntax-only"], both


def run(job):
    """None, or what is wrong."""
    label, command, text = job
    text += "extern int not_empty;\n"  # what a header of macros would otherwise be
    with tempfile.TemporaryDirectory() as directory:
        out = f"{directory}/out.o"
        done = subprocess.run([*command, "-o", out, "-"], input=text, capture_output=True, text=True)
        if done.returncode != 0:
            return f"{label}:\n{done.stderr}"
        # Sanitizers call their library.
        if "-c" in command and not any("-fsanitize" in option for option in command):
            undefined = undefined_symbols(out)
            if undefined and not (undefined == ["memcpy"] and COPIED_BY_CALLER.match(label)):
                return f"{label}: needs to be linked with {', '.join(undefined)}"
    return None


# What gcc -Os for PowerPC calls of its own library in any code: to restore registers, and to shift 64 bits.
OF_THE_COMPILER = re.compile(r"_(rest|save)gpr_\d+(_x)?|__(ashl|ashr|lshr)di3")
# Where clang 19 copies the five words that use_all.h passes by value by memcpy: in the caller's code, not in ours.
COPIED_BY_CALLER = re.compile(r"clang-19-aarch64-bare c\d\w -O0 ")


def undefined_symbols(path):
    """Of an object file, for any target."""
    listing = subprocess.run(["nm", "--undefined-only", path], capture_output=True, text=True, check=True).stdout
    symbols = set(re.findall(r"\S+$", listing, re.MULTILINE))
    return sorted(symbol for symbol in symbols if not OF_THE_COMPILER.fullmatch(symbol))


def foreign_names(compiler, language, header):
    """Macros and symbols of a single header that do not say whose they are."""
    def macros(text):
        done = subprocess.run([compiler, "-x", language, *INCLUDES, "-dM", "-E", "-"], input=text, capture_output=True,
                              text=True, check=True)
        return set(re.findall(r"^#define (\w+)", done.stdout, re.MULTILINE))

    standard = "#include <stdint.h>\n#include <stddef.h>\n"
    names = {n for n in macros(standard + include(header)) - macros(standard) if not n.startswith("TSRPC_")}
    use = "use_all.hpp" if header.endswith(".hpp") else "use_all.h"
    with tempfile.NamedTemporaryFile(suffix=".o") as out:
        subprocess.run([compiler, "-x", language, *INCLUDES, f"-I{HERE}", "-O0", "-c", "-o", out.name, "-"],
                       input=include(f"{header}+{use}"), text=True, check=True)
        symbols = subprocess.run(["nm", "--defined-only", "--extern-only", out.name], capture_output=True, text=True, check=True).stdout
    return names | {n for n in re.findall(r"\S+$", symbols, re.MULTILINE) if "tsrpc" not in n and "use_all" not in n}


def main(names):
    unknown = [name for name in names if name not in COMPILERS]
    if unknown:
        raise SystemExit(f"compile_matrix.py: {unknown[0]}: expected one of {', '.join(COMPILERS)}")
    names = names or list(COMPILERS)
    everything = [job for name in names for job in jobs(name)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        problems = [problem for problem in pool.map(run, everything) if problem]
    for compiler, language, header in (("gcc", "c", "tsrpc.h"), ("g++", "c++", "tsrpc.hpp")):
        if foreign := foreign_names(compiler, language, header):
            problems.append(f"{header}: names outside tsrpc: {', '.join(sorted(foreign))}")
    for problem in problems:
        print(problem)
    print(f"{len(everything)} compilations, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
