# SPDX-License-Identifier: BSD-3-Clause
"""What each instruction does, and under which condition it does what the IR leaves undefined."""
import re
from collections import namedtuple

import z3

import values
from ir import BINARY, CASTS, PTR, ToolError
from memory import select_bytes
from values import binary, choose, compare, extend, extract, negation, unknown

State = namedtuple("State", "path memory env")
WITH_OVERFLOW = re.compile(r"llvm\.([su])(add|sub|mul)\.with\.overflow\.i(\d+)$")
# What must not have a poison operand. Stricter than the IR, which lets it be stored, passed and returned.
EFFECTS = {"call", "load", "store", "ret", "br", "switch"}
NO_EFFECT = re.compile(r"llvm\.(experimental\.noalias\.scope\.decl|dbg\.\w+)$")


def overflows(op, a, b, size, is_signed):
    """Whether the exact result is not one of `size` bits."""
    wide = 2 * size + 1 if op == "mul" else size + 2
    exact = binary(op, extend(a, size, wide, is_signed), extend(b, size, wide, is_signed), wide)
    return compare("ne", exact, extend(binary(op, a, b, size), size, wide, is_signed), wide)


def poisonous(op, flags, a, b, size):
    """When the result of arithmetic is poison."""
    if op in ("shl", "lshr", "ashr"):
        if isinstance(b, int) and b >= size:
            return [1]
        back = {"shl": {"nuw": "lshr", "nsw": "ashr"}, "lshr": {"exact": "shl"}, "ashr": {"exact": "shl"}}[op]
        result = binary(op, a, b, size)
        return [compare("uge", b, size, size)] + [
            compare("ne", binary(back[flag], result, b, size), a, size) for flag in sorted(flags)]
    if op in ("add", "sub", "mul"):
        return [overflows(op, a, b, size, flag == "nsw") for flag in sorted(flags)]
    if op == "or" and flags:
        return [compare("ne", binary("and", a, b, size), 0, size)]
    if op == "udiv" and flags:
        return [compare("ne", binary("urem", a, b, size), 0, size)]
    return []


def outside(value, size, low, high):
    """Whether a value is not in low..high-1, which may wrap around."""
    ones = (1 << size) - 1
    offset = binary("sub", value, low & ones, size)
    return compare("uge", offset, (high - low) & ones, size)


def result_type(executor, instruction):
    if instruction.op == "icmp":
        return ("int", 1)
    if instruction.op in ("alloca", "getelementptr"):
        return PTR
    if instruction.op == "extractvalue":
        type = executor.module.resolve(instruction.type)
        return type[2][instruction.extra] if type[0] == "struct" else type[2]
    return instruction.type


def cast(executor, instruction, value):
    """(result, [when it is poison])"""
    size, to = executor.bits_of(instruction.operands[0][0]), executor.bits_of(instruction.type)
    flags = instruction.extra
    if instruction.op in ("zext", "sext"):
        poison = [extract(value, size - 1, 1)] if "nneg" in flags else []
        return extend(value, size, to, instruction.op == "sext"), poison
    if instruction.op == "trunc":
        result = extract(value, 0, to)
        return result, [compare("ne", extend(result, to, size, flag == "nsw"), value, size) for flag in flags]
    if size != to:
        raise ToolError(f"unknown cast: {instruction.line}")
    return value, []


