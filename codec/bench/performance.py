#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Measures everything that docs/performance.md says.

usage: performance.py TIMES          writes the page; TIMES is the Google Benchmark program
       performance.py --check PAGE   only counts instructions; exit status 1 if there are too many, or if the page says
                                     something else
"""
import json
import os
import pathlib
import subprocess
import sys
import textwrap

# From beside this file, even where that is a link to it; and no files of Python's beside the sources.
sys.path.insert(0, os.path.dirname(__file__))
sys.dont_write_bytecode = True
import front_door
import instructions
import other_builds
import parse_cost
import parse_instructions
import rust_instructions

PAGE = """\
<!-- SPDX-License-Identifier: BSD-3-Clause -->
<!-- Written by ./bazelw run --config=compilers //codec/bench:performance; do not edit. -->
# Performance

What the codec costs, beside [code by hand](../codec/bench/by_hand.hpp): plain structs, shifts and masks in the Linux
style, which [a test](../codec/bench/by_hand_test.cc) holds to the same verdicts, fields and registers. Four operations
on each of the ten messages, [compiled as functions](../codec/bench/functions.cc) that take and give the same:

| operation | is |
| --------- | -- |
| pack | a message to five registers |
| strict | five registers to a message, if no MUST is broken: reserved bits, echo, values |
| lenient | five registers to a message, whatever the reserved bits are |
| check | whether the strict form accepts: nothing but the comparison with the tables |

{instructions}
{front_door}
{other_builds}
## Times

By Google Benchmark, in one run, the shortest of {repetitions} repetitions: nanoseconds for a call by the codec / by
hand, and their ratio. Most of it is the call, and a ratio that stands out here may not in the next run: trust the
instructions. `./bazelw run //codec/bench:times` takes Google Benchmark's options.

{times}
{parsing}"""

PARSING = """\
## Including it

What the compiler's CPU time is for a file with one `#include`, as a multiple of that for an empty file. The aim is
{aim}. `tsrpc.hpp` misses it with all three compilers, g++ most. It includes nothing, its tables are packed, a number a
row, for g++ its functions are templates, and it compares enumerations as numbers, which takes clang less time.
`codec/bench/parse_cost.py` measures only this.

{ratios}
Million instructions that the compilers execute for each header in `tsrpc.hpp`, as valgrind counts them; the last row is
what all of them may take for a ratio of {aim}. For g++ tables, registers, values and messages alone take as much, without
UUIDs, unpacking, inspection and names: only a smaller interface would reach the aim. A test fails if all headers take
more than {limits}. `codec/bench/parse_instructions.py` measures only this.

{parts}"""

INSTRUCTIONS = """\
## Instructions

