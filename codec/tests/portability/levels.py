#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Links files that are compiled at -O0, -Os and -O2 to one program, and holds each to the same results.

usage: levels.py [COMPILER...]

Of two functions of one name the linker keeps the first, so each order of the three files is tried; and each program
must say what the programs of one level say, whose functions nobody replaced.
"""
import itertools
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent.parent
# C++ compiler, and what runs its programs.
COMPILERS = {"g++": [], "clang++-14": [], "clang++-19": [], "aarch64-linux-gnu-g++": ["qemu-aarch64-static"]}
LEVELS = ("o0", "os", "o2")
FLAGS = ["-std=c++17", "-fno-exceptions", "-fno-rtti", f"-I{HERE}", f"-I{ROOT}/abi/include", f"-I{ROOT}/codec/include",
         f"-I{ROOT}/codec/single_include"]


def compiled(compiler, level, name, defines, directory):
    """An object file of levels.cc, its function called `name`, at a level of optimisation."""
    out = f"{directory}/{level}-{name}{''.join(defines)}.o"
    # What use_all.hpp defines once a program; all else of it, its templates too, the files share.
    own = [f"-D{function}={function}_{name}" for function in ("everything", "is_less")]
    subprocess.run([compiler, *FLAGS, f"-O{level[1]}", f"-DLEVEL={name}", *own, *defines, "-c", "-o", out, HERE / "levels.cc"],
                   check=True)
    return out


def output(compiler, objects, directory):
    program = f"{directory}/program"
    subprocess.run([compiler, "-static", "-o", program, *objects], check=True)
    return subprocess.run([*COMPILERS[compiler], program], capture_output=True, text=True, check=False).stdout


def problems(compiler, defines):
    with tempfile.TemporaryDirectory() as directory:
        made = {(level, name): compiled(compiler, level, name, defines + (["-DMAIN"] if name == "o0" else []), directory)
                for level, name in itertools.product(LEVELS, LEVELS)}
        # Three functions of one level, then of three levels in each order.
        said = {f"all {level}": output(compiler, [made[level, name] for name in LEVELS], directory) for level in LEVELS}
        for order in itertools.permutations(LEVELS):
            said[" ".join(order)] = output(compiler, [made[level, level] for level in order], directory)
    expected = said["all o0"]
    if len(set(expected.split())) != 1 or len(expected.split()) != len(LEVELS):
        yield f"{compiler} {' '.join(defines)}: at -O0: {expected.split()}"
    for what, text in said.items():
        if text != expected:
            yield f"{compiler} {' '.join(defines)}: {what}: {text.split()}, not {expected.split()}"


def main(names):
    unknown = [name for name in names if name not in COMPILERS]
    if unknown:
        raise SystemExit(f"levels.py: {unknown[0]}: expected one of {', '.join(COMPILERS)}")
    found = [problem for name in names or COMPILERS for defines in ([], ["-DSINGLE_FILE"])
             for problem in problems(name, defines)]
    for problem in found:
        print(problem)
    print(f"{len(names or COMPILERS)} compilers, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
