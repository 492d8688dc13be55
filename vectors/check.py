#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Checks a vector file: schema, ids, flags, what every vector says of its words, and that no bit lacks its vector.

What words mean is in the tables below, transcribed from ABI 2 and 3. Shares no code with generate.py nor the codec.
Exit status: 0 all vectors agree, 1 not all do, 2 a file cannot be read.
"""

import argparse
import collections
import json
import pathlib
import sys
import uuid

sys.dont_write_bytecode = True
from schema import list_problems, load, schema_errors

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


# What a vector has that has one of these flags, and none that has not.
FLAGS = {
    "MbzBits": lambda vector, message, fields, broken: any(row.rule == "MBZ" for row in broken),
    "ResBits": lambda vector, message, fields, broken: any(row.rule == "RES" for row in broken),
    "FlagsAndSap": lambda vector, message, fields, broken:
        any(row.rule == "fixed" and row.bits >> 24 for row in broken),
    "BrokenEcho": lambda vector, message, fields, broken: any(row.rule == "echo" for row in broken),
    "NoSuchValue": lambda vector, message, fields, broken: any(row.rule == "value" for row in broken),
    "SeveralViolations": lambda vector, message, fields, broken: len(broken) > (2 if message == "unknown" else 1),
    "UnknownCall": lambda vector, message, fields, broken: message == "unknown",
    "WithRequest": lambda vector, message, fields, broken: "request" in vector,
    "Doorbell": lambda vector, message, fields, broken:
        message == "service_call" and fields.get("memory_handle") == 0xffffffffffffffff,
    "NamedError": lambda vector, message, fields, broken: 2**32 - 8 <= fields.get("rpc_status", 0),
    "UnnamedStatus": lambda vector, message, fields, broken: 0 < fields.get("rpc_status", 0) < 2**32 - 8,
}


def disagreements(vector):
    message, direction, fields, broken = decode(vector)
    for flag, is_so in FLAGS.items():
        if is_so(vector, message, fields, broken) != (flag in vector["flags"]):
            yield f"the flag {flag} should {'not ' if flag in vector['flags'] else ''}be there"
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


def problems(document):
    """(id or nothing, what is wrong) for all that is wrong with a file that follows the schema."""
    yield from list_problems(document, "vector")
    vectors = document["vectors"]
    for vector in vectors:
        yield from ((vector["id"], text) for text in disagreements(vector))
    seen = {what for vector in vectors for what in shown(vector)}
    yield from ((None, "no vector for {} {}, {} {}".format(*what)) for what in wanted() if what not in seen)


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
