# SPDX-License-Identifier: BSD-3-Clause
"""The instructions of aarch64 that compilers make of the codec, without aliases, and the AAPCS64 convention."""
import functools
import re
from collections import namedtuple

import aarch64_vectors as vectors
from execute import Refuted, conjunction
from ir import ToolError
from machine import Exit
from values import binary, choose, compare, extend, extract, is_same, join, negation

Register = namedtuple("Register", "name size")
# What follows in brackets: before is added for the access, after to the register; change: whether it stays there.
Place = namedtuple("Place", "base offset index kind amount is_before is_after")

OBJDUMP = ["aarch64-linux-gnu-objdump", "-M", "no-aliases"]
LINKER = "aarch64-linux-gnu-ld"
SLOT = 4  # bytes that hold any instruction
STACK, RED_ZONE, RESULT, LINK = "sp", 0, "x0", "x30"
ARGUMENTS = [f"x{number}" for number in range(8)]
# x18 is not among them unless the platform uses it: gcc does, for numbers. Such a platform has -ffixed-x18.
SAVED = {f"x{number}": 64 for number in range(19, 30)} | {f"v{number}": 64 for number in range(8, 16)}
CALLER_EXTENDS_TO = 0
WIDTHS = {f"x{number}": 64 for number in range(31)} | {f"v{number}": 128 for number in range(32)}
WIDTHS |= {"sp": 64, "n": 1, "z": 1, "c": 1, "v": 1}
REGISTERS = {"xzr": Register(None, 64), "wzr": Register(None, 32), "sp": Register("sp", 64)}
REGISTERS |= {f"{letter}{number}": Register(f"x{number}", bits)
              for number in range(31) for letter, bits in (("x", 64), ("w", 32))}
REGISTERS |= {f"{letter}{number}": Register(f"v{number}", bits) for number in range(32)
              for letter, bits in (("b", 8), ("h", 16), ("s", 32), ("d", 64), ("q", 128))}

NUMBER = re.compile(r"#(-?(?:0x[0-9a-f]+|\d+))")
PLACE = re.compile(r"\[(\w+)(?:, #(-?\w+)|, (\w+)(?:, (\w+)(?: #(\d+))?)?)?\](!)?(?:, #(-?\w+))?")
LAST = re.compile(r"(lsl|lsr|asr|uxtb|uxth|uxtw|sxtb|sxth|sxtw)(?: #(\d+))?")
BRANCHES = {"cbz": 1, "cbnz": 1, "tbz": 2, "tbnz": 2}
SIGNED_LOADS = {"ldrsb": 8, "ldrsh": 16, "ldrsw": 32, "ldursb": 8, "ldursh": 16, "ldursw": 32}
NARROW = {"b": 8, "h": 16}
ACCESSES = {"ldp", "stp", *SIGNED_LOADS, *(f"{kind}{width}" for kind in ("ldr", "str", "ldur", "stur")
                                           for width in ("", "b", "h"))}


def code(words):
    """objdump prints the number, not the bytes."""
    return int("".join(words), 16).to_bytes(4, "little")


@functools.lru_cache(maxsize=None)
def split(text):
    """The operands; what is in brackets is one, with what is added after it."""
    return tuple(re.findall(r"\[[^\]]*\]!?(?:, #-?\w+)?|[^,\s][^,]*", text))


def number(text):
    match = NUMBER.fullmatch(text)
    if not match:
        raise ToolError(f"unknown operand {text}")
    return int(match[1], 0)


@functools.lru_cache(maxsize=None)
def place(text):
    match = PLACE.fullmatch(text)
    if not match or match[1] not in REGISTERS or (match[3] and match[3] not in REGISTERS):
        raise ToolError(f"unknown operand {text}")
    offset, after = (int(match[group] or "0", 0) for group in (2, 7))
    return Place(match[1], offset if match[7] is None else after, match[3], match[4] or "lsl", int(match[5] or "0"),
                 match[6] is not None, match[7] is not None)


