#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Checks a vector file: its schema, its ids, what every vector says of its words, and that no bit lacks its vector.

What words mean is in the tables below, transcribed from ABI 2 and 3. Shares no code with generate.py nor the codec.
Exit status: 0 all vectors agree, 1 not all do, 2 a file cannot be read.
"""

import argparse
import collections
import json
import pathlib
import re
import sys
import uuid

HERE = pathlib.Path(__file__).parent

# ABI 3. The cells are W4..W7; within a cell the lowest bits come first, with their width where it is not 32.
TABLE = """
get_version    | request  | MBZ           | MBZ                   | MBZ             | MBZ
get_version    | response | version       | MBZ                   | MBZ             | MBZ
retrieve_mem   | request  | memory_handle | memory_handle         | memory_tag      | memory_tag
retrieve_mem   | response | rpc_status    | MBZ                   | MBZ             | MBZ
relinquish_mem | request  | memory_handle | memory_handle         | MBZ             | MBZ
relinquish_mem | response | rpc_status    | MBZ                   | MBZ             | MBZ
service_info   | request  | service_uuid  | service_uuid          | service_uuid    | service_uuid
service_info   | response | rpc_status    | interface_id:8 RES:24 | MBZ             | MBZ
service_call   | request  | memory_handle | memory_handle         | request_length  | client_id
service_call   | response | rpc_status    | service_status        | response_length | RES
unknown        | request
unknown        | response
"""
# ABI 2. On interface 0xff the opcode is the place in this list.
MANAGEMENT = ("get_version", "retrieve_mem", "relinquish_mem", "service_info")
OPCODE, INTERFACE_ID = 0x0000ffff, 0x00ff0000

RULES = ("fixed", "echo", "MBZ", "RES")
Row = collections.namedtuple("Row", "register lsb width name field_lsb")  # name: a rule, or a field that is carried
Violation = collections.namedtuple("Violation", "register bits rule")


def layouts():
    """The rows of each (message, direction)."""
    table = {}
    for line in TABLE.strip().splitlines():
        message, direction, *cells = (cell.strip() for cell in line.split("|"))
        rows = [Row(3, 24, 6, "fixed", 0), Row(3, 30, 1, "fixed", 0), Row(3, 31, 1, "fixed", 0)]
        if direction == "response" and message != "unknown":
            rows += [Row(3, 0, 16, "echo", 0), Row(3, 16, 8, "echo", 0)]
        if message == "service_call":
            rows += [Row(3, 0, 16, "opcode", 0), Row(3, 16, 8, "interface_id", 0)]
        for register, cell in enumerate(cells, 4):
            lsb = 0
            for part in cell.split():
                name, _, digits = part.partition(":")
                width = int(digits or 32)
                rows.append(Row(register, lsb, width, name, sum(row.width for row in rows if row.name == name)))
                lsb += width
        table[message, direction] = rows
    return table


LAYOUTS = layouts()


def classify(control):
    if control & INTERFACE_ID != INTERFACE_ID:
        return "service_call"
    opcode = control & OPCODE
    return MANAGEMENT[opcode] if opcode < len(MANAGEMENT) else "unknown"


def decode(vector):
    """The message, direction, fields (as plain numbers) and violations (in order) of a vector's words."""
    words = [int(word, 16) for word in vector["registers"]]
    control = int(vector.get("request", vector["registers"])[0], 16)
    message, direction = classify(control), vector["direction"]
    fields, broken = collections.defaultdict(int), []
    for register, lsb, width, name, field_lsb in LAYOUTS[message, direction]:
        word = words[register - 3] ^ (control if name == "echo" else 0)
        bits = word >> lsb & (1 << width) - 1
        if name not in RULES:
            fields[name] |= bits << field_lsb
        elif bits:
            broken.append(Violation(register, bits << lsb, name))
    if message == "unknown":
        broken.append(Violation(3, OPCODE, "fixed"))
    if "version" in fields and fields["version"] == 0:
        broken.append(Violation(4, 0xffffffff, "value"))
    if message == "service_info" and direction == "response" and fields["interface_id"] == 0xff:
        broken.append(Violation(5, 0x000000ff, "value"))
    if message == "service_call" and direction == "request":
        if fields["memory_handle"] == 0xffffffffffffffff and fields["request_length"] != 0:
            broken.append(Violation(6, 0xffffffff, "value"))
    return message, direction, fields, sorted(broken, key=lambda row: (row.register, row.bits & -row.bits))


def spelt(name, value):
    """A field's value in JSON."""
    if name in ("memory_handle", "memory_tag"):
        return f"0x{value:016x}"
    if name == "service_uuid":
        return str(uuid.UUID(bytes=value.to_bytes(16, "little")))
    return value - (1 << 32) if name == "rpc_status" and value >> 31 else value


