#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Measures an endpoint at -O0, and inspection: bytes of code, of stack and of tables, on aarch64.

usage: other_builds.py

Exit status 1 if one takes more than LIMITS say.
"""
import sys

import instructions
from stack import Object

BENCH = instructions.ROOT / "codec/bench"
FLAGS = [*instructions.FLAGS, f"-I{instructions.ROOT}/abi/include", f"-I{instructions.ROOT}/codec/include"]
CXX = ["-std=c++17", "-fno-rtti"]
SINGLE_FILE = ["-DSINGLE_FILE", f"-I{instructions.ROOT}/codec/single_include"]
# Name, compiler (for C++ files as well), flags of the target.
COMPILERS = {
    "gcc 12": ["aarch64-linux-gnu-gcc-12"],
    "clang 14": ["clang-14", *instructions.BARE],
    "clang 19": ["clang-19", *instructions.BARE],
}
TARGETS = {"": [], " strict": instructions.STRICT, " PIC": ["-fPIC"]}
# In multiples of the code by hand, and in bytes.
MAX_CODE, MAX_STACK, MAX_INSPECTION, MAX_TABLES = 4, 3, 256, 900
INSPECTIONS = ("request_is_valid", "response_is_valid", "broken_bits")
SOURCES = {
    "codec.hpp": [*CXX, BENCH / "inspect.cc"],
    "tsrpc.hpp": [*CXX, *SINGLE_FILE, BENCH / "inspect.cc"],
    "codec.h": ["-std=c11", BENCH / "inspect.c"],
}


def endpoints():
    """A table's rows for -O0, and problems."""
    rows, problems = [["-O0", "code", "in C", "by hand", "stack", "in C", "by hand"]], []
    for name, compiler in COMPILERS.items():
        ours = Object([*compiler, *CXX, *FLAGS, "-O0", BENCH / "front_door.cc"])
        in_c = Object([*compiler, "-std=c11", *FLAGS, "-O0", BENCH / "front_door.c"])
        (code, by_hand), (stack, stack_by_hand) = (
            [measure(f"endpoint_by_{who}") for who in ("codec", "hand")] for measure in (ours.code, ours.stack))
        code_in_c, stack_in_c = in_c.code("endpoint_by_c"), in_c.stack("endpoint_by_c")
        rows.append([f"{name} aarch64", code, code_in_c, by_hand, stack, stack_in_c, stack_by_hand])
        if max(code, code_in_c) > MAX_CODE * by_hand or max(stack, stack_in_c) > MAX_STACK * stack_by_hand:
            problems.append(f"{name} -O0: an endpoint has {code} bytes of code and {stack} of stack, in C {code_in_c}"
                            f" and {stack_in_c}, by hand {by_hand} and {stack_by_hand}")
    return rows, problems


def inspections():
    """The same for inspection: the most of all levels and targets."""
    rows, problems = [["", "stack", "tables", "relocations"]], []
    for name, compiler in COMPILERS.items():
        for header, source in SOURCES.items():
            made = [Object([*compiler, *FLAGS, *target, level, *source])
                    for target in TARGETS.values() for level in ("-O2", "-Os")]
            stack = max(build.stack(function) for build in made for function in INSPECTIONS
                        if function in build.bytes)
            tables = max(build.tables()[0] for build in made)
            relocations = max(build.tables()[1] for build in made)
            rows.append([f"{name} aarch64, `{header}`", stack, tables, relocations])
            if stack > MAX_INSPECTION or tables > MAX_TABLES or relocations > 0:
                problems.append(f"{name}: inspection by {header}: {stack} bytes of stack, {tables} of tables,"
                                f" {relocations} relocations")
    return rows, problems


def main():
    (_, first), (_, second) = measured = endpoints(), inspections()
    for rows, _ in measured:
        for row in rows:
            print(*row, sep="\t")
    for problem in first + second:
        print(problem, file=sys.stderr)
    return 1 if first + second else 0


if __name__ == "__main__":
    sys.exit(main())