def simple(executor, state, instruction):
    """(the result of an instruction without effect, [when it is poison])"""
    op, path, text, env = instruction.op, state.path, instruction.line, state.env

    def get(type, value):
        return executor.operand(env, type, value)

    if op in BINARY or op == "icmp":
        (type, left), right = instruction.operands
        a, b, size = get(type, left), get(type, right), executor.bits_of(type)
        poison = [executor.poison(env, left), executor.poison(env, right)]
        if op == "icmp":
            return compare(instruction.extra, a, b, size), poison
        if op in ("sdiv", "srem"):
            raise ToolError(f"unknown IR: {text}")
        if op in ("udiv", "urem"):
            executor.oblige(path, compare("eq", b, 0, size), f"division by zero: {text}")
        return binary(op, a, b, size), poison + poisonous(op, instruction.extra, a, b, size)
    if op in CASTS:
        operand = instruction.operands[0]
        result, poison = cast(executor, instruction, get(*operand))
        return result, poison + [executor.poison(env, operand[1])]
    if op == "select":
        condition, left, right = instruction.operands
        decided, poison = executor.decide(path, get(("int", 1), condition)), executor.poison(env, condition)
        if isinstance(decided, int):
            chosen = left if decided else right
            return get(instruction.type, chosen), [poison, executor.poison(env, chosen)]
        size = executor.bits_of(instruction.type)
        return (choose(decided, get(instruction.type, left), get(instruction.type, right), size),
                [poison, choose(decided, executor.poison(env, left), executor.poison(env, right), 1)])
    if op == "getelementptr":
        base, *indices = instruction.operands
        return (executor.element(env, instruction.type, get(*base), indices),
                [executor.poison(env, value) for _, value in instruction.operands])
    if op == "freeze":
        value = get(instruction.type, instruction.operands[0])
        size = executor.bits_of(instruction.type)
        return choose(executor.poison(env, instruction.operands[0]), unknown(size), value, size), []
    if op == "extractvalue":
        operand = instruction.operands[0]
        return get(*operand)[instruction.extra], [executor.poison(env, operand[1])]
    if op == "insertvalue":
        members = list(get(*instruction.operands[0]))
        members[instruction.extra] = get(*instruction.operands[1])
        return tuple(members), [executor.poison(env, value) for _, value in instruction.operands]
    raise ToolError(f"unknown IR: {text}")


def load(executor, state, instruction):
    align, metadata = instruction.extra
    pointer = executor.operand(state.env, *instruction.operands[0])
    value = executor.load(state.path, state.memory, instruction.type, pointer, align, instruction.line)
    if metadata:
        size = executor.bits_of(instruction.type)
        limits = re.fullmatch(r"i\d+ (-?\d+), i\d+ (-?\d+)", executor.module.metadata[metadata])
        if not limits:
            raise ToolError(f"unknown range: {instruction.line}")
        executor.oblige(state.path, outside(value, size, int(limits[1]), int(limits[2])), f"range: {instruction.line}")
    return value


def intrinsic(executor, state, name, arguments, bundles, text):
    """The result of a call into the compiler."""
    path, memory = state.path, state.memory
    if NO_EFFECT.match(name):
        return None
    if name.startswith("llvm.lifetime."):
        memory.forget(arguments[1], arguments[0])
    elif name.startswith(("llvm.memcpy.", "llvm.memmove.", "llvm.memset.")):
        target, source, size, is_volatile = arguments
        if not isinstance(size, int) or is_volatile:
            raise ToolError(f"unknown IR: {text}")
        if name.startswith("llvm.memset."):
            for condition, address in executor.access(path, target, size, 1, True, text):
                for index in range(size):
                    select_bytes(condition, memory, address + index, source, 1)
        else:
            executor.copy(path, memory, target, source, size, text, name.startswith("llvm.memmove."))
    elif name == "llvm.assume":
        executor.oblige(path, negation(arguments[0]), text)
        for kind, ((_, pointer), (_, (_, align))) in bundles:
            if kind != '"align"':
                raise ToolError(f"unknown IR: {text}")
            pointer = executor.operand(state.env, PTR, pointer)
            executor.oblige(path, compare("ne", binary("and", pointer, align - 1, 64), 0, 64), text)
    elif match := re.fullmatch(r"llvm\.bswap\.i(\d+)", name):
        return values.byte_swap(arguments[0], int(match[1]))
    elif match := re.fullmatch(r"llvm\.fsh([lr])\.i(\d+)", name):
        high, low, count = arguments
        size = int(match[2])
        if not isinstance(count, int):
            raise ToolError(f"unknown IR: {text}")
        left = count % size if match[1] == "l" else size - count % size
        if left % size == 0:
            return high if match[1] == "l" else low
        return binary("or", binary("shl", high, left, size), binary("lshr", low, size - left, size), size)
    elif match := WITH_OVERFLOW.match(name):
        size = int(match[3])
        return (binary(match[2], *arguments, size), overflows(match[2], *arguments, size, match[1] == "s"))
    elif match := re.fullmatch(r"llvm\.([su])(min|max)\.i(\d+)", name):
        size, order = int(match[3]), "lt" if match[2] == "min" else "gt"
        return choose(compare(match[1] + order, *arguments, size), *arguments, size)
    else:
        raise ToolError(f"unknown function {name}")
    return None


