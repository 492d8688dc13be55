# SPDX-License-Identifier: BSD-3-Clause
"""Counts the instructions of each operation on each message by the Rust crate, beside those that clang 14 makes of the
code by hand: rustc 1.63 has the same LLVM.
"""
import pathlib
import re
import subprocess
import tempfile

import instructions

ROOT = instructions.ROOT
# Debian's core for aarch64, which Bazel fetches. Where it starts tests and programs, this is the folder beside.
ARM64 = pathlib.Path.cwd().parent / "rust_arm64/usr"
# Debian's, which has this core: another rustc may come first on the path.
RUSTC = ["/usr/bin/rustc", "--edition", "2021", "-D", "warnings", "-C", "panic=abort", "--crate-type", "rlib"]
# Flags of the target, objdump, and the target's name where clang 14 compiles for it.
TARGETS = {
    "rustc 1.63 x86-64": (["--target", "x86_64-unknown-linux-gnu"], "objdump", "clang 14 x86-64"),
    "rustc 1.63 aarch64": (["--target", "aarch64-unknown-linux-gnu", "--sysroot", ARM64], "aarch64-linux-gnu-objdump",
                           "clang 14 aarch64"),
}


def functions(flags, objdump, level):
    """The instructions of every function of functions.rs, by name."""
    with tempfile.TemporaryDirectory() as scratch:
        library, out = pathlib.Path(scratch, "libtsrpc.rlib"), pathlib.Path(scratch, "functions.o")
        command = [*RUSTC, *flags, "-C", f"opt-level={level}"]
        subprocess.run([*command, "--crate-name", "tsrpc", "-o", library, ROOT / "codec/rust/src/lib.rs"], check=True)
        subprocess.run([*command, "--emit", "obj", "--extern", f"tsrpc={library}", "-o", out,
                        ROOT / "codec/bench/functions.rs"], check=True)
        result = instructions.functions_in(out, objdump)
        symbols = subprocess.run([objdump, "-t", out], capture_output=True, text=True, check=True).stdout
    # LLVM makes one function with two names of two that are equal, and objdump shows one of them.
    places = {name: place for place, name in re.findall(r"^(\w+ .* \.text\S*)\t\w+ (\w+)$", symbols, re.MULTILINE)}
    shown = {places[name]: found for name, found in result.items()}
    return {name: shown[place] for name, place in places.items()}


def measure_all(measured):
    """{configuration: {operation: instructions of (crate, code by hand)}}, and what is not as it must be. `measured` is
    what instructions.measure_all made of clang 14's configurations.
    """
    result, problems = {}, []
    for target, (flags, objdump, by_clang) in TARGETS.items():
        for level in "2", "s":
            by_hand = measured[f"{by_clang} -O{level}"]
            rows = result[f"{target} -O{level}"] = {
                name.removesuffix("_by_rust"): (ours, by_hand[name.removesuffix("_by_rust")][1])
                for name, ours in functions(flags, objdump, level).items() if name.endswith("_by_rust")}
            problems += [f"{target} -O{level}: {name} contains a call" for name, (ours, _) in rows.items()
                         if any(instructions.CALLS.match(instruction) for instruction in ours)]
            if rows.keys() != by_hand.keys():
                problems.append(f"{target} -O{level}: {len(rows)} functions, expected {len(by_hand)}")
    return result, problems
