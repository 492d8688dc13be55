# SPDX-License-Identifier: BSD-3-Clause
"""What the checkers of both files of exchanges have in common: the file around the scripts."""

import argparse
import collections
import pathlib
import sys

from schema import load, schema_errors

HERE = pathlib.Path(__file__).parent


def word(text):
    return int(text, 16)


def file_problems(document):
    """(id or nothing, what is wrong) with counts, ids, flags and notes."""
    scripts = document["scripts"]
    if document["number_of_scripts"] != len(scripts):
        yield None, f"number_of_scripts is {document['number_of_scripts']}, but there are {len(scripts)}"
    ids = collections.Counter(script["id"] for script in scripts)
    yield from ((name, f"the id is used {count} times") for name, count in ids.items() if count > 1)
    used = {flag for script in scripts for flag in script["flags"]}
    yield from ((None, f"the flag {flag} has no note") for flag in sorted(used - document["notes"].keys()))
    yield from ((None, f"no script has the flag {flag}, which has a note") for flag in document["notes"].keys() - used)


def main(doc, name, schema, problems, as_text):
    """Checks the file of that name, or the one that the command line names, and the lines of text beside it."""
    parser = argparse.ArgumentParser(description=doc, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=pathlib.Path, default=HERE / name, metavar="FILE",
                        help=f"default: {name} beside this program")
    path = parser.parse_args().file
    document, rules = load(path), load(HERE / schema)
    wrong = [(None, error) for error in schema_errors(document, rules, rules)]
    if not wrong:
        wrong = [*file_problems(document), *problems(document)]
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
