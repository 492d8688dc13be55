# SPDX-License-Identifier: BSD-3-Clause
"""What the checkers of both files of exchanges have in common: the file around the scripts."""

import argparse
import pathlib
import sys

from schema import list_problems, load, schema_errors

HERE = pathlib.Path(__file__).parent


def word(text):
    return int(text, 16)


def main(doc, name, schema, problems, as_text):
    """Checks the file of that name, or the one that the command line names, and the lines of text beside it."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=pathlib.Path, default=HERE / name, metavar="FILE",
                        help=f"default: {name} beside this program")
    path = parser.parse_args().file
    document, rules = load(path), load(HERE / schema)
    wrong = [(None, error) for error in schema_errors(document, rules, rules)]
    if not wrong:
        wrong = [*list_problems(document, "script"), *problems(document)]
    text = path.with_suffix(".txt")
    if not wrong and text.is_file():
        lines = [line for line in text.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
        if lines != [line for script in document["scripts"] for line in as_text(script)]:
            wrong.append((None, f"{text.name} does not say the same"))
    for script, what in wrong:
        print(f"{path}: {script + ': ' if script else ''}{what}", file=sys.stderr)
    total = len(document.get("scripts", []))
    print(f"{total} scripts: {total - len({script for script, _ in wrong if script})} agree")
    sys.exit(1 if wrong else 0)
