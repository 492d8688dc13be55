# SPDX-License-Identifier: BSD-3-Clause
"""Values of the IR. A known number is an int, an unknown bit a Bool of z3, a wider unknown a BitVec, an aggregate a
tuple. So what is concrete never reaches the solver, and a concrete run is one of plain numbers."""
import itertools

import z3

from ir import ToolError

_count = itertools.count()
_dependent = {}  # id of an expression: (the expression, which keeps its id its own; its unknown contents)


def unknown(bits):
    """What an uninitialised or undefined value is: anything."""
    name = f"undefined!{next(_count)}"
    return z3.Bool(name) if bits == 1 else z3.BitVec(name, bits)


def unknowns(expression):
    """The undefined values that an expression contains."""
    if isinstance(expression, int):
        return frozenset()
    todo = [expression]
    while todo:
        node = todo[-1]
        key = node.get_id()
        if key in _dependent:
            todo.pop()
            continue
        children = node.children()
        missing = [child for child in children if child.get_id() not in _dependent]
        if missing:
            todo += missing
            continue
        if not children and z3.is_const(node) and str(node.decl()).startswith("undefined!"):
            found = frozenset([node])
        else:
            found = frozenset().union(*(_dependent[child.get_id()][1] for child in children))
        _dependent[key] = (node, found)
        todo.pop()
    return _dependent[expression.get_id()][1]


def width(value):
    return value.size() if z3.is_bv(value) else 1


def bits(value, size):
    """As a BitVec of `size` bits."""
    if isinstance(value, int):
        return z3.BitVecVal(value, size)
    return z3.If(value, z3.BitVecVal(1, 1), z3.BitVecVal(0, 1)) if z3.is_bool(value) else value


def known(expression):
    """The number of a literal, or the expression."""
    if z3.is_bv_value(expression):
        return expression.as_long()
    if z3.is_true(expression) or z3.is_false(expression):
        return int(z3.is_true(expression))
    return expression


def boolean(value):
    return z3.BoolVal(bool(value)) if isinstance(value, int) else value


def negation(condition):
    if isinstance(condition, int):
        return 1 - condition
    return condition.arg(0) if z3.is_not(condition) else z3.Not(condition)


def is_same(a, b):
    if isinstance(a, int) or isinstance(b, int):
        return isinstance(a, int) and isinstance(b, int) and a == b
    return a is b or a.eq(b)


def choose(condition, a, b, size):
    """a if the condition holds, else b."""
    if isinstance(condition, int):
        return a if condition else b
    if isinstance(a, tuple):
        return tuple(choose(condition, *members) for members in zip(a, b, size))
    if is_same(a, b):
        return a
    if size == 1:
        if isinstance(a, int) and isinstance(b, int):
            return condition if a else negation(condition)
        return z3.If(condition, boolean(a), boolean(b))
    return z3.If(condition, bits(a, size), bits(b, size))


def signed(value, size):
    return value - (1 << size) if value >> (size - 1) else value


def _concrete(op, a, b, size):
    if op in ("shl", "lshr", "ashr") and b >= size:
        return unknown(size)
    if op in ("udiv", "urem", "sdiv", "srem") and b == 0:
        return unknown(size)
    if op in ("sdiv", "srem"):
        x, y = signed(a, size), signed(b, size)
        quotient = abs(x) // abs(y) * (1 if (x < 0) == (y < 0) else -1)
        return (quotient if op == "sdiv" else x - quotient * y) & (1 << size) - 1
    return {
        "add": lambda: a + b, "sub": lambda: a - b, "mul": lambda: a * b, "udiv": lambda: a // b, "urem": lambda: a % b,
        "shl": lambda: a << b, "lshr": lambda: a >> b, "ashr": lambda: signed(a, size) >> b,
        "and": lambda: a & b, "or": lambda: a | b, "xor": lambda: a ^ b}[op]() & (1 << size) - 1


_SYMBOLIC = {
    "add": lambda a, b: a + b, "sub": lambda a, b: a - b, "mul": lambda a, b: a * b, "udiv": z3.UDiv, "urem": z3.URem,
    "sdiv": lambda a, b: a / b, "srem": z3.SRem, "shl": lambda a, b: a << b, "lshr": z3.LShR,
    "ashr": lambda a, b: a >> b, "and": lambda a, b: a & b, "or": lambda a, b: a | b, "xor": lambda a, b: a ^ b}
_BOOLEAN = {"and": z3.And, "or": z3.Or, "xor": z3.Xor, "add": z3.Xor, "sub": z3.Xor}


def binary(op, a, b, size):
    if isinstance(a, int) and isinstance(b, int):
        return _concrete(op, a, b, size)
    if op in ("and", "or"):
        if isinstance(a, int):
            a, b = b, a
        if isinstance(b, int):
            ones = (1 << size) - 1
            if b == 0:
                return 0 if op == "and" else a
            if b == ones:
                return a if op == "and" else ones
    if op in ("add", "or", "xor", "sub", "shl", "lshr") and isinstance(b, int) and b == 0:
        return a
    if size == 1:
        if op not in _BOOLEAN:
            raise ToolError(f"{op} of single bits")
        return _BOOLEAN[op](boolean(a), boolean(b))
    return _SYMBOLIC[op](bits(a, size), bits(b, size))


_COMPARE = {
    "eq": lambda a, b: a == b, "ne": lambda a, b: a != b, "ult": z3.ULT, "ule": z3.ULE, "ugt": z3.UGT, "uge": z3.UGE,
    "slt": lambda a, b: a < b, "sle": lambda a, b: a <= b, "sgt": lambda a, b: a > b, "sge": lambda a, b: a >= b}


def compare(predicate, a, b, size):
    """As a bit."""
    if predicate not in _COMPARE:
        raise ToolError(f"unknown comparison {predicate}")
    if isinstance(a, int) and isinstance(b, int):
        if predicate[0] == "s":
            a, b = signed(a, size), signed(b, size)
        return int({"eq": a == b, "ne": a != b, "lt": a < b, "le": a <= b, "gt": a > b, "ge": a >= b}[
            predicate if predicate in ("eq", "ne") else predicate[1:]])
    return _COMPARE[predicate](bits(a, size), bits(b, size))


def extend(value, size, to, is_signed):
    if isinstance(value, int):
        return (signed(value, size) if is_signed else value) & (1 << to) - 1
    if z3.is_bool(value):
        return z3.If(value, z3.BitVecVal(-1 if is_signed else 1, to), z3.BitVecVal(0, to))
    return z3.SignExt(to - size, value) if is_signed else z3.ZeroExt(to - size, value)


def extract(value, low, size):
    """`size` bits from bit `low` up."""
    if isinstance(value, int):
        return value >> low & (1 << size) - 1
    if size == 1:
        return value if z3.is_bool(value) else known(z3.Extract(low, low, value) == 1)
    return value if size == value.size() else known(z3.Extract(low + size - 1, low, value))


def join(*parts):
    """One value of (value, bits), the lowest first."""
    if all(isinstance(value, int) for value, _ in parts):
        result = at = 0
        for value, size in parts:
            result, at = result | value << at, at + size
        return result
    values = [bits(value, size) for value, size in reversed(parts)]
    return z3.Concat(*values) if len(values) > 1 else values[0]


def byte_swap(value, size):
    if isinstance(value, int):
        return int.from_bytes(value.to_bytes(size // 8, "big"), "little")
    return z3.Concat(*(z3.Extract(low + 7, low, value) for low in range(0, size, 8)))
