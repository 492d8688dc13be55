#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Runs the examples of pages: examples_test.py TSRPC PAGE...

In a block of ```console, a line that begins with "$ " is a command for bash, up to the next such line follows what it
prints. The commands of a page run in one directory, in order, with the root of the source tree in $TSRPC. How long a run
took, in its last line, may differ.
"""

import os
import pathlib
import re
import subprocess
import sys
import tempfile


def examples(page):
    """The (command, output) pairs of a page's text."""
    for block in re.findall(r"^```console\n(.*?)^```$", page, re.MULTILINE | re.DOTALL):
        for example in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = example.partition("\n")
            yield command, output


def environment(tsrpc):
    """Of this test's environment all but what Bazel says to it: a reader's tsrpc does not write this test's report."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("GTEST_", "TEST_", "XML_"))}
    path = f"{os.path.dirname(os.path.abspath(tsrpc))}:{os.environ['PATH']}"
    return {**inherited, "LC_ALL": "C", "PATH": path, "TSRPC": os.getcwd()}


def run(command, directory, env):
    """What the command prints, on either stream."""
    return subprocess.run(
        ["/bin/bash", "-c", command], cwd=directory, env=env,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    ).stdout


def without_seconds(printed):
    """The same on every machine."""
    return re.sub(r"^(.*: \d+ PASS.*) in \d+(\.\d)? s$", r"\1", printed, flags=re.MULTILINE)


def main(tsrpc, pages):
    env = environment(tsrpc)
    failures = 0
    for page in pages:
        count = 0
        with tempfile.TemporaryDirectory() as directory:
            for command, expected in examples(pathlib.Path(page).read_text()):
                count += 1
                printed = run(command, directory, env)
                if without_seconds(printed) != without_seconds(expected):
                    failures += 1
                    print(f"{page}: $ {command}\nprints\n{printed}\nthe page says\n{expected}", file=sys.stderr)
        print(f"{page}: {count} examples")
        if count == 0:
            failures += 1
            print(f"{page}: there are no examples", file=sys.stderr)
    return failures != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
