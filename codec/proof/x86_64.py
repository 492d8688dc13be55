# SPDX-License-Identifier: BSD-3-Clause
"""The instructions of x86-64 that compilers make of the codec, but those of vectors, and the System V convention.

Flags that an instruction leaves undefined have no value after it: a branch on them is refuted. The parity and auxiliary
flags do not exist, nor does any instruction that reads them.
"""
import functools
import re
from collections import namedtuple

import x86_64_vectors as vectors
from instructions import overflows
from ir import ToolError
from machine import Exit
from values import binary, choose, compare, extend, extract, is_same, join, negation, unknown

Register = namedtuple("Register", "name size low")
Immediate = namedtuple("Immediate", "number")
# size: of what is there, in bits, or None; the address is the sum of (register, factor) and a number.
Place = namedtuple("Place", "size terms number")

OBJDUMP = ["x86_64-linux-gnu-objdump", "-M", "intel"]
LINKER = "x86_64-linux-gnu-ld"
SLOT = 16  # bytes that hold any instruction
STACK, RED_ZONE, RESULT = "rsp", 128, "rax"
ARGUMENTS = ["rdi", "rsi", "rdx", "rcx", "r8", "r9"]
SAVED = {name: 64 for name in ("rbx", "rbp", "r12", "r13", "r14", "r15")}
# clang counts on it, though the document does not say it.
CALLER_EXTENDS_TO = 32
LETTERS = "abcd"
WIDTHS = {f"r{name}": 64 for name in ("ax", "bx", "cx", "dx", "si", "di", "bp", "sp", *range(8, 16))}
WIDTHS |= {name: 1 for name in ("cf", "zf", "sf", "of")} | {f"xmm{number}": 128 for number in range(16)}
REGISTERS = {f"xmm{number}": Register(f"xmm{number}", 128, 0) for number in range(16)}
for number in range(8, 16):
    for suffix, bits in (("", 64), ("d", 32), ("w", 16), ("b", 8)):
        REGISTERS[f"r{number}{suffix}"] = Register(f"r{number}", bits, 0)
for name in ("ax", "bx", "cx", "dx", "si", "di", "bp", "sp"):
    REGISTERS |= {f"r{name}": Register(f"r{name}", 64, 0), f"e{name}": Register(f"r{name}", 32, 0),
                  name: Register(f"r{name}", 16, 0)}
    REGISTERS |= {f"{name[0]}l": Register(f"r{name}", 8, 0), f"{name[0]}h": Register(f"r{name}", 8, 8)} \
        if name[0] in LETTERS and name[1] == "x" else {f"{name}l": Register(f"r{name}", 8, 0)}

SIZES = {"BYTE": 8, "WORD": 16, "DWORD": 32, "QWORD": 64, "XMMWORD": 128, None: None}
PLACE = re.compile(r"(?:(\w+) PTR )?(?:[cdes]s:)?\[(.*)\]")
NO_OPERATION = re.compile(r"(?:(?:data16|cs) )*nop\b.*")
JUMP = re.compile(r"j[a-z]+")


@functools.lru_cache(maxsize=None)
def operand(text, following):
    """`following`: the address of the next instruction."""
    if text in REGISTERS:
        return REGISTERS[text]
    if re.fullmatch(r"0x[0-9a-f]+|\d+", text):
        return Immediate(int(text, 0))
    match = PLACE.fullmatch(text)
    if not match or match[1] not in SIZES:
        raise ToolError(f"unknown operand {text}")
    terms, number = [], 0
    for sign, term in re.findall(r"([+-]?)([^+-]+)", match[2]):
        name, _, factor = term.partition("*")
        if name == "rip" and not sign:
            number += following
        elif name in REGISTERS and REGISTERS[name].size == 64 and sign != "-":
            terms.append((name, int(factor or "1")))
        elif re.fullmatch(r"0x[0-9a-f]+", term):
            number += int(term, 0) * (-1 if sign == "-" else 1)
        else:
            raise ToolError(f"unknown operand {text}")
    return Place(SIZES[match[1]], tuple(terms), number)


