#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Writes the single-file headers in codec/single_include from the headers of abi and codec.

usage: codec/amalgamate.py [--check]

--check writes nothing and exits with status 1 if a file is not what it would write. lighten.py makes the C++ file one
that compilers parse fast. Needs g++.
"""
import os
import pathlib
import re
import sys

# From beside this file, even where that is a link to it; and no files of Python's beside the sources.
sys.path.insert(0, os.path.dirname(__file__))
sys.dont_write_bytecode = True
import lighten

ROOT = pathlib.Path(__file__).parent.parent
INCLUDE_DIRS = (ROOT / "abi/include", ROOT / "codec/include")
SYSTEM_HEADERS = ("<stddef.h>", "<stdint.h>")  # all that the codec may use
C_TYPES = "tsrpc/codec/compiler.h"  # includes them for C, or what Linux has in their place
OUTPUTS = {
    "tsrpc.h": ("tsrpc/version.h", "tsrpc/codec.h", "tsrpc/names.h"),
    "tsrpc.hpp": ("tsrpc/version.h", "tsrpc/names.hpp", "tsrpc/codec.hpp"),
}

INTRODUCTION = """\
/* SPDX-License-Identifier: BSD-3-Clause */
/*
 * The TS-RPC codec of the project tsrpc, version {version}, in one file: {contents}.
 * The project's codec/amalgamate.py made it from these headers; do not edit. Its docs/vendoring.md shows how to use it.
 *
{license}
 */
/* clang-format off */
"""


def read(name):
    for directory in INCLUDE_DIRS:
        if (directory / name).exists():
            return (directory / name).read_text()
    raise SystemExit(f"amalgamate.py: {name}: in none of {', '.join(map(str, INCLUDE_DIRS))}")


def version():
    numbers = re.findall(r"#define TSRPC_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", read("tsrpc/version.h"))
    if len(numbers) != 3:
        raise SystemExit("amalgamate.py: tsrpc/version.h: expected three version macros")
    return numbers


def flatten(name, seen):
    """The header's lines, each header of ours in place of its first inclusion and nowhere else."""
    seen.add(name)
    text = re.sub(r"^(// SPDX.*\n(//\n)?|/\* SPDX.*\n)", "", read(name))
    text = re.sub(r"^ \*\n \* Generated from .*\n", "", text, count=1, flags=re.MULTILINE)
    for line in text.splitlines():
        include = re.fullmatch(r'#include (?:"(tsrpc/.*)"|(.*))', line)
        namespace = re.fullmatch(r"inline namespace (\w+) \{", line)
        if namespace and namespace[1] != "v" + "_".join(version()):
            raise SystemExit(f"amalgamate.py: {name}: namespace {namespace[1]} is not that of tsrpc/version.h")
        if include and include[1]:
            if include[1] not in seen:
                yield from flatten(include[1], seen)
        elif include and name != C_TYPES:
            if include[2] not in SYSTEM_HEADERS:
                raise SystemExit(f"amalgamate.py: {name}: {line}: only {' and '.join(SYSTEM_HEADERS)} may be included")
        elif "IWYU pragma" not in line:
            yield line


def amalgamate(headers):
    seen = set()
    # First what refuses other compilers, which might stumble over the C library's headers.
    lines = [*flatten("tsrpc/version.h", seen), ""]
    body = [line for header in headers if header not in seen for line in flatten(header, seen)]
    if C_TYPES not in seen:
        lines += [*(f"#include {header}" for header in SYSTEM_HEADERS), ""]
    license = "\n".join(f" * {line}".rstrip() for line in (ROOT / "LICENSE").read_text().splitlines())
    text = INTRODUCTION.format(version=".".join(version()), contents=", ".join(headers), license=license)
    text += "\n".join(lines + body) + "\n"
    return re.sub(r"\n{3,}", "\n\n", text)


def main(arguments):
    if arguments not in ([], ["--check"]):
        raise SystemExit(__doc__)
    stale = 0
    for name, headers in OUTPUTS.items():
        path = ROOT / "codec/single_include" / name
        text = amalgamate(headers)
        if name.endswith(".hpp"):
            text = lighten.lighten(text, INCLUDE_DIRS)
        if not arguments:
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            print(f"{path.relative_to(ROOT)}: not what its sources make; run codec/amalgamate.py", file=sys.stderr)
            stale = 1
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