def flow(instruction):
    """(targets, whether the next instruction may follow) of what ends a block, or None."""
    name, operands = instruction.name, split(instruction.operands)
    if name == "bl" or name == "blr":
        return [], True
    if name in ("ret", "brk", "br"):
        return [], False
    if name == "b" or name.startswith("b."):
        return [int(operands[0], 16)], name != "b"
    return ([int(operands[BRANCHES[name]], 16)], True) if name in BRANCHES else None


def is_indirect(instruction):
    return instruction.name == "br"


def does_nothing(instruction):
    return instruction.name == "hint" and instruction.operands == "#0x0"


def is_movable(instruction):
    """Whether it does the same anywhere."""
    return flow(instruction) is None and not does_nothing(instruction) and instruction.name not in ("adr", "adrp")


def set_return_address(machine, state, address):
    state.env[LINK] = address


def step(machine, state, instruction):
    """None, or where it goes from here: [Exit]."""
    return None if does_nothing(instruction) else Step(machine, state, instruction).run()


class Step:
    """One instruction in one state."""

    def __init__(self, machine, state, instruction):
        self.machine, self.state, self.instruction = machine, state, instruction
        self.env, self.text = state.env, instruction.text

    def unknown(self):
        raise ToolError(f"unknown instruction: {self.text}")

    def run(self):
        name, operands = self.instruction.name, split(self.instruction.operands)
        if name in ("b", "bl") or name.startswith("b.") or name in BRANCHES:
            return self.branch(name, operands)
        if name in ("br", "ret") and len(operands) == (name == "br"):
            link = self.env[LINK]
            return [Exit("return", link, self.state) if name == "ret" else Exit("jump", self.get(operands[0]),
                                                                                self.state)]
        if name == "brk":
            self.machine.traps.append(self.state.path)
            return []
        if name in ACCESSES:
            self.access(name, operands)
        elif not vectors.run(self, name, operands):
            DATA.get(name, Step.unknown_data)(self, *operands)
        return None

    def unknown_data(self, *_):
        self.unknown()

    # Registers.

    def size(self, text):
        if text not in REGISTERS:
            self.unknown()
        return REGISTERS[text].size

    def get(self, text, size=None):
        """A register, or an immediate of `size` bits."""
        if text not in REGISTERS:
            return number(text) & (1 << (size or self.unknown())) - 1
        name, size = REGISTERS[text]
        return part(self.env[name], size) if name else 0

    def set(self, text, value):
        """What is above a narrow value becomes 0."""
        name, size = REGISTERS[text]
        if name == STACK:
            self.machine.move_stack(self.state, value)
        elif name:
            self.env[name] = extend(value, size, WIDTHS[name], False) if size < WIDTHS[name] else value

    def second(self, operands, size):
        """The last operand of arithmetic: a register that may be shifted or extended, or an immediate."""
        text, *more = operands
        value = self.get(text, size)
        if not more:
            return value
        match = LAST.fullmatch(more[0])
        if not match or len(more) > 1:
            self.unknown()
        kind, amount = match[1], int(match[2] or "0")
        if kind in ("lsl", "lsr", "asr"):
            return binary({"lsl": "shl", "lsr": "lshr", "asr": "ashr"}[kind], value, amount, size)
        bits = min({"b": 8, "h": 16, "w": 32}[kind[-1]], self.size(text))
        value = extract(value, 0, bits)
        value = extend(value, bits, size, kind[0] == "s") if bits < size else value
        return binary("shl", value, amount, size)

    # Flags.

    def condition(self, name):
        env = self.env
        plain = {"eq": "z", "cs": "c", "mi": "n", "vs": "v"}
        opposite = {"ne": "eq", "cc": "cs", "pl": "mi", "vc": "vs", "ls": "hi", "lt": "ge", "le": "gt"}
        if name in plain:
            return env[plain[name]]
        if name in opposite:
            return negation(self.condition(opposite[name]))
        if name == "hi":
            return binary("and", env["c"], negation(env["z"]), 1)
        if name not in ("ge", "gt"):
            self.unknown()
        same = negation(binary("xor", env["n"], env["v"], 1))
        return same if name == "ge" else binary("and", same, negation(env["z"]), 1)

    def sum(self, a, b, size):
        """(result, flags)"""
        result = binary("add", a, b, size)
        sign = binary("and", binary("xor", a, result, size), binary("xor", b, result, size), size)
        return result, self.flags(result, size, compare("ult", result, a, size), extract(sign, size - 1, 1))

    def difference(self, a, b, size):
        result = 0 if is_same(a, b) else binary("sub", a, b, size)
        sign = binary("and", binary("xor", a, b, size), binary("xor", a, result, size), size)
        return result, self.flags(result, size, compare("uge", a, b, size), extract(sign, size - 1, 1))

    @staticmethod
    def flags(result, size, carry, overflow):
        return {"n": extract(result, size - 1, 1), "z": compare("eq", result, 0, size), "c": carry, "v": overflow}

    # What goes elsewhere.

    def branch(self, name, operands):
        to, following = int(operands[-1], 16), self.instruction.next
        if name == "bl":
            self.env[LINK] = following
        if name in ("b", "bl"):
            return [Exit("jump" if name == "b" else "call", to, self.state)]
        if name.startswith("b."):
            condition = self.condition(name[2:])
        elif name.startswith("cb"):
            condition = compare("eq", self.get(operands[0]), 0, self.size(operands[0]))
        else:
            condition = negation(extract(self.get(operands[0]), number(operands[1]), 1))
        if name in ("cbnz", "tbnz"):
            condition = negation(condition)
        return [Exit("jump", to if holds else following, self.state._replace(path=path))
                for holds, path in self.machine.branch(self.state.path, condition, self.text)]

    # Loads and stores.

    def access(self, name, operands):
        registers, where = operands[:-1], place(operands[-1])
        base = self.get(where.base)
        address = base if where.is_after else binary("add", base, where.offset & (1 << 64) - 1, 64)
        if where.index:
            address = binary("add", address, self.second([where.index, f"{where.kind} #{where.amount}"], 64), 64)
        if where.base == STACK and base % 16:
            raise Refuted(conjunction(self.state.path), f"the stack pointer is misaligned: {self.text}")
        if where.is_before or where.is_after:
            if REGISTERS[where.base] in map(REGISTERS.get, registers):
                self.unknown()
            changed = binary("add", base, where.offset & (1 << 64) - 1, 64)
            # A store below the stack pointer moves it; a load above it moves it afterwards.
            if where.is_before:
                self.set(where.base, changed)
        size = SIGNED_LOADS.get(name) or NARROW.get(name[-1]) or self.size(registers[0])
        loaded = []
        for index, register in enumerate(registers):
            at = binary("add", address, index * size // 8, 64)
            if name.startswith("st"):
                value = part(self.get(register), size)
                self.machine.write(self.state, at, value, size // 8, 1, self.text)
            else:
                loaded.append(self.machine.read(self.state, at, size // 8, 1, self.text))
        for register, value in zip(registers, loaded):
            to = self.size(register)
            self.set(register, extend(value, size, to, name in SIGNED_LOADS) if size < to else value)
        if where.is_after:
            self.set(where.base, changed)


def part(value, size):
    """The lowest bits; keeps the value that was extended."""
    if not isinstance(value, int) and value.decl().name() == "zero_extend" and value.arg(0).size() == size:
        return value.arg(0)
    return extract(value, 0, size)


# Data.

def arithmetic(op, has_flags):
    def run(step, to, first, *second):
        size = step.size(to)
        operation = step.sum if op == "add" else step.difference
        result, flags = operation(step.get(first), step.second(second, size), size)
        if has_flags:
            step.env.update(flags)
        step.set(to, result)
    return run


def logic(op, is_inverted=False, has_flags=False):
    def run(step, to, first, *second):
        size = step.size(to)
        a, b = step.get(first), step.second(second, size)
        b = binary("xor", b, (1 << size) - 1, size) if is_inverted else b
        result = (0 if op == "xor" else a) if is_same(a, b) else binary(op, a, b, size)
        if has_flags:
            step.env.update(step.flags(result, size, 0, 0))
        step.set(to, result)
    return run


def shift(op):
    def run(step, to, value, by):
        size = step.size(to)
        count = binary("and", step.get(by), size - 1, size)
        step.set(to, binary(op, step.get(value), count, size))
    return run


def move_wide(name):
    def run(step, to, immediate, by="lsl #0"):
        size, at = step.size(to), int(by.removeprefix("lsl #"))
        value = number(immediate) << at
        if name == "movk":
            parts = [(extract(step.get(to), low, 16), 16) for low in range(0, size, 16)]
            parts[at // 16] = (number(immediate), 16)
            value = join(*parts)
        step.set(to, value ^ (1 << size) - 1 if name == "movn" else value)
    return run


def bit_field(name):
    def run(step, to, source, immr, imms):
        size, right, left = step.size(to), number(immr), number(imms)
        width = left - right + 1 if left >= right else left + 1
        low, at = (right, 0) if left >= right else (0, size - right)
        field, end = extract(step.get(source), low, width), at + width
        old = step.get(to) if name == "bfm" else 0
        parts = [(extract(old, 0, at), at)] if at else []
        if name == "sbfm":
            parts.append((extend(field, width, size - at, True), size - at))
        else:
            parts += [(field, width)] + ([(extract(old, end, size - end), size - end)] if end < size else [])
        step.set(to, join(*parts))
    return run


def extract_pair(step, to, high, low, at):
    size, at = step.size(to), number(at)
    wide = join((step.get(low), size), (step.get(high), size))
    step.set(to, extract(wide, at, size))


def select(change):
    """csel and those that change the second value."""
    def run(step, to, first, second, condition):
        size = step.size(to)
        other = step.get(second)
        if change in ("csinv", "csneg"):
            other = binary("xor", other, (1 << size) - 1, size)
        if change in ("csinc", "csneg"):
            other = binary("add", other, 1, size)
        step.set(to, choose(step.condition(condition), step.get(first), other, size))
    return run


def conditional_compare(op):
    def run(step, first, second, flags, condition):
        size, holds = step.size(first), step.condition(condition)
        a, b = step.get(first), step.get(second, size)
        found = (step.sum if op == "add" else step.difference)(a, b, size)[1]
        otherwise = dict(zip("vczn", (number(flags) >> bit & 1 for bit in range(4))))
        step.env.update({name: choose(holds, found[name], otherwise[name], 1) for name in "nzcv"})
    return run


def multiply_add(step, to, first, second, third):
    size = step.size(to)
    product = binary("mul", *(extend(step.get(each), step.size(each), size, False) if step.size(each) < size
                              else step.get(each) for each in (first, second)), size)
    step.set(to, binary("add", product, step.get(third), size))


def multiply_high(step, to, first, second):
    a, b = (extend(step.get(each), 64, 128, False) for each in (first, second))
    step.set(to, extract(binary("mul", a, b, 128), 64, 64))


DATA = {
    "add": arithmetic("add", False), "adds": arithmetic("add", True), "sub": arithmetic("sub", False),
    "subs": arithmetic("sub", True), "and": logic("and"), "ands": logic("and", has_flags=True),
    "bic": logic("and", True), "bics": logic("and", True, True), "orr": logic("or"), "orn": logic("or", True),
    "eor": logic("xor"), "eon": logic("xor", True), "lslv": shift("shl"), "lsrv": shift("lshr"), "asrv": shift("ashr"),
    "movz": move_wide("movz"), "movn": move_wide("movn"), "movk": move_wide("movk"), "ubfm": bit_field("ubfm"),
    "sbfm": bit_field("sbfm"), "bfm": bit_field("bfm"), "extr": extract_pair, "csel": select("csel"),
    "csinc": select("csinc"), "csinv": select("csinv"), "csneg": select("csneg"), "ccmp": conditional_compare("sub"),
    "ccmn": conditional_compare("add"), "madd": multiply_add, "umaddl": multiply_add, "umulh": multiply_high,
    "adr": lambda step, to, address: step.set(to, int(address, 16)),
    "adrp": lambda step, to, address: step.set(to, int(address, 16)),
}
