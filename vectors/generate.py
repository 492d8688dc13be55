#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Writes the golden vectors: tsrpc-v1.json, tsrpc-v1.txt with the same a line each, and the README's index of them.

cases.py and rule_cases.py have the vectors, notes.py what their flags mean.
"""

import argparse
import collections
import json
import pathlib
import re
import sys

sys.dont_write_bytecode = True
import cases
import frames
import rule_cases
from notes import NOTES

HERE = pathlib.Path(__file__).parent
INDEX = re.compile("(?<=<!-- generate.py writes this index -->\n).*(?=<!-- end of the index -->)", re.DOTALL)
FLAT_HEAD = """\
# SPDX-License-Identifier: BSD-3-Clause
# The golden vectors of the TS-RPC register ABI, one a line: the same as tsrpc-v1.json. README.md says what they are.
# message direction valid|invalid | request W3..W7 | W3..W7 | fields | violations | id
"""


def document(vectors):
    lines = ",\n".join("    " + json.dumps(vector, ensure_ascii=False) for vector in vectors)
    notes = ",\n".join(f'    "{flag}": {json.dumps(note, ensure_ascii=False)}' for flag, note in NOTES.items())
    return ('{\n  "schema": "tsrpc-vectors.schema.json",\n  "abi_version": 1,\n'
            f'  "number_of_vectors": {len(vectors)},\n  "notes": {{\n{notes}\n  }},\n'
            f'  "vectors": [\n{lines}\n  ]\n}}\n')


def flat(vector):
    """A vector in 16 columns. A frame that answers no request given, or is one, stands in the request's place too."""
    fields = ",".join(f"{name}={value}" for name, value in vector["fields"].items())
    violations = ",".join("{rule}:{register}:{bits}".format(**violation) for violation in vector["violations"])
    return " ".join([
        vector["message"], vector["direction"], "valid" if vector["valid"] else "invalid",
        *vector.get("request", vector["registers"]), *vector["registers"], fields or "-", violations or "-",
        vector["id"]])


def index(vectors):
    """Two tables: where the vectors of each message are, and how many have each flag."""
    kinds = collections.Counter(f"{vector['message']} {vector['direction']}" for vector in vectors)
    flags = collections.Counter(flag for vector in vectors for flag in vector["flags"])
    line = document(vectors).splitlines().index('  "vectors": [') + 2
    rows = ["", "| message | direction | vectors | lines of tsrpc-v1.json |", "| ------- | --------- | ------- | --- |"]
    for kind, count in kinds.items():
        message, direction = kind.split()
        rows.append(f"| `{message}` | {direction} | {count} | {line} to {line + count - 1} |")
        line += count
    rows += ["", "| flag | kind of bug | vectors | what is special | what the bug does |",
             "| ---- | ----------- | ------- | --------------- | ----------------- |"]
    for flag, note in NOTES.items():
        rows.append(f"| `{flag}` | `{note['bugType']}` | {flags[flag]} | {note['description']} | {note['effect']} |")
    return "\n".join([*rows, "", ""])


def contents():
    """What each file holds, by name."""
    for write, flags in {**cases.WRITERS, **rule_cases.WRITERS}.items():
        frames.default_flags[:] = flags
        write()
    vectors = frames.vectors
    for what, key in [("id", lambda vector: vector["id"]), ("comment", lambda vector: vector["comment"]),
                      ("frame", lambda vector: [vector.get(part) for part in ("direction", "request", "registers")])]:
        assert len({str(key(vector)) for vector in vectors}) == len(vectors), f"{what} used twice"
    kinds = [tuple(kind.replace("-", "_").rsplit("_", 1)) for kind in frames.QUIET]
    vectors.sort(key=lambda vector: kinds.index((vector["message"], vector["direction"])))
    readme = (HERE / "README.md").read_text(encoding="utf-8")
    return {"tsrpc-v1.json": document(vectors),
            "tsrpc-v1.txt": FLAT_HEAD + "".join(flat(vector) + "\n" for vector in vectors),
            "README.md": INDEX.sub(lambda _: index(vectors), readme)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if a file would change")
    check = parser.parse_args().check
    for name, text in contents().items():
        path = HERE / name
        if not check:
            path.write_text(text, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != text:
            sys.exit(f"{path}: not what generate.py writes; run it")


main()
