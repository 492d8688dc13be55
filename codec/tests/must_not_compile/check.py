#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Compiles every file of this folder: with GOOD defined it must pass, without it must fail as the file expects.

usage: check.py COMPILER...

A file's line "// expect: REGEX" is what the first error, or a note of it, says; "// options: OPTIONS" are more options.
The message is what a user sees, so it must be short: at most 3 errors, and 12 lines of errors and notes. A file in C is
compiled by the C compiler of the same version.
"""
import pathlib
import re
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent.parent
MAX_ERRORS, MAX_LINES = 3, 12


def compile_file(compiler, path, *options):
    """The exit status and the diagnostics."""
    language = [compiler.replace("++", "cc" if compiler.startswith("g") else ""), "-std=c11"]
    command = language if path.suffix == ".c" else [compiler, "-std=c++17"]
    command += ["-Wall", "-Wextra", "-Wconversion", "-Wsign-conversion", "-Werror", "-Wno-unused"]
    command += ["-Wunused-result"]  # which -Wno-unused would turn off
    if found := re.search(r"^// options: (.*)$", path.read_text(), re.MULTILINE):
        options = (*found[1].split(), *options)
    command += [f"-I{ROOT}/abi/include", f"-I{ROOT}/codec/include", *options, "-c", "-o", "/dev/null", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, env={"LC_ALL": "C", "PATH": "/usr/bin:/bin"})
    return done.returncode, done.stderr


def problems(compiler, path):
    status, output = compile_file(compiler, path, "-DGOOD")
    if status != 0:
        yield f"does not compile with GOOD defined:\n{output}"
    status, output = compile_file(compiler, path)
    if status == 0:
        yield "compiles"
        return
    diagnostics = [line for line in output.splitlines() if re.search(r"\b(error|note):", line)]
    errors = [line for line in diagnostics if "error:" in line and "being treated as errors" not in line]
    expected = re.search(r"^// expect: (.*)$", path.read_text(), re.MULTILINE)[1]
    if not any(re.search(expected, line) for line in diagnostics):
        yield f"does not say /{expected}/:\n{output}"
    if len(errors) > MAX_ERRORS or len(diagnostics) > MAX_LINES:
        yield f"says too much, {len(errors)} errors in {len(diagnostics)} lines:\n{output}"


def main(compilers):
    if not compilers:
        raise SystemExit(__doc__)
    paths = sorted(HERE.glob("*.c*"))
    failures = 0
    for compiler in compilers:
        for path in paths:
            for problem in problems(compiler, path):
                print(f"{compiler}: {path.name}: {problem}")
                failures += 1
    print(f"{len(paths)} files, {len(compilers)} compilers, {failures} problems")
    return 1 if failures or not paths else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
