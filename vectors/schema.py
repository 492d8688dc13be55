#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Reads JSON files, and holds them to their schemas: schema.py SCHEMA FILE... prints a line for each departure."""

import collections
import json
import pathlib
import re
import sys

TYPES = {"object": dict, "array": list, "string": str, "integer": int, "number": float,
         "boolean": bool}
ASSERTIONS = {  # the keywords that our schema uses; like JSON Schema's, each holds for values of other types
    "type": lambda value, rule: type(value) in [TYPES[name] for name in ([rule] if isinstance(rule, str) else rule)],
    "const": lambda value, rule: (type(value), value) == (type(rule), rule),
    "enum": lambda value, rule: isinstance(value, str) and value in rule,
    "pattern": lambda value, rule: not isinstance(value, str) or re.fullmatch(rule, value),
    "minimum": lambda value, rule: type(value) is not int or value >= rule,
    "maximum": lambda value, rule: type(value) is not int or value <= rule,
    "minProperties": lambda value, rule: not isinstance(value, dict) or len(value) >= rule,
    "uniqueItems": lambda value, rule: not isinstance(value, list) or len({*map(str, value)}) == len(value) or not rule,
    "minItems": lambda value, rule: not isinstance(value, list) or len(value) >= rule,
    "maxItems": lambda value, rule: not isinstance(value, list) or len(value) <= rule,
    "required": lambda value, rule: not isinstance(value, dict) or value.keys() >= set(rule),
}
ANNOTATIONS = {"$schema", "$comment", "$defs", "title", "description", "additionalProperties"}


def schema_errors(value, schema, root, at="$"):
    """Where a value departs from a schema."""
    for keyword, rule in schema.items():
        if keyword in ASSERTIONS:
            if not ASSERTIONS[keyword](value, rule):
                yield f"{at}: {keyword} {json.dumps(rule)} is not met by {json.dumps(value)[:100]}"
        elif keyword == "$ref":
            yield from schema_errors(value, root["$defs"][rule.removeprefix("#/$defs/")], root, at)
        elif keyword == "items":
            for index, item in enumerate(value if isinstance(value, list) else ()):
                yield from schema_errors(item, rule, root, f"{at}[{index}]")
        elif keyword == "properties":
            for name, item in value.items() if isinstance(value, dict) else ():
                if name in rule:
                    yield from schema_errors(item, rule[name], root, f"{at}.{name}")
                elif schema.get("additionalProperties") is False:
                    yield f"{at}: unknown property {name}"
        elif keyword == "additionalProperties" and rule is not False:  # false is seen to with the properties
            for name, item in value.items() if isinstance(value, dict) else ():
                yield from schema_errors(item, rule, root, f"{at}.{name}")
        elif keyword == "dependentSchemas":
            for name in rule.keys() & (value.keys() if isinstance(value, dict) else ()):
                yield from schema_errors(value, rule[name], root, at)
        elif keyword not in ANNOTATIONS:
            raise ValueError(f"the schema uses {keyword}, which this checker does not know")


def no_duplicates(pairs):
    if len(dict(pairs)) != len(pairs):
        raise ValueError(f"a property is given twice among {', '.join(name for name, _ in pairs)}")
    return dict(pairs)


def load(path):
    try:
        return json.loads(path.read_text(encoding="utf-8"), object_pairs_hook=no_duplicates)
    except OSError as error:
        reason = error.strerror
    except (ValueError, RecursionError) as error:
        reason = f"expected JSON: {error}"
    print(f"{path}: {reason}", file=sys.stderr)
    sys.exit(2)


def list_problems(document, kind):
    """(id or nothing, what is wrong) with the count, the ids, the flags and the notes of a file of such things."""
    items, number = document[f"{kind}s"], document[f"number_of_{kind}s"]
    if number != len(items):
        yield None, f"number_of_{kind}s is {number}, but there are {len(items)}"
    ids = collections.Counter(item["id"] for item in items)
    yield from ((name, f"the id is used {count} times") for name, count in ids.items() if count > 1)
    used = {flag for item in items for flag in item["flags"]}
    yield from ((None, f"the flag {flag} has no note") for flag in sorted(used - document["notes"].keys()))
    yield from ((None, f"no {kind} has the flag {flag}, which has a note") for flag in document["notes"].keys() - used)


def main(rules, *files):
    rules = load(pathlib.Path(rules))
    errors = [f"{file}: {error}" for file in files for error in schema_errors(load(pathlib.Path(file)), rules, rules)]
    print(*errors, sep="\n", end="\n" if errors else "")
    return bool(errors)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