def code(words):
    return bytes.fromhex("".join(words))


def target(instruction):
    """Of a jump or call, or None if a register or memory has it."""
    return int(instruction.operands, 16) if re.fullmatch("[0-9a-f]+", instruction.operands) else None


def flow(instruction):
    """(targets, whether the next instruction may follow) of what ends a block, or None."""
    name = instruction.name
    if name == "call":
        return [], True
    if name in ("ret", "ud2"):
        return [], False
    if name == "jmp":
        return [place for place in [target(instruction)] if place is not None], False
    return ([target(instruction)], True) if JUMP.fullmatch(name) else None


def is_indirect(instruction):
    return instruction.name == "jmp"


def is_movable(instruction):
    """Whether it does the same anywhere."""
    return flow(instruction) is None and not does_nothing(instruction) and "rip" not in instruction.operands


def does_nothing(instruction):
    return bool(NO_OPERATION.fullmatch(f"{instruction.name} {instruction.operands}".strip()))


def set_return_address(machine, state, address):
    Step(machine, state, None).push(address)


def step(machine, state, instruction):
    """None, or where it goes from here: [Exit]."""
    return None if does_nothing(instruction) else Step(machine, state, instruction).run()


class Step:
    """One instruction in one state."""

    def __init__(self, machine, state, instruction):
        self.machine, self.state, self.instruction = machine, state, instruction
        self.env, self.text = state.env, instruction.text if instruction else "call"

    def run(self):
        name, texts = self.instruction.name, split(self.instruction.operands)
        if name in ("jmp", "call"):
            return self.transfer(name)
        if name == "ret" and not texts:
            return [Exit("return", self.pop(), self.state)]
        if name == "ud2":
            self.machine.traps.append(self.state.path)
            return []
        if name == "rep":
            return self.repeat(self.instruction.operands)
        if JUMP.fullmatch(name):
            return self.jump(self.condition(name[1:]))
        operands = [operand(text, self.instruction.next) for text in texts]
        if name in ARITHMETIC:
            ARITHMETIC[name](self, *operands)
        elif name.startswith("set"):
            self.set(operands[0], extend(self.condition(name[3:]), 1, 8, False))
        elif name.startswith("cmov"):
            to, source = operands
            self.set(to, choose(self.condition(name[4:]), self.get(source, to.size), self.get(to), to.size))
        elif not vectors.run(self, name, operands):
            raise ToolError(f"unknown instruction: {self.text}")
        return None

    # Operands.

    def size(self, *operands):
        """Of the first operand that has one."""
        return next(each.size for each in operands if not isinstance(each, Immediate) and each.size)

    def address(self, place):
        result = place.number & (1 << 64) - 1
        for name, factor in place.terms:
            result = binary("add", binary("mul", self.env[name], factor, 64) if factor > 1 else self.env[name], result,
                            64)
        return result

    def get(self, source, size=None):
        if isinstance(source, Immediate):
            return source.number & (1 << size) - 1
        size = source.size or size
        if isinstance(source, Place):
            return self.machine.read(self.state, self.address(source), size // 8, 1, self.text)
        return part(self.env[source.name], source.low, size)

    def set(self, to, value, size=None):
        size = to.size or size
        if isinstance(to, Place):
            self.machine.write(self.state, self.address(to), value, size // 8, 1, self.text)
        elif to.name == STACK:
            self.machine.move_stack(self.state, value)
        elif size == 32:
            self.env[to.name] = extend(value, 32, 64, False)
        elif size in (64, 128):
            self.env[to.name] = value
        else:
            old, end = self.env[to.name], to.low + size
            parts = [(part(old, 0, to.low), to.low)] if to.low else []
            self.env[to.name] = join(*parts, (value, size), (part(old, end, 64 - end), 64 - end))

    # Flags.

    def condition(self, name):
        if name.startswith("n"):
            return negation(self.condition(name[1:]))
        env = self.env
        if name in ("o", "s"):
            return env[name + "f"]
        if name in ("e", "z"):
            return env["zf"]
        if name in ("b", "c"):
            return env["cf"]
        if name == "l":
            return binary("xor", env["sf"], env["of"], 1)
        if name == "be":
            return binary("or", env["cf"], env["zf"], 1)
        if name == "le":
            return binary("or", env["zf"], self.condition("l"), 1)
        opposite = {"a": "be", "ae": "b", "g": "le", "ge": "l"}
        if name not in opposite:
            raise ToolError(f"unknown condition: {self.text}")
        return negation(self.condition(opposite[name]))

    def flags(self, result, size, carry, overflow):
        self.env |= {"zf": compare("eq", result, 0, size), "sf": extract(result, size - 1, 1), "cf": carry,
                     "of": overflow}

    # What goes elsewhere.

    def push(self, value):
        self.machine.move_stack(self.state, self.env[STACK] - 8)
        self.machine.write(self.state, self.env[STACK], value, 8, 1, self.text)

    def pop(self):
        value = self.machine.read(self.state, self.env[STACK], 8, 1, self.text)
        self.machine.move_stack(self.state, self.env[STACK] + 8)
        return value

    def jump(self, condition):
        exits = []
        for holds, path in self.machine.branch(self.state.path, condition, self.text):
            place = target(self.instruction) if holds else self.instruction.next
            exits.append(Exit("jump", place, self.state._replace(path=path)))
        return exits

    def transfer(self, name):
        place = target(self.instruction)
        if place is None:
            place = self.get(operand(self.instruction.operands, self.instruction.next), 64)
        if name == "call":
            self.push(self.instruction.next)
        return [Exit("jump" if name == "jmp" else "call", place, self.state)]

    def repeat(self, text):
        """The direction flag is clear, says the convention, and nothing here sets it."""
        name, _, operands = text.partition(" ")
        if name not in ("stos", "movs") or not isinstance(self.env["rcx"], int):
            raise ToolError(f"unknown instruction: {self.text}")
        to, source = (operand(each, 0) for each in split(operands))
        for _ in range(self.env["rcx"]):
            value = self.get(source)
            self.set(to, value)
            for register in ("rdi", "rsi") if name == "movs" else ("rdi",):
                self.env[register] = binary("add", self.env[register], to.size // 8, 64)
        self.env["rcx"] = 0
        return None


def split(text):
    """The operands: no comma is inside one."""
    return [each.strip() for each in text.split(",")] if text else []


def part(value, low, size):
    """extract(), which keeps the value that was extended."""
    if not isinstance(value, int) and low == 0 and value.decl().name() == "zero_extend" and value.arg(0).size() == size:
        return value.arg(0)
    return extract(value, low, size)


def add(step, to, source):
    size = step.size(to, source)
    a, b = step.get(to, size), step.get(source, size)
    result = binary("add", a, b, size)
    sign = binary("and", binary("xor", a, result, size), binary("xor", b, result, size), size)
    step.flags(result, size, compare("ult", result, a, size), extract(sign, size - 1, 1))
    step.set(to, result)


def difference(step, to, source):
    size = step.size(to, source)
    a, b = step.get(to, size), step.get(source, size)
    result = 0 if is_same(a, b) else binary("sub", a, b, size)
    sign = binary("and", binary("xor", a, b, size), binary("xor", a, result, size), size)
    step.flags(result, size, compare("ult", a, b, size), extract(sign, size - 1, 1))
    return result


def logic(op, is_kept=True):
    def run(step, to, source):
        size = step.size(to, source)
        a, b = step.get(to, size), step.get(source, size)
        result = (0 if op == "xor" else a) if is_same(a, b) else binary(op, a, b, size)
        step.flags(result, size, 0, 0)
        if is_kept:
            step.set(to, result)
    return run


def increment(step, to):
    carry = step.env["cf"]
    add(step, to, Immediate(1))
    step.env["cf"] = carry


def decrement(step, to):
    carry = step.env["cf"]
    step.set(to, difference(step, to, Immediate(1)))
    step.env["cf"] = carry


def negate(step, to):
    value, size = step.get(to), to.size
    result = binary("sub", 0, value, size)
    step.flags(result, size, compare("ne", value, 0, size), compare("eq", value, 1 << size - 1, size))
    step.set(to, result)


def multiply(step, to, source, factor):
    a, b, size = step.get(source, to.size), step.get(factor, to.size), to.size
    overflow = overflows("mul", a, b, size, True)
    step.flags(0, size, overflow, overflow)
    step.env |= {"zf": unknown(1), "sf": unknown(1)}
    step.set(to, binary("mul", a, b, size))


def shift(op):
    def run(step, to, by=Immediate(1)):
        size = to.size
        value, count = step.get(to), binary("and", step.get(by, 8), 63 if size == 64 else 31, 8)
        if isinstance(count, int) and count == 0:
            step.set(to, value)  # The upper half becomes 0 all the same.
            return
        if isinstance(count, int) and count >= size:
            raise ToolError(f"shifts all bits out: {step.text}")
        wide = extend(count, 8, size, False) if size > 8 else count
        result = binary(op, value, wide, size)
        zero, old = compare("eq", count, 0, 8), dict(step.env)
        # One bit less leaves the last that goes out at the end.
        carry = unknown(1)
        if isinstance(count, int):
            carry = extract(binary(op, value, count - 1, size), size - 1 if op == "shl" else 0, 1)
        one = {"shl": lambda: binary("xor", extract(result, size - 1, 1), carry, 1),
               "lshr": lambda: extract(value, size - 1, 1), "ashr": lambda: 0}
        step.flags(result, size, carry, one[op]() if count == 1 else unknown(1))
        for flag in ("zf", "sf"):
            step.env[flag] = choose(zero, old[flag], step.env[flag], 1)
        step.set(to, result)
    return run


def rotate_left(step, to, by):
    size = to.size
    value, count = step.get(to), step.get(by, 8)
    if not isinstance(count, int) or not 0 < count < size:
        raise ToolError(f"unknown instruction: {step.text}")
    result = join((extract(value, size - count, count), count), (extract(value, 0, size - count), size - count))
    carry = extract(result, 0, 1)
    step.env |= {"cf": carry, "of": binary("xor", extract(result, size - 1, 1), carry, 1) if count == 1 else unknown(1)}
    step.set(to, result)


def bit_test(step, value, index):
    if not isinstance(value, Register):
        raise ToolError(f"unknown instruction: {step.text}")
    size = value.size
    shifted = binary("lshr", step.get(value), binary("and", step.get(index, size), size - 1, size), size)
    step.env |= {"cf": extract(shifted, 0, 1), "of": unknown(1), "sf": unknown(1)}


def move(step, to, source):
    size = step.size(to, source)
    step.set(to, step.get(source, size), size)


def move_extended(is_signed):
    return lambda step, to, source: step.set(to, extend(step.get(source), source.size, to.size, is_signed))


def exchange(step, a, b):
    first, second = step.get(a), step.get(b)
    step.set(a, second)
    step.set(b, first)


ARITHMETIC = {
    "add": add, "sub": lambda step, to, source: step.set(to, difference(step, to, source)), "cmp": difference,
    "and": logic("and"), "or": logic("or"), "xor": logic("xor"), "test": logic("and", False), "inc": increment,
    "dec": decrement, "neg": negate, "imul": multiply, "shl": shift("shl"), "shr": shift("lshr"), "sar": shift("ashr"),
    "not": lambda step, to: step.set(to, binary("xor", step.get(to), (1 << to.size) - 1, to.size)),
    "rol": rotate_left, "bt": bit_test, "mov": move, "movabs": move, "movzx": move_extended(False),
    "movsx": move_extended(True), "movsxd": move_extended(True), "xchg": exchange,
    "lea": lambda step, to, place: step.set(to, extract(step.address(place), 0, to.size)),
    "push": lambda step, source: step.push(step.get(source, 64)),
    "pop": lambda step, to: step.set(to, step.pop()),
}
