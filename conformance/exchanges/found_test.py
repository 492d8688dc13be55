#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Counts the planted defects that scripts of exchanges find: found_test.py KIND PROGRAM NAMES SCRIPTS PAGE

KIND is SPs or callers. PROGRAM drives the implementation that TSRPC_DEFECT or TSRPC_VARIANT names with SCRIPTS; NAMES prints the names. Fails if
a conforming variant is blamed, or if the page does not state the number.
"""

import os
import pathlib
import subprocess
import sys


def run(program, scripts, choice, needs=()):
    """Whether all is as it should be, and the last line."""
    try:
        done = subprocess.run([program, scripts, *needs], env={**os.environ, **choice}, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, timeout=300, check=False)
    except subprocess.TimeoutExpired:
        return False, "hangs"
    lines = done.stdout.decode(errors="replace").splitlines()
    last = lines[-1] if lines else f"exit status {done.returncode}"
    breaks_a_should = " break a SHOULD" in last and " 0 answers break" not in last
    all_well = not last.startswith("0 ") and " 0 failed," in last
    return all_well and (bool(needs) or not breaks_a_should), last


def main(kind, program, names, scripts, page):
    lines = subprocess.run([names, kind], stdout=subprocess.PIPE, text=True, check=True).stdout.splitlines()
    chosen = [line.split("\t") for line in lines]
    missed = [name for what, name, *_ in chosen if what == "defect" and run(program, scripts, {"TSRPC_DEFECT": name})[0]]
    defects = sum(what == "defect" for what, *_ in chosen)
    sentence = f"{defects - len(missed)} of the {defects} defects that are planted in {kind}"
    print("\n".join(f"not found: {name}" for name in missed))
    print(sentence)
    failed = sentence not in " ".join(pathlib.Path(page).read_text(encoding="utf-8").split())
    if failed:
        print(f"{page} states another number", file=sys.stderr)
    for what, name, *needs in chosen:
        if what == "variant":
            conforms, last = run(program, scripts, {"TSRPC_VARIANT": name}, needs)
            if not conforms:
                failed = True
                print(f"{name} conforms: {last}", file=sys.stderr)
    sane, last = run(program, scripts, {})
    if not sane:
        failed = True
        print(f"the reference conforms: {last}", file=sys.stderr)
    return failed


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
