# SPDX-License-Identifier: BSD-3-Clause
"""What each function of functions.c and functions.cc must do, made of the tables of abi_table.py.

A case is one run of one function: its arguments, when it must trap, and all that would be wrong with what it leaves.
"""
from collections import namedtuple

import z3

import abi_table
from abi_table import DIRECTIONS, FIELDS, MANAGEMENT, MESSAGES, NEVER, NO_MEMORY, RULES, TABLES, WIDTHS
from ir import ToolError
from memory import Memory, Regions

# wrong: a function of the outcome, to [(when, what)]. assumption: the part of the inputs that this case is about.
Case = namedtuple("Case", "function arguments traps wrong assumption")
NEVER_TRAPS = z3.BoolVal(False)
HYPHENS = (8, 13, 18, 23)


class Setup:
    """The memory in which a function runs, and its inputs, as symbols. `given`, of a name and bits: the number that a
    concrete run has there; without it they are all numbers at once."""

    def __init__(self, module, given=None):
        self.module, self.given, self.inputs, self.numbers = module, given, {}, {}
        self.regions, self.memory = Regions(), Memory(module.is_big_endian)

    def input(self, name, bits):
        symbol = self.inputs[name] = z3.BitVec(name, bits)
        if self.given:
            self.numbers[symbol.get_id()] = self.given(name, bits)
        return symbol

    def run_time(self, value):
        """What the function sees of a symbol or an address."""
        return value if isinstance(value, int) else self.numbers.get(value.get_id(), value)

    def place(self, values, size, align, is_writable):
        """An array of values, each of `size` bytes."""
        address = self.regions.allocate(size * len(values), align, is_writable)
        for index, value in enumerate(values):
            self.memory.write(address + size * index, self.run_time(value), size)
        return address

    def registers(self, name):
        """(address, the five words), only read"""
        values = [self.input(f"{name} W{reg + 3}", 32) for reg in range(5)]
        return self.place(values, 4, 4, False), values

    def bytes(self, name, size, align, is_writable=False):
        """(address, bytes)"""
        values = [self.input(f"{name}[{index}]", 8) for index in range(size)]
        return self.place(values, 1, align, is_writable), values

    def space(self, name, size, align):
        """Where a function writes. What is there before is an input too."""
        return self.bytes(f"{name} before", size, align, is_writable=True)

    def constant(self, name):
        if name not in self.module.globals or self.module.globals[name].value[0] not in ("int", "zero"):
            raise ToolError(f"the IR has no constant {name}")
        return (*self.module.globals[name].value, 0)[1]

    def message(self, message):
        """(address, bytes, {field: offset}) of a message's struct."""
        names = abi_table.fields(message)
        align = max(min(WIDTHS[field] // 8, 8 if field != "service_uuid" else 4) for field in names)
        address, values = self.space("message", self.constant(f"size_{message}"), align)
        return address, values, {field: self.constant(f"offset_{message}_{field}") for field in names}


# The tables as formulas.

def ones(row):
    return (1 << row.width) - 1


def bits(words, row):
    return z3.Extract(row.lsb + row.width - 1, row.lsb, words[row.reg])


def is_never(words, row):
    """Whether the row's bits are the value that its field never has."""
    if row.constant is None and row.field in NEVER:
        return bits(words, row) == NEVER[row.field]
    return z3.BoolVal(False)


def is_doorbell_with_length(words):
    return z3.And(z3.Concat(words[2], words[1]) == NO_MEMORY, words[3] != 0)


def broken(row, words, request):
    """(whether the row's rule is broken, the rule's number, the bits)"""
    value, wrong = bits(words, row), z3.BitVecVal(0, row.width)
    if row.constant is not None:
        wrong = wrong | (value ^ row.constant)
    if row.rule == "echo":
        wrong = wrong | (value ^ bits(request, row))
    differs, excluded = wrong != 0, is_never(words, row)
    if row.field == "request_length":
        excluded = is_doorbell_with_length(words)
    wrong = z3.If(differs, wrong, z3.BitVecVal(ones(row), row.width))
    places = [z3.BitVecVal(0, 32 - row.lsb - row.width)] if row.lsb + row.width < 32 else []
    places += [wrong] + ([z3.BitVecVal(0, row.lsb)] if row.lsb else [])
    placed = z3.Concat(*places) if len(places) > 1 else wrong
    rule = z3.If(differs, z3.BitVecVal(RULES.index(row.rule), 32), z3.BitVecVal(RULES.index("value"), 32))
    return z3.Or(differs, excluded), rule, placed


def is_strict(name, words, request):
    """Whether the words break no MUST."""
    return z3.Not(z3.Or(*(broken(row, words, request)[0] for row in TABLES[name] if row.rule != "res")))


def is_lenient(name, words):
    """Whether there is such a message, with values that its fields can have, where they mean something."""
    problems = [z3.BoolVal(False)]
    for row in TABLES[name]:
        if row.rule == "fixed" and row.field in ("opcode", "interface_id"):
            problems.append(bits(words, row) != row.constant)
        elif name == "service_info_response" and row.field == "interface_id":
            problems.append(z3.And(is_never(words, row), words[1] == 0))
        else:
            problems.append(is_never(words, row))
    return z3.Not(z3.Or(*problems))


def field_parts(name, field, words):
    """[(bit of the field, bits)] of what the words carry."""
    parts = []
    for row in TABLES[name]:
        if row.field == field and row.constant is None:
            value = bits(words, row)
            if name == "service_info_response" and field == "interface_id":
                # Without a meaning after an error; the strict form never has it.
                value = z3.If(is_never(words, row), z3.BitVecVal(0, 8), value)
            parts.append((row.part, value))
    return parts


def read(memory, address, size):
    """A number in memory."""
    value = memory.read(address, size)
    return z3.BitVecVal(value, 8 * size) if isinstance(value, int) else value


def read_part(memory, address, field, part, width):
    """Bits of a field in a message's struct: of a UUID, bytes in order; of a number, a number."""
    if field == "service_uuid":
        return z3.Concat(*(read(memory, address + part // 8 + index, 1) for index in (3, 2, 1, 0)))
    return z3.Extract(part + width - 1, part, read(memory, address, WIDTHS[field] // 8))


def is_changed(memory, address, before):
    return z3.Or(*(read(memory, address + index, 1) != value for index, value in enumerate(before)))


# Cases.

def pack(setup, name, traps):
    message, expected, arguments, excluded = TABLES[name], [], [], []
    if abi_table.fields(name):
        address, _, offsets = setup.message(name)
        arguments.append(address)
    for reg in range(5):
        word, rows = z3.BitVecVal(0, 32), [row for row in message if row.reg == reg]
        for row in rows:
            value = z3.BitVecVal(row.constant or 0, row.width)
            if row.constant is None:
                value = read_part(setup.memory, address + offsets[row.field], row.field, row.part, row.width)
                if row.field in NEVER:
                    excluded.append(value == NEVER[row.field])
            word = word | (z3.ZeroExt(32 - row.width, value) << row.lsb)
        expected.append(word)
    target, _ = setup.space("words", 20, 4)

    def wrong(outcome):
        for reg, word in enumerate(expected):
            yield read(outcome.memory, target + 4 * reg, 4) != word, f"W{reg + 3}"

    return Case(f"pack_{name}", arguments + [target], z3.Or(*excluded) if traps else NEVER_TRAPS, wrong, None)


def unpack(setup, name, kind):
    """kind: strict, lenient or take."""
    address, words = setup.registers("words")
    arguments, request = [address], words
    has_fields = bool(abi_table.fields(name))
    if kind != "lenient" and has_fields:
        request_address, request = setup.registers("request")
        arguments.append(request_address)
    if has_fields:
        target, before, offsets = setup.message(name)
        arguments.append(target)
    accepted = is_lenient(name, words) if kind == "lenient" else is_strict(name, words, request)

    def wrong(outcome):
        if kind != "take":
            yield (outcome.value if not isinstance(outcome.value, int) else z3.BitVecVal(outcome.value, 32)) != \
                z3.If(accepted, z3.BitVecVal(1, 32), z3.BitVecVal(0, 32)), "accepts or refuses"
        for field in abi_table.fields(name):
            for part, value in field_parts(name, field, words):
                found = read_part(outcome.memory, target + offsets[field], field, part, value.size())
                yield z3.And(accepted, found != value), field
        if has_fields and kind != "take":
            yield z3.And(z3.Not(accepted), is_changed(outcome.memory, target, before)), "writes a refused message"

    return Case(f"{kind}_{name}", arguments, z3.Not(accepted) if kind == "take" else NEVER_TRAPS, wrong, None)


def listing(memory, address, before, name, words, request):
    """[(when, what)] of a struct proof_listing that is not the broken rows in order."""
    rows = [(row, *broken(row, words, request)) for row in TABLES.get(name, [])]
    if name == "unknown":
        opcode, *fixed = [row._replace(rule="fixed") for row in TABLES["get_version_request"][:5]]
        rows = [(opcode, z3.BoolVal(True), z3.BitVecVal(RULES.index("fixed"), 32), z3.BitVecVal(0xffff, 32))]
        rows += [(row, *broken(row, words, request)) for row in fixed if row.field != "interface_id"]
    count = [z3.BoolVal(True)]  # count[n]: n rows are broken so far
    for row, is_broken, rule, wrong in rows:
        for index, holds in enumerate(count[:10]):
            item = address + 4 + 16 * index
            expected = (z3.BitVecVal(FIELDS.index(row.field), 32), z3.BitVecVal(row.reg, 32), rule, wrong)
            different = [read(memory, item + 4 * number, 4) != value for number, value in enumerate(expected)]
            yield z3.And(is_broken, holds, z3.Or(*different)), f"item {index} is not {row.field} of W{row.reg + 3}"
        shifted = [z3.BoolVal(False)] + count
        count = [z3.If(is_broken, after, holds) for after, holds in zip(shifted, count + [z3.BoolVal(False)])]
    size = read(memory, address, 4)
    for number, holds in enumerate(count):
        yield z3.And(holds, size != number), f"size is not {number}"
        if number < 10:
            start = 4 + 16 * number
            yield z3.And(holds, is_changed(memory, address + start, before[start:164])), f"more than {number} items"
    must = z3.Or(*(is_broken for row, is_broken, _, _ in rows if row.rule != "res"))
    yield read(memory, address + 172, 4) != z3.If(must, z3.BitVecVal(0, 32), z3.BitVecVal(1, 32)), "valid"


def check(setup, name):
    address, words = setup.registers("words")
    request_address, request = setup.registers("request")
    target, before = setup.space("listing", 176, 4)

    def wrong(outcome):
        yield from listing(outcome.memory, target, before, name, words, request)

    return Case(f"check_{name}", [address, request_address, target], NEVER_TRAPS, wrong, None)


def inspect(setup, direction, message):
    """Of the frames that are (or answer) one message: together the messages are all frames."""
    address, words = setup.registers("words")
    arguments, request = [address], words
    if direction == "response":
        request_address, request = setup.registers("request")
        arguments.append(request_address)
    target, before = setup.space("listing", 176, 4)
    name = "unknown" if message == "unknown" else f"{message}_{direction}"

    def wrong(outcome):
        yield from listing(outcome.memory, target, before, name, words, request)
        yield read(outcome.memory, target + 164, 4) != MESSAGES.index(message), "message"
        yield read(outcome.memory, target + 168, 4) != DIRECTIONS.index(direction), "direction"

    return Case(f"inspect_{direction}", arguments + [target], NEVER_TRAPS, wrong, is_message(message, request))


def is_message(message, request):
    """By interface id and opcode alone."""
    opcode, interface_id = z3.Extract(15, 0, request[0]), z3.Extract(23, 16, request[0])
    opcodes = {name: TABLES[f"{name}_request"][0].constant for name in MESSAGES[:4]}
    if message == "service_call":
        return interface_id != MANAGEMENT
    if message == "unknown":
        return z3.And(interface_id == MANAGEMENT, *(opcode != number for number in opcodes.values()))
    return z3.And(interface_id == MANAGEMENT, opcode == opcodes[message])


def reject(setup):
    address, request = setup.registers("request")
    status = setup.input("status", 32)
    target, _ = setup.space("words", 20, 4)
    control = request[0] & 0x00ffffff
    answer = z3.If(control == 0x00ff0000, z3.BitVecVal(1, 32), status)  # GET_VERSION cannot be refused
    expected = [control, answer, z3.BitVecVal(0, 32), z3.BitVecVal(0, 32), z3.BitVecVal(0, 32)]

    def wrong(outcome):
        for reg, word in enumerate(expected):
            yield read(outcome.memory, target + 4 * reg, 4) != word, f"W{reg + 3}"

    return Case("reject", [address, status, target], status == 0, wrong, None)


def value(setup, field):
    width = WIDTHS[field]
    number = setup.input("number", width)
    target, _ = setup.space("value", width // 8, width // 8)

    def wrong(outcome):
        yield read(outcome.memory, target, width // 8) != number, field

    traps = number == NEVER[field] if field in NEVER else NEVER_TRAPS
    return Case(f"value_{field}", [number, target], traps, wrong, None)


def parse_uuid(setup):
    address, text = setup.bytes("text", 36, 1)
    length = setup.input("length", 64)
    target, _ = setup.space("uuid", 16, 4)
    problems, nibbles = [length != 36], []
    for index, char in enumerate(text):
        if index in HYPHENS:
            problems.append(char != ord("-"))
            continue
        ranges = (("0", "9", 0), ("a", "f", 10), ("A", "F", 10))
        inside = [z3.And(z3.UGE(char, ord(first)), z3.ULE(char, ord(last))) for first, last, _ in ranges]
        problems.append(z3.Not(z3.Or(*inside)))
        nibble = z3.BitVecVal(0, 8)
        for holds, (first, _, start) in zip(inside, ranges):
            nibble = z3.If(holds, char - ord(first) + start, nibble)
        nibbles.append(nibble)
    accepted = z3.Not(z3.Or(*problems))

    def wrong(outcome):
        yield (z3.BitVecVal(outcome.value, 32) if isinstance(outcome.value, int) else outcome.value) != \
            z3.If(accepted, z3.BitVecVal(1, 32), z3.BitVecVal(0, 32)), "accepts or refuses"
        for index in range(16):
            byte = nibbles[2 * index] << 4 | nibbles[2 * index + 1]
            expected = z3.If(accepted, byte, z3.BitVecVal(0, 8))
            yield read(outcome.memory, target + index, 1) != expected, f"byte {index}"

    return Case("parse_uuid", [address, length, target], NEVER_TRAPS, wrong, None)


def uuid_text(setup):
    address, uuid = setup.bytes("uuid", 16, 4)
    target, _ = setup.space("text", 37, 1)
    expected = []
    for index, byte in enumerate(uuid):
        if 2 * index + len([1 for char in expected if char is None]) in HYPHENS:
            expected.append(None)
        for nibble in (z3.LShR(byte, 4), byte & 15):
            expected.append(z3.If(z3.ULT(nibble, 10), nibble + ord("0"), nibble - 10 + ord("a")))
    expected = [z3.BitVecVal(ord("-"), 8) if char is None else char for char in expected] + [z3.BitVecVal(0, 8)]

    def wrong(outcome):
        for index, char in enumerate(expected):
            yield read(outcome.memory, target + index, 1) != char, f"character {index}"

    return Case("uuid_text", [address, target], NEVER_TRAPS, wrong, None)


def all_cases(language):
    """{group: [(name, function of a setup)]}"""
    is_cxx = language == "c++"
    groups = {"pack": [], "strict": [], "lenient": [], "check": [], "inspect": [], "uuid": []}
    for name in TABLES:
        groups["pack"].append((f"pack {name}", lambda setup, name=name: pack(setup, name, not is_cxx)))
        groups["check"].append((f"check {name}", lambda setup, name=name: check(setup, name)))
        kinds = ["strict", "lenient"] + (["take"] if is_cxx and abi_table.fields(name) else [])
        for kind in kinds:
            group = "strict" if kind == "take" else kind
            groups[group].append((f"{kind} {name}", lambda setup, name=name, kind=kind: unpack(setup, name, kind)))
    groups["pack"].append(("reject", reject))
    if is_cxx:
        groups["pack"] += [(f"value {field}", lambda setup, field=field: value(setup, field))
                           for field in WIDTHS if field not in ("service_uuid", "rpc_status")]
    groups["inspect"] = [
        (f"inspect {direction} {message}",
         lambda setup, direction=direction, message=message: inspect(setup, direction, message))
        for direction in DIRECTIONS for message in MESSAGES]
    groups["uuid"] = [("parse UUID", parse_uuid), ("UUID text", uuid_text)]
    return groups
