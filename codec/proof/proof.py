#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Proves the codec equal to the ABI's tables, for all inputs, from clang's IR or from machine code. See docs/proof.md.

usage: proof.py [--quick] BUILD...

--quick: packing and unpacking alone. Exit status 0: all is proved; 1: a defect, with a frame that shows it; 2: the tool
cannot tell.
"""
import sys
import time

import abi_table
from builds import BUILDS, check_table, module
from ir import ToolError
from prove import prove_all

QUICK = ("pack", "strict", "lenient")
ALL = QUICK + ("check", "inspect", "uuid")


def main(arguments):
    groups = QUICK if "--quick" in arguments else ALL
    names = [name for name in arguments if name != "--quick"]
    if not names or set(names) - set(BUILDS):
        raise SystemExit(f"{__doc__}\nBUILD: {', '.join(BUILDS)}")
    defects = 0
    try:
        for problem in check_table(abi_table.lines()):
            print(problem)
            defects += 1
        for name in names:
            started = time.process_time()
            print(f"{name}: {BUILDS[name].compiler} {' '.join(BUILDS[name].flags)}", flush=True)
            cases, conditions, found = prove_all(module(BUILDS[name]), BUILDS[name].language, groups)
            defects += len(found)
            print(f"{name}: {cases} cases, {conditions} conditions shown impossible, {len(found)} defects,"
                  f" {time.process_time() - started:.1f} s of CPU", flush=True)
    except ToolError as error:
        print(f"proof.py: cannot tell: {error}", file=sys.stderr)
        return 2
    except Exception as error:  # a defect of this program is none of the codec's
        print(f"proof.py: cannot tell: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    return 1 if defects else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