Of the ten messages together, by the codec / by hand, as objdump shows them. *strict* targets are compiled with
`-mgeneral-regs-only -mstrict-align`, clang's aarch64 is `aarch64-none-elf`, Arm is a Cortex-M33. None of the codec's
functions contains a call, and {equal} of {all} take no more instructions than by hand; `./bazelw test
--config=compilers //codec:portability` fails if another does. The last column is the ratio of `tsrpc.h` in strict,
lenient and check, whose test is that it is at most 1; its pack also checks the numbers that it is given. The rows of
rustc are [the Rust crate's](../codec/rust), beside what clang 14 makes of the code by hand, as both have LLVM 14.

{table}
The {more} that take more:

{exceptions}"""

FRONT_DOOR = """\
## An endpoint and an exchange

The instructions of [a whole endpoint](../codec/bench/front_door.cc), which answers any five words by `serve_lenient`,
and of an exchange by `transact`, beside the same by hand: one `switch`, one place that writes the response. What the
services and FF-A do are calls, in both. [In C](../codec/bench/front_door.c) the endpoint is `tsrpc_serve_lenient`.
[A test](../codec/bench/front_door_test.cc) holds them to the same answers. Of the endpoints for aarch64 at -Os gcc makes
260 bytes, in C 240, and by hand 264.

{table}"""

OTHER_BUILDS = """\
## Other builds

The same endpoint at -O0, with all that it calls: bytes of code, and of stack where the calls are deepest. At -O0 each
inlined function keeps its own variables on the stack, so the codec has only those functions inlined whose code becomes
smaller. A test holds both languages to {max_code} times the code by hand and {max_stack} times its stack.

{endpoints}
Inspection: bytes of stack from a function that [asks whether a frame is valid](../codec/bench/inspect.cc), the result
included, where the calls are deepest; bytes of constants; and how many of them a loader must relocate. The most of -O2
and -Os, each plain, with `-mgeneral-regs-only -mstrict-align` and with `-fPIC`. The test holds them to {max_inspection},
{max_tables} and 0.

{inspections}
`codec/bench/other_builds.py` measures only this.
"""

REPETITIONS = 200  # short ones, of which some run undisturbed


def markdown(rows):
    rows = [[str(cell) for cell in row] for row in rows]
    rows.insert(1, ["---", *["--:"] * (len(rows[0]) - 1)])
    return "".join("| " + " | ".join(row) + " |\n" for row in rows)


def instruction_table(measured, in_rust):
    rows = [["", *instructions.OPERATIONS, "ratio", "in C"]]
    for configuration, functions in {**measured, **in_rust}.items():
        cells, sums = [], [0, 0]
        for operation in instructions.OPERATIONS:
            pairs = [pair for name, pair in functions.items() if name.endswith("_" + operation)]
            both = [sum(instructions.count(pair[side]) for pair in pairs) for side in (0, 1)]
            cells.append("{} / {}".format(*both))
            sums = [total + one for total, one in zip(sums, both)]
        rows.append([configuration, *cells, f"{sums[0] / sums[1]:.2f}", ""])
        if configuration in measured:
            in_c, by_hand = instructions.c_totals(functions)
            rows[-1][-1] = f"{in_c / by_hand:.2f}"
    return markdown(rows)


def exceptions(measured):
    """Each reason, where it holds, and what one of the compilers makes of it."""
    for reason, where in instructions.EXCEPTIONS.items():
        yield textwrap.fill(reason, 120, initial_indent="- ", subsequent_indent="  ") + "\n"
        for configuration, operations in where.items():
            names = ", ".join(f"`{name}` +{more}" for name, more in operations.items())
            yield f"  - {configuration}: {names}"
        configuration, operation = next((c, o) for c, operations in where.items() for o in operations)
        listing = instructions.side_by_side(*measured[configuration][operation][:2])
        text = "\n".join("  " + line for line in listing.splitlines())
        yield f"\n  {configuration}, `{operation}`:\n\n  ```text\n{text}\n  ```\n"


def instruction_section(measured, in_rust):
    functions = [(c, name) for c, rows in measured.items() for name in rows]
    more = sum(instructions.allowance(*function) > 0 for function in functions)
    return INSTRUCTIONS.format(all=len(functions), equal=len(functions) - more, more=more,
                               table=instruction_table(measured, in_rust), exceptions="\n".join(exceptions(measured)))


def parsing_section():
    times = parse_cost.measure_all()
    limits = ", ".join(f"{limit} ({name})" for name, (_, limit) in parse_instructions.COMPILERS.items())
    return PARSING.format(aim=parse_cost.AIM, limits=limits, ratios=markdown(parse_cost.rows(times)),
                          parts=markdown(parse_instructions.rows(parse_instructions.measure_all(), times)))


def time_table(program):
    output = subprocess.run([program, "--benchmark_format=json", "--benchmark_min_time=0.001",
                             f"--benchmark_repetitions={REPETITIONS}", "--benchmark_enable_random_interleaving=true"],
                            stdout=subprocess.PIPE, check=True).stdout
    calls = {}
    for run in json.loads(output)["benchmarks"]:
        if run["run_type"] == "iteration":
            calls.setdefault(run["run_name"], []).append(1e9 / run["items_per_second"])
    rows = [["", *instructions.OPERATIONS]]
    for message in sorted({name.split("/")[0] for name in calls}):
        rows.append([f"`{message}`"])
        for operation in instructions.OPERATIONS:
            codec, hand = (min(calls[f"{message}/{operation}/{by}"]) for by in ("codec", "hand"))
            rows[-1].append(f"{codec:.2f} / {hand:.2f} = {codec / hand:.2f}")
    return markdown(rows)


def main(arguments):
    if len(arguments) not in (1, 2) or (len(arguments) == 2) != (arguments[0] == "--check"):
        raise SystemExit(__doc__)
    measured, problems = instructions.measure_all()
    in_rust, rust_problems = rust_instructions.measure_all(measured)
    problems += rust_problems
    doors, door_problems = front_door.measure_all()
    problems += door_problems
    section = instruction_section(measured, in_rust)
    door_section = FRONT_DOOR.format(table=markdown(front_door.rows(doors)))
    endpoints, endpoint_problems = other_builds.endpoints()
    inspections, inspection_problems = other_builds.inspections()
    problems += [*endpoint_problems, *inspection_problems, *parse_instructions.problems()]
    other_section = OTHER_BUILDS.format(endpoints=markdown(endpoints), inspections=markdown(inspections),
                                        max_code=other_builds.MAX_CODE, max_stack=other_builds.MAX_STACK,
                                        max_inspection=other_builds.MAX_INSPECTION, max_tables=other_builds.MAX_TABLES)
    if arguments[0] != "--check":
        text = PAGE.format(instructions=section, front_door=door_section, other_builds=other_section,
                           repetitions=REPETITIONS, times=time_table(arguments[0]), parsing=parsing_section())
        pathlib.Path(os.environ.get("BUILD_WORKSPACE_DIRECTORY", "."), "docs/performance.md").write_text(text)
    elif any(text not in pathlib.Path(arguments[1]).read_text() for text in (section, door_section, other_section)):
        problems.append(f"{arguments[1]} is not what is measured now;"
                        " ./bazelw run --config=compilers //codec/bench:performance writes it")
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
