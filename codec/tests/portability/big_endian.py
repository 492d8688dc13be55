#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Runs both codecs over every golden vector on this machine and on a big-endian one, and compares what they make of it.

usage: big_endian.py VECTORS.json

The big-endian machine is a 32-bit PowerPC, by Debian's cross compiler and qemu-user.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent.parent
INCLUDES = [f"-I{ROOT}", f"-I{ROOT}/abi/include", f"-I{ROOT}/codec/include", f"-I{ROOT}/codec/tests"]
# Compiler prefix, what runs the program.
MACHINES = {"little": ("", []), "big": ("powerpc-linux-gnu-", ["qemu-ppc-static"])}


def frames(path):
    for vector in json.loads(pathlib.Path(path).read_text())["vectors"]:
        yield " ".join(vector["registers"] + vector.get("request", vector["registers"])) + "\n"


def run(prefix, runner, text, directory):
    compiled = [f"{directory}/{prefix}c_codec.o", f"{directory}/{prefix}dump.o"]
    for compiler, standard, source, out in (
        ("gcc", "c11", HERE.parent / "c/c_codec.c", compiled[0]),
        ("g++", "c++17", HERE / "dump.cc", compiled[1]),
    ):
        subprocess.run([prefix + compiler, f"-std={standard}", "-O2", *INCLUDES, "-c", "-o", out, str(source)], check=True)
    program = f"{directory}/{prefix}dump"
    subprocess.run([prefix + "g++", "-static", "-o", program, *compiled], check=True)
    return subprocess.run([*runner, program], input=text, capture_output=True, text=True, check=True).stdout


def main(arguments):
    if len(arguments) != 1:
        raise SystemExit(__doc__)
    text = "".join(frames(arguments[0]))
    with tempfile.TemporaryDirectory() as directory:
        outputs = {name: run(*machine, text, directory).splitlines() for name, machine in MACHINES.items()}
    little, big = outputs["little"], outputs["big"]
    different = [(a, b) for a, b in zip(little, big) if a != b]
    for a, b in different[:10]:
        print(f"little-endian: {a}\nbig-endian:    {b}\n")
    print(f"{text.count(chr(10))} frames, {len(little)} lines, {len(different)} differ")
    return 1 if different or len(little) != len(big) or not little else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
