#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Counts the instructions of each operation on each message, by the codec and by hand.

usage: instructions.py [CONFIGURATION...]

Without operands every configuration: each compiler, each target, -O2 and -Os. Exit status 1 if an operation of the C++
codec takes more instructions than by hand where EXCEPTIONS does not say so, if the C codec's take more in total, or if
one contains a call.
"""
import pathlib
import re
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).parent.parent.parent
FLAGS = ["-ffreestanding", "-fno-exceptions", "-fno-asynchronous-unwind-tables"]
CXX = ["-std=c++17", "-fno-rtti", ROOT / "codec/bench/functions.cc"]
C = ["-std=c11", ROOT / "codec/bench/functions.c"]
STRICT = ["-mgeneral-regs-only", "-mstrict-align"]
BARE = ["--target=aarch64-none-elf"]
# Compiler (for C++ files as well), flags of the target, objdump.
TARGETS = {
    "gcc 12 x86-64": ("gcc-12", [], "objdump"),
    "clang 14 x86-64": ("clang-14", [], "objdump"),
    "clang 19 x86-64": ("clang-19", [], "objdump"),
    "gcc 12 aarch64": ("aarch64-linux-gnu-gcc-12", [], "aarch64-linux-gnu-objdump"),
    "gcc 12 aarch64 strict": ("aarch64-linux-gnu-gcc-12", STRICT, "aarch64-linux-gnu-objdump"),
    "clang 14 aarch64": ("clang-14", BARE, "aarch64-linux-gnu-objdump"),
    "clang 14 aarch64 strict": ("clang-14", BARE + STRICT, "aarch64-linux-gnu-objdump"),
    "clang 19 aarch64": ("clang-19", BARE, "aarch64-linux-gnu-objdump"),
    "clang 19 aarch64 strict": ("clang-19", BARE + STRICT, "aarch64-linux-gnu-objdump"),
    "gcc 12 Arm": ("arm-none-eabi-gcc", ["-mcpu=cortex-m33", "-mthumb"], "arm-none-eabi-objdump"),
}
CONFIGURATIONS = {f"{name} {level}": (*target, level) for name, target in TARGETS.items() for level in ("-O2", "-Os")}
OPERATIONS = ("pack", "strict", "lenient", "check")
# Of instructions, or of relocations: a jump to a function elsewhere is a call too. Not one to a function of the same
# text, which gcc leaves of two.
CALLS = re.compile(r"(callq?|blx?|blr)\b|R_\w+ (?!\.|\w+_by_c\b)")
PADDING = re.compile(r"nop\w*|xchg|data16|cs|udf")

# Where the codec may take more: why, and the operations with how many more, by configuration.
EXCEPTIONS = {
    "Between test and use the codec holds a message in registers of the CPU, and the compiler copies the UUID from two of"
    " them. By hand the copy is one from memory to memory, through a vector register.": {
        "gcc 12 x86-64 -Os": {"service_info_request_strict": 2, "service_info_request_lenient": 2},
        "clang 14 aarch64 -O2": {"service_info_request_strict": 1, "service_info_request_lenient": 1},
        "clang 14 aarch64 -Os": {"service_info_request_strict": 1, "service_info_request_lenient": 1},
    },
    "gcc 12 -Os copies 16 bytes by a call of memcpy under -mstrict-align, and has no macro that tells. So the codec"
    " copies a UUID word by word wherever gcc optimises aarch64 for size.": {
        "gcc 12 aarch64 -Os": {"service_info_request_pack": 2},
    },
    "The codec's message is complete before it is assigned, so all registers are read before the first field is"
    " written. By hand each field is written before the next is read, for which fewer of this CPU's registers do; the"
    " codec's function saves one.": {
        "gcc 12 Arm -O2": {
            "service_call_request_strict": 2,
            "service_call_response_strict": 2,
            "service_call_response_lenient": 2,
        },
        "gcc 12 Arm -Os": {"retrieve_mem_request_strict": 2, "retrieve_mem_request_lenient": 2},
    },
    "clang makes one store of the message's two fields, and joins them with a shift for it.": {
        "clang 14 x86-64 -O2": {"service_info_response_strict": 1, "service_info_response_lenient": 2},
        "clang 14 x86-64 -Os": {"service_info_response_strict": 1, "service_info_response_lenient": 2},
        "clang 19 x86-64 -O2": {"service_info_response_strict": 1, "service_info_response_lenient": 2},
        "clang 19 x86-64 -Os": {"service_info_response_strict": 2, "service_info_response_lenient": 2},
    },
}


def functions(source, compiler, flags, objdump, level):
    """The instructions of every function of CXX or C, by name."""
    includes = [f"-I{ROOT}/abi/include", f"-I{ROOT}/codec/include"]
    with tempfile.NamedTemporaryFile(suffix=".o") as out:
        subprocess.run([compiler, *FLAGS, *flags, level, *includes, "-c", "-o", out.name, *source], check=True)
        return functions_in(out.name, objdump)


def functions_in(path, objdump):
    """The instructions of every function of an object file, by name."""
    listing = subprocess.run([objdump, "-dr", "--no-show-raw-insn", path], capture_output=True, text=True,
                             check=True).stdout
    result, current = {}, []
    for line in listing.splitlines():
        if label := re.match(r"[0-9a-f]+ <(\w+)>:$", line):
            current = result.setdefault(label[1], [])
        elif instruction := re.match(r"\s+[0-9a-f]+:\s+(.*)$", line):
            current.append(re.sub(r"\s+", " ", instruction[1]))
    for instructions in result.values():
        while instructions and PADDING.match(instructions[-1]):
            instructions.pop()  # between functions
    return result


def count(instructions):
    return sum(not instruction.startswith("R_") for instruction in instructions)


def allowance(configuration, operation):
    """How many instructions more than by hand the codec may take."""
    return sum(where.get(configuration, {}).get(operation, 0) for where in EXCEPTIONS.values())


def measure(configuration):
    """{operation: instructions of (C++ codec, code by hand, C codec or None)}"""
    found = {**functions(CXX, *CONFIGURATIONS[configuration]), **functions(C, *CONFIGURATIONS[configuration])}
    operations = [name.removesuffix("_by_codec") for name in found if name.endswith("_by_codec")]
    return {name: (found[name + "_by_codec"], found[name + "_by_hand"], found.get(name + "_by_c"))
            for name in sorted(operations)}


def c_totals(measured):
    """How many instructions the C codec takes, and the code by hand for the same."""
    pairs = [(count(c), count(hand)) for _, hand, c in measured.values() if c]
    return tuple(map(sum, zip(*pairs)))


def side_by_side(ours, theirs):
    return "\n".join(["  by codec:", *("    " + i for i in ours), "  by hand:", *("    " + i for i in theirs)])


def problems(configuration, measured):
    """What is not as it must be, a text each."""
    for operation, (ours, theirs, in_c) in measured.items():
        more, allowed = count(ours) - count(theirs), allowance(configuration, operation)
        name = f"{configuration}: {operation}: {count(ours)} instructions, {count(theirs)} by hand"
        if any(CALLS.match(instruction) for instruction in ours):
            yield f"{name}: contains a call\n{side_by_side(ours, theirs)}"
        elif in_c and any(CALLS.match(instruction) for instruction in in_c):
            yield f"{configuration}: {operation} in C contains a call\n{side_by_side(in_c, theirs)}"
        elif more > allowed:
            yield f"{name}\n{side_by_side(ours, theirs)}"
        elif more < allowed != 0:
            yield f"{name}: EXCEPTIONS says {allowed} more"
    in_c, theirs = c_totals(measured)
    if in_c > theirs:
        yield f"{configuration}: {in_c} instructions in C, {theirs} by hand"
    if len(measured) != 10 * len(OPERATIONS):
        yield f"{configuration}: {len(measured)} functions, expected {10 * len(OPERATIONS)}"


def measure_all(names=()):
    """{configuration: measure(configuration)}, and all problems."""
    measured = {name: measure(name) for name in names or CONFIGURATIONS}
    return measured, [problem for name, rows in measured.items() for problem in problems(name, rows)]


def main(names):
    unknown = [name for name in names if name not in CONFIGURATIONS]
    if unknown:
        raise SystemExit(f"instructions.py: {unknown[0]}: expected one of {', '.join(CONFIGURATIONS)}")
    measured, found = measure_all(names)
    for problem in found:
        print(problem, file=sys.stderr)
    print(f"{sum(map(len, measured.values()))} functions in {len(measured)} configurations, {len(found)} problems")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
