#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Measures what including a header costs: the compiler's CPU time as a multiple of that for an empty file.

usage: parse_cost.py [RUNS]

Of RUNS runs each (default 40), one file after the other, the shortest counts.
"""
import pathlib
import resource
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parent.parent.parent
STANDARD = "#include <stdint.h>\n#include <stddef.h>\n"
# What a column is for, and its source.
SOURCES = {"`<stdint.h>`, `<stddef.h>`": STANDARD, "with the codec": '#include "{header}"\n'}
# Compiler, language, header.
COMPILERS = {
    "gcc 12, `tsrpc.hpp`": ("gcc-12", "c++", "tsrpc.hpp"),
    "clang 14, `tsrpc.hpp`": ("clang-14", "c++", "tsrpc.hpp"),
    "clang 19, `tsrpc.hpp`": ("clang-19", "c++", "tsrpc.hpp"),
    "gcc 12, `tsrpc.h` as C++": ("gcc-12", "c++", "tsrpc.h"),
    "gcc 12, `tsrpc.h`": ("gcc-12", "c", "tsrpc.h"),
    "clang 14, `tsrpc.h`": ("clang-14", "c", "tsrpc.h"),
    "clang 19, `tsrpc.h`": ("clang-19", "c", "tsrpc.h"),
}
# The most that tsrpc.hpp should take.
AIM = 1.6
STANDARDS = {"c": "-std=c11", "c++": "-std=c++17"}


def cpu_time(command):
    """Seconds that the command and what it starts take."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def fastest(commands, runs):
    """The shortest time of each command, all of them in turn so that a busy machine slows them alike."""
    times = [[cpu_time(command) for command in commands] for _ in range(runs)]
    return [min(column) for column in zip(*times)]


def parse(compiler, language):
    """The command that parses a file, but for the file."""
    return [compiler, STANDARDS[language], "-fsyntax-only", "-x", language]


def ratios(compiler, language, header, runs):
    """The cost of each of SOURCES."""
    command = [*parse(compiler, language), f"-I{ROOT}/codec/single_include"]
    with tempfile.TemporaryDirectory() as directory:
        paths = [pathlib.Path(directory, str(number)) for number in range(1 + len(SOURCES))]
        for path, text in zip(paths, ("", *SOURCES.values())):
            path.write_text(text.format(header=header))
        empty, *others = fastest([[*command, path] for path in paths], runs)
    return [time / empty for time in others]


def measure_all(runs=40):
    """The ratios of all COMPILERS."""
    return {name: ratios(*compiler, runs) for name, compiler in COMPILERS.items()}


def rows(measured):
    yield ["compiler, header", *SOURCES]
    for name, costs in measured.items():
        yield [name, *(f"{ratio:.2f}" for ratio in costs)]


if __name__ == "__main__":
    if len(sys.argv) > 2 or not all(number.isdecimal() and int(number) > 0 for number in sys.argv[1:]):
        raise SystemExit(f"parse_cost.py: {' '.join(sys.argv[1:])}: expected a number of runs, 1 or more")
    for row in rows(measure_all(*map(int, sys.argv[1:]))):
        print("\t".join(row))