def disagreements(vector):
    message, direction, fields, broken = decode(vector)
    meanings = {
        "message": message,
        "fields": {name: spelt(name, value) for name, value in fields.items()},
        "valid": all(row.rule == "RES" for row in broken),
        "violations": [{"rule": row.rule, "register": f"W{row.register}", "bits": f"{row.bits:08x}"} for row in broken],
    }
    for key, meaning in meanings.items():
        if vector[key] != meaning:
            yield f"{key} is {json.dumps(vector[key])}, but the words mean {json.dumps(meaning)}"
    if not vector["id"].startswith(f"{message}-{direction}-".replace("_", "-")):
        yield f"the id should begin with the message and direction, {message} {direction}"


def wanted():
    """What must have a vector each: every field bit set alone, every rule bit broken alone, every named RPC status."""
    for kind, rows in LAYOUTS.items():
        for row in rows:
            for bit in range(row.width):
                place = f"W{row.register} bit {row.lsb + bit}" if row.name in RULES else f"bit {row.field_lsb + bit}"
                yield *kind, row.name, f"{place} alone"
            if row.name == "rpc_status":
                yield from ((*kind, row.name, str(status)) for status in range(-8, 1))


def shown(vector):
    """Which of these a vector is."""
    message, direction, fields, broken = decode(vector)
    broken = [row for row in broken if message != "unknown" or row.bits != OPCODE]
    if len(broken) == 1 and broken[0].bits.bit_count() == 1:
        place = f"W{broken[0].register} bit {broken[0].bits.bit_length() - 1}"
        yield message, direction, broken[0].rule, f"{place} alone"
    for name, value in fields.items() if not broken else ():
        if value.bit_count() == 1:
            yield message, direction, name, f"bit {value.bit_length() - 1} alone"
        if name == "rpc_status":
            yield message, direction, name, str(spelt(name, value))


TYPES = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
ASSERTIONS = {  # the keywords that our schema uses; like JSON Schema's, each holds for values of other types
    "type": lambda value, rule: type(value) in [TYPES[name] for name in ([rule] if isinstance(rule, str) else rule)],
    "const": lambda value, rule: (type(value), value) == (type(rule), rule),
    "enum": lambda value, rule: isinstance(value, str) and value in rule,
    "pattern": lambda value, rule: not isinstance(value, str) or re.fullmatch(rule, value),
    "minimum": lambda value, rule: type(value) is not int or value >= rule,
    "maximum": lambda value, rule: type(value) is not int or value <= rule,
    "minItems": lambda value, rule: not isinstance(value, list) or len(value) >= rule,
    "maxItems": lambda value, rule: not isinstance(value, list) or len(value) <= rule,
    "required": lambda value, rule: not isinstance(value, dict) or value.keys() >= set(rule),
}
ANNOTATIONS = {"$schema", "$comment", "$defs", "title", "description", "additionalProperties"}


def schema_errors(value, schema, root, at="$"):
    """Where a value departs from a schema. All objects are closed: additionalProperties is false everywhere."""
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
        elif keyword == "dependentSchemas":
            for name in rule.keys() & (value.keys() if isinstance(value, dict) else ()):
                yield from schema_errors(value, rule[name], root, at)
        elif keyword not in ANNOTATIONS:
            raise ValueError(f"the schema uses {keyword}, which this checker does not know")


def problems(document):
    """(id or nothing, what is wrong) for all that is wrong with a file that follows the schema."""
    vectors = document["vectors"]
    if document["number_of_vectors"] != len(vectors):
        yield None, f"number_of_vectors is {document['number_of_vectors']}, but there are {len(vectors)}"
    ids = collections.Counter(vector["id"] for vector in vectors)
    yield from ((name, f"the id is used {count} times") for name, count in ids.items() if count > 1)
    for vector in vectors:
        yield from ((vector["id"], text) for text in disagreements(vector))
    seen = {what for vector in vectors for what in shown(vector)}
    yield from ((None, "no vector for {} {}, {} {}".format(*what)) for what in wanted() if what not in seen)


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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=pathlib.Path, default=HERE / "tsrpc-v1.json", metavar="FILE",
                        help="the vector file (default: the one beside this program)")
    path = parser.parse_args().file
    document, schema = load(path), load(HERE / "tsrpc-vectors.schema.json")
    errors = list(schema_errors(document, schema, schema))
    if errors:
        print("\n".join(f"{path}: {error}" for error in errors), file=sys.stderr)
        sys.exit(1)
    wrong = list(problems(document))
    for name, text in wrong:
        print(f"{path}: {name + ': ' if name else ''}{text}", file=sys.stderr)
    total = len(document["vectors"])
    print(f"{total} vectors: {total - len({name for name, _ in wrong if name})} agree")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
