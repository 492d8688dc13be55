#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Counts the instructions that compilers execute to parse tsrpc.hpp, part by part. A busy machine does not change them.

usage: parse_instructions.py
"""
import re
import subprocess
import sys
import tempfile

import parse_cost

# Compiler, and the most that the file may take, in million instructions more than an empty one.
COMPILERS = {"gcc 12": ("gcc-12", 53), "clang 14": ("clang-14", 60), "clang 19": ("clang-19", 61)}
COUNT = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null", "--trace-children=yes"]
EMPTY = "an empty file"


def millions(compiler, text):
    """Million instructions that the compiler executes for a C++ file."""
    with tempfile.NamedTemporaryFile("w", suffix=".cc") as source:
        source.write(text)
        source.flush()
        log = subprocess.run([*COUNT, *parse_cost.parse(compiler, "c++"), source.name], check=True,
                             stderr=subprocess.PIPE, text=True).stderr
    return sum(int(count) for count in re.findall(r"Collected : (\d+)", log)) / 1e6


def beginnings():
    """For each header that is in tsrpc.hpp, its name, and the file from its first line to the header's last."""
    lines = (parse_cost.ROOT / "codec/single_include/tsrpc.hpp").read_text().splitlines(keepends=True)
    conditions = []
    for number, line in enumerate(lines):
        if line.startswith("#if"):
            conditions.append(line.split()[-1])
        elif line.startswith("#endif"):
            conditions.pop()
        elif line.startswith("} // namespace tsrpc"):
            in_codec, name = re.fullmatch("TSRPC_(CODEC_)?(.*)_HPP", conditions[-1]).groups()
            header = ("codec/" if in_codec else "") + name.lower() + ".hpp"
            yield header, "".join(lines[: number + 1]) + "#endif\n" * len(conditions)


def measure_all():
    """Million instructions by each compiler for an empty file, and for each header more."""
    measured = {}
    for name, (compiler, _) in COMPILERS.items():
        before, measured[name] = 0, {}
        for part, text in [(EMPTY, ""), *beginnings()]:
            total = millions(compiler, text)
            measured[name][part] = total - before
            before = total
    return measured


def rows(measured, times):
    """`times`: what parse_cost.py measures."""
    columns = list(measured.values())
    yield ["", *measured]
    for part in columns[0]:
        yield [part if part == EMPTY else f"`{part}`", *(f"{column[part]:.1f}" for column in columns)]
    headers = [sum(column.values()) - column[EMPTY] for column in columns]
    yield ["all headers", *(f"{total:.1f}" for total in headers)]
    shares = [(parse_cost.AIM - 1) / (times[f"{name}, `tsrpc.hpp`"][-1] - 1) for name in measured]
    yield [f"a ratio of {parse_cost.AIM}", *(f"{total * share:.1f}" for total, share in zip(headers, shares))]


def problems():
    """What takes more than COMPILERS says."""
    *_, (_, whole) = beginnings()
    for name, (compiler, limit) in COMPILERS.items():
        more = millions(compiler, whole) - millions(compiler, "")
        if more > limit:
            yield f"{name}: tsrpc.hpp takes {more:.1f} million instructions to parse, expected at most {limit}"


if __name__ == "__main__":
    if len(sys.argv) > 1:
        raise SystemExit(__doc__)
    for row in rows(measure_all(), parse_cost.measure_all()):
        print("\t".join(row))
