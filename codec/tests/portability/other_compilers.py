#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Runs both codecs over every golden vector as gcc 12 builds them, which the other tests judge, and as compilers build
them by which no other test runs the codec. Compares what they make of it.

usage: other_compilers.py VECTORS.json

These are gcc 11, and gcc 12 for a big-endian machine: 32-bit PowerPC, under qemu-user.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent.parent
INCLUDES = [f"-I{ROOT}", f"-I{ROOT}/abi/include", f"-I{ROOT}/codec/include", f"-I{ROOT}/codec/tests"]
# gcc, g++, what runs the program.
GCC_12 = ("gcc", "g++", [])
OTHERS = {
    "gcc 11": ("gcc-11", "g++-11", []),
    "big-endian": ("powerpc-linux-gnu-gcc", "powerpc-linux-gnu-g++", ["qemu-ppc-static"]),
}


def frames(path):
    for vector in json.loads(pathlib.Path(path).read_text())["vectors"]:
        yield " ".join(vector["registers"] + vector.get("request", vector["registers"])) + "\n"


def run(gcc, gxx, runner, text):
    """The lines that dump.cc prints for the frames."""
    with tempfile.TemporaryDirectory() as directory:
        compiled = [f"{directory}/c_codec.o", f"{directory}/dump.o"]
        for compiler, standard, source, out in (
            (gcc, "c11", HERE.parent / "c/c_codec.c", compiled[0]),
            (gxx, "c++17", HERE / "dump.cc", compiled[1]),
        ):
            subprocess.run([compiler, f"-std={standard}", "-O2", *INCLUDES, "-c", "-o", out, source], check=True)
        program = f"{directory}/dump"
        subprocess.run([gxx, "-static", "-o", program, *compiled], check=True)
        return subprocess.run([*runner, program], input=text, capture_output=True, text=True,
                              check=True).stdout.splitlines()


def main(arguments):
    if len(arguments) != 1:
        raise SystemExit(__doc__)
    text = "".join(frames(arguments[0]))
    expected = run(*GCC_12, text)
    failed = not expected
    for name, compiler in OTHERS.items():
        lines = run(*compiler, text)
        different = [pair for pair in zip(expected, lines) if pair[0] != pair[1]]
        for ours, theirs in different[:10]:
            print(f"gcc 12: {ours}\n{name}: {theirs}\n")
        print(f"{name}: {text.count(chr(10))} frames, {len(lines)} lines of {len(expected)}, {len(different)} differ")
        failed = failed or different or len(lines) != len(expected)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
