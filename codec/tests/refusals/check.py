#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Holds the first error that a compiler prints to a sentence that says what the codec wants.

usage: check.py COMPILER...

Of a C++ compiler each: it refuses a language before C++17 or C11, macros that say another compiler, and two versions in one
file, in each order and as each header. It takes one version twice.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parent.parent.parent.parent
SINGLE = ROOT / "codec/single_include"
INCLUDES = [f"-I{ROOT}/abi/include", f"-I{ROOT}/codec/include", f"-I{SINGLE}"]
CXX = ("tsrpc.hpp", "tsrpc/codec.hpp", "tsrpc/layout.hpp", "tsrpc/names.hpp")
C = ("tsrpc.h", "tsrpc/codec.h")
OTHER_COMPILER = ["-U__GNUC__", "-U__clang__"]
TOO_OLD = r"tsrpc needs C\+\+17 or later"
TOO_OLD_C = r"tsrpc needs C11 or later"
FOREIGN = r"tsrpc needs gcc or clang"
TWO_VERSIONS = r"this file has already included another version of tsrpc"


def cases(other):
    """Headers in the order of inclusion, options, and the sentence; None if it compiles. `other`: of another version."""
    for header in CXX:
        yield [header], ["-std=c++14"], TOO_OLD
        yield [header], ["-std=c++17", *OTHER_COMPILER], FOREIGN
        yield [header, header], ["-std=c++17"], None
    for header in C:
        for standard in ("-std=c++11", "-std=c++14", "-std=c++17"):
            yield [header, header], [standard], None
        yield [header], ["-x", "c", "-std=c11", *OTHER_COMPILER], FOREIGN
        yield [header], ["-x", "c", "-std=c99"], TOO_OLD_C
        yield [header, header], ["-x", "c", "-std=c11"], None
    for first in ("tsrpc.h", "tsrpc.hpp"):
        for second in ("tsrpc.h", "tsrpc.hpp", "tsrpc/codec.hpp", "tsrpc/codec.h"):
            yield [other / first, second], ["-std=c++17"], TWO_VERSIONS
    for header in (*CXX[:2], *C):
        for second in ("tsrpc.h", "tsrpc.hpp"):
            yield [header, other / second], ["-std=c++17"], TWO_VERSIONS
    yield ["tsrpc.h", other / "tsrpc.h"], ["-x", "c", "-std=c11"], TWO_VERSIONS
    yield [other / "tsrpc.h", "tsrpc.h"], ["-x", "c", "-std=c11"], TWO_VERSIONS
    yield ["tsrpc.h", "tsrpc.hpp", "tsrpc/codec.hpp", "tsrpc/codec.h"], ["-std=c++17"], None


def write_other_version(directory):
    """The single files as those of another version: its macros and its namespace."""
    for path in SINGLE.iterdir():
        text, count = re.subn(r"(TSRPC_VERSION_MINOR (?:!= )?)\d+", lambda found: found[1] + "99", path.read_text())
        if count != 2:
            raise SystemExit(f"check.py: {path.name}: the minor version is named {count} times, expected twice")
        (directory / path.name).write_text(re.sub(r"\bv\d+_\d+_\d+\b", "v0_99_0", text))


def problem(compiler, headers, options, sentence):
    """None, or what is wrong."""
    command = [compiler, "-x", "c++", *options, "-Wall", "-Wextra", "-Werror", *INCLUDES, "-fsyntax-only", "-"]
    text = "".join(f'#include "{header}"\n' for header in headers)
    done = subprocess.run(command, input=text, capture_output=True, text=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    what = f"{compiler} {' '.join(options)} {', '.join(str(header) for header in headers)}"
    if sentence is None:
        return None if done.returncode == 0 else f"{what}: does not compile:\n{done.stderr}"
    errors = [line for line in done.stderr.splitlines() if re.search(r"\berror:", line)]
    if done.returncode == 0 or not errors:
        return f"{what}: compiles"
    return None if re.search(sentence, errors[0]) else f"{what}: does not first say /{sentence}/:\n{errors[0]}"


def main(compilers):
    if not compilers:
        raise SystemExit(__doc__)
    with tempfile.TemporaryDirectory() as directory:
        write_other_version(pathlib.Path(directory))
        tried = [(compiler, *case) for compiler in compilers for case in cases(pathlib.Path(directory))]
        problems = [found for case in tried if (found := problem(*case))]
    for found in problems:
        print(found)
    print(f"{len(tried)} compilations, {len(problems)} problems")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