def call(executor, state, instruction):
    """The state after the call, or None where it does not return."""
    name, bundles = instruction.extra
    path, memory, env = state
    if name == "llvm.trap":
        executor.traps.append(path)
        return None
    if name == "llvm.ubsantrap":
        executor.oblige(path, 1, f"a trap of UBSan, kind {instruction.operands[0][1][1]}")
        return None
    arguments = [executor.operand(env, type, value) if value[0] != "undef" or type[0] != "void" else None
                 for type, value, _ in instruction.operands]
    if name in executor.module.functions:
        outcome = executor.call(executor.module.functions[name], path, memory, arguments)
        if outcome is None:
            return None
        path, memory, result = outcome
    else:
        result = intrinsic(executor, state, name, arguments, bundles, instruction.line)
    if instruction.result is not None:
        env[instruction.result] = result
    return State(path, memory, env)


def run(executor, block, state, returns):
    """Runs a block: [(the next block, its state)]. What returns goes to `returns`."""
    for instruction in block:
        op, path, env = instruction.op, state.path, state.env
        if op == "phi":
            continue
        if op in EFFECTS:
            for operand in instruction.operands:
                value = operand[1] if op != "switch" else operand
                executor.oblige(path, executor.poison(env, value), f"uses a poison value: {instruction.line}")
        if op == "call":
            state = call(executor, state, instruction)
            if state is None:
                return []
        elif op == "load":
            env[instruction.result] = load(executor, state, instruction)
        elif op == "store":
            (type, value), pointer = instruction.operands
            executor.store(path, state.memory, type, executor.operand(env, type, value),
                           executor.operand(env, *pointer), instruction.extra, instruction.line)
        elif op == "alloca":
            env[instruction.result] = executor.regions.allocate(executor.module.size(instruction.type),
                                                                instruction.extra)
        elif op == "ret":
            value = executor.operand(env, *instruction.operands[0]) if instruction.operands else None
            returns.append((state, value))
            return []
        elif op == "unreachable":
            executor.oblige(path, 1, "reaches what the compiler takes for unreachable")
            return []
        elif op in ("br", "switch"):
            return jump(executor, state, instruction)
        else:
            env[instruction.result], poison = simple(executor, state, instruction)
            executor.set_poison(path, env, instruction.result, poison)
    raise ToolError("a block without an end")


def jump(executor, state, instruction):
    if not instruction.operands:
        return [(instruction.extra[0], state)]
    if instruction.op == "br":
        condition = executor.operand(state.env, *instruction.operands[0])
        cases, default = [(condition, instruction.extra[0])], instruction.extra[1]
    else:
        value, size = executor.operand(state.env, instruction.type, instruction.operands[0]), instruction.type[1]
        cases = [(compare("eq", value, number, size), target) for number, target in instruction.extra[1]]
        default = instruction.extra[0]
    path, edges = state.path, []
    for condition, target in cases:
        holds, path_otherwise = None, None
        for outcome, branch in executor.branch(path, condition, instruction.line):
            if outcome:
                holds = branch
            else:
                path_otherwise = branch
        if holds is not None:
            edges.append((target, State(holds, state.memory, state.env)))
        if path_otherwise is None:
            return edges
        path = path_otherwise
    return edges + [(default, State(path, state.memory, state.env))]
