#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Whether files follow the schema of profiles: profile_schema.py CHECK.py SCHEMA FILE...

CHECK.py is that of the golden vectors, which knows the keywords. Prints what is wrong, a line each; exit status 1 then.
"""

import importlib.util
import json
import pathlib
import sys


def main(checker, schema, *files):
    spec = importlib.util.spec_from_file_location("check", checker)
    check = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(check)
    schema = json.loads(pathlib.Path(schema).read_text())
    errors = []
    for file in files:
        document = json.loads(pathlib.Path(file).read_text())
        errors += [f"{file}: {error}" for error in check.schema_errors(document, schema, schema)]
    print(*errors, sep="\n", end="\n" if errors else "")
    return bool(errors)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
