# SPDX-License-Identifier: BSD-3-Clause
"""Executes a function of the IR on symbolic values: all paths at once, merged where they meet.

A path is a tuple of conditions, all of which hold there. Where paths meet, what they have in common stays, and the rest
becomes the condition by which their values are chosen. What the IR leaves undefined becomes an obligation: a condition
under which it would happen, and which must be impossible.
"""
from collections import namedtuple

import z3

import graph
import instructions
import memory as memories
import values
from instructions import State
from ir import ToolError, VOID
from operands import Operands, pointer_sum
from values import boolean, choose, extend, extract, negation, unknown, unknowns

Edge = namedtuple("Edge", "source state")
Obligation = namedtuple("Obligation", "condition text")
Outcome = namedtuple("Outcome", "value memory returns traps obligations")

# The codec's longest loop has 37 rounds.
MAX_ROUNDS = 100
MAX_ADDRESSES = 300


class Refuted(Exception):
    """An obligation fails here, where the path is possible: what comes after it means nothing."""

    def __init__(self, condition, text):
        super().__init__(text)
        self.condition, self.text = condition, text


def conjunction(path):
    return z3.And(*path) if len(path) > 1 else path[0] if path else z3.BoolVal(True)


def choose_one(conditions, found, size):
    """The first value whose condition holds, or the last."""
    result = found[-1]
    for condition, value in zip(conditions[::-1], found[-2::-1]):
        result = choose(condition, value, result, size)
    return result


class Executor(Operands):
    """One run of one function."""

    def __init__(self, module, regions, memory, assumption=None):
        super().__init__(module, regions, memory)
        self.solver = z3.SolverFor("QF_BV")
        self.path = (assumption,) if assumption is not None else ()
        self.traps, self.obligations, self.running = [], [], []
        self.decided, self.enumerated, self.kept = {}, {}, []

    # What can be.

    def is_possible(self, *conditions):
        key = tuple(condition.get_id() for condition in conditions)
        if key not in self.decided:
            self.kept.append(conditions)  # so that nothing else gets their ids
            self.solver.push()
            self.solver.add(*conditions)
            answer = self.solver.check()
            self.solver.pop()
            if answer == z3.unknown:
                raise ToolError("the solver does not know")
            self.decided[key] = answer == z3.sat
        return self.decided[key]

    def decide(self, path, condition):
        """1 or 0 where the condition can only hold or not, else the condition."""
        if isinstance(condition, int):
            return condition
        condition = values.known(z3.simplify(condition))
        if isinstance(condition, int):
            return condition
        if not self.is_possible(*path, condition):
            return 0
        return condition if self.is_possible(*path, z3.Not(condition)) else 1

    def oblige(self, path, violation, text):
        """`violation`: when it goes wrong."""
        if isinstance(violation, int):
            if violation:
                self.obligations.append(Obligation(conjunction(path), text))
        else:
            self.obligations.append(Obligation(z3.And(*path, violation), text))

    def initialised(self, path, value, text):
        """What decides must not depend on anything undefined."""
        found = unknowns(value)
        if found:
            other = z3.substitute(value, *((one, unknown(values.width(one))) for one in found))
            if self.is_possible(*path, value != other):
                raise Refuted(z3.And(*path, value != other), f"depends on an undefined value: {text}")

    @staticmethod
    def poison(env, value):
        """When an operand is poison."""
        return env.get(("poison", value[1]), 0) if value[0] == "local" else 0

    def set_poison(self, path, env, name, conditions):
        """Poison is kept with a value where it is possible at all."""
        env.pop(("poison", name), None)
        if 1 in [condition for condition in conditions if isinstance(condition, int)]:
            env[("poison", name)] = 1
            return
        conditions = [condition for condition in conditions if not isinstance(condition, int)]
        if conditions:
            condition = self.decide(path, z3.Or(*conditions))
            if not isinstance(condition, int) or condition:
                env[("poison", name)] = condition

    def branch(self, path, condition, text):
        """[(whether it holds, path)] of what is possible."""
        self.initialised(path, condition, text)
        condition = self.decide(path, condition)
        if isinstance(condition, int):
            return [(bool(condition), path)]
        return [(True, path + (condition,)), (False, path + (negation(condition),))]

    def addresses(self, path, pointer, text):
        """[(condition, address)] of all that the pointer can be."""
        if isinstance(pointer, int):
            return [(1, pointer)]
        self.initialised(path, pointer, text)
        offset, base = 0, z3.simplify(pointer)
        if z3.is_bv_value(base):
            return [(1, base.as_long())]
        while base.decl().kind() == z3.Z3_OP_BADD and base.num_args() == 2 and z3.is_bv_value(base.arg(0)):
            offset, base = offset + base.arg(0).as_long(), base.arg(1)
        key = (base.get_id(), *(condition.get_id() for condition in path))
        if key not in self.enumerated:
            self.kept.append((base, path))
            found = []
            self.solver.push()
            self.solver.add(*path)
            while self.solver.check() == z3.sat:
                value = self.solver.model().eval(base, model_completion=True)
                found.append(value.as_long())
                self.solver.add(base != value)
                address = (found[-1] + offset) & (1 << 64) - 1
                # One that is nowhere is enough: it will be refuted.
                if not self.regions.allows(address, 1, False):
                    break
                if len(found) > MAX_ADDRESSES:
                    raise ToolError(f"too many addresses: {text}")
            self.solver.pop()
            self.enumerated[key] = sorted(found)
        found = self.enumerated[key]
        if len(found) == 1:
            return [(1, (found[0] + offset) & (1 << 64) - 1)]
        return [(base == value, (value + offset) & (1 << 64) - 1) for value in found]

    # Loads and stores.

    def load(self, path, memory, type, pointer, align, text):
        type = self.module.resolve(type)
        if type[0] in ("struct", "array"):
            members = type[2] if type[0] == "struct" else (type[2],) * type[1]
            places = [self.module.offset(type, index) if type[0] == "struct" else index * self.module.size(type[2])
                      for index in range(len(members))]
            return tuple(self.load(path, memory, member, pointer_sum(pointer, place), 1 if place else align, text)
                         for member, place in zip(members, places))
        width, size, result = self.bits_of(type), self.module.size(type), None
        if width % 8 and width > 8:
            raise ToolError(f"a load of {width} bits")
        for condition, address in self.access(path, pointer, size, align, False, text):
            value = memory.read(address, size)
            result = value if result is None else choose(condition, value, result, 8 * size)
        return extract(result, 0, width)

    def access(self, path, pointer, size, align, is_store, text):
        """addresses(), all of them in bounds."""
        allowed = []
        for condition, address in self.addresses(path, pointer, text):
            if not self.regions.allows(address, size, is_store):
                raise Refuted(z3.And(*path, boolean(condition)), f"out of bounds: {text}")
            elif address % align:
                self.oblige(path, condition, f"misaligned: {text}")
            else:
                allowed.append((condition, address))
        if not allowed:
            raise Refuted(conjunction(path), f"misaligned: {text}")
        return allowed

    def store(self, path, memory, type, value, pointer, align, text):
        type = self.module.resolve(type)
        if isinstance(value, tuple):
            members = type[2] if type[0] == "struct" else (type[2],) * type[1]
            for index, member in enumerate(members):
                place = self.module.offset(type, index) if type[0] == "struct" else index * self.module.size(member)
                self.store(path, memory, member, value[index], pointer_sum(pointer, place), 1 if place else align, text)
            return
        width, size = self.bits_of(type), self.module.size(type)
        value = extend(value, width, 8 * size, False) if width < 8 * size else value
        for condition, address in self.access(path, pointer, size, align, True, text):
            memories.select_bytes(condition, memory, address, value, size)

    def copy(self, path, memory, target, source, size, text, may_overlap=True):
        sources = self.access(path, source, size, 1, False, text)
        targets = self.access(path, target, size, 1, True, text)
        for first, start in sources:
            for second, end in targets:
                if not may_overlap and 0 < abs(start - end) < size:
                    self.oblige(path, z3.And(boolean(first), boolean(second)), f"overlap: {text}")
        if len(sources) == len(targets) == 1 and sources[0][0] is targets[0][0] == 1:
            memory.copy_bytes(targets[0][1], sources[0][1], size)
            return
        at, pieces = 0, []
        while at < size:
            step = min((memory.value_size(address + at) for _, address in sources), default=1)
            step = step if at + step <= size else 1
            value = None
            for condition, address in sources:
                read = memory.read(address + at, step)
                value = read if value is None else choose(condition, read, value, 8 * step)
            pieces.append((at, step, unknown(8 * step) if value is None else value))
            at += step
        for at, step, value in pieces:
            for condition, address in targets:
                memories.select_bytes(condition, memory, address + at, value, step)

    # Paths.

    def merge(self, edges, widths):
        """One state of many, and the conditions by which its values were chosen, but the last edge's."""
        if len(edges) == 1:
            return edges[0].state, []
        paths = [edge.state.path for edge in edges]
        common = 0
        while all(len(path) > common for path in paths) and len({path[common].get_id() for path in paths}) == 1:
            common += 1
        prefix, rests = paths[0][:common], [conjunction(path[common:]) for path in paths]
        either = values.known(z3.simplify(z3.Or(*rests)))
        if not isinstance(either, int) and self.is_possible(*prefix, z3.Not(either)):
            prefix += (either,)
        state = edges[-1].state
        memory, env = state.memory, dict(state.env)
        for edge, rest in zip(edges[-2::-1], rests[-2::-1]):
            memory = memories.merge(rest, edge.state.memory, memory)
            theirs = edge.state.env
            for name in [*env, *(name for name in theirs if isinstance(name, tuple) and name not in env)]:
                if isinstance(name, tuple):
                    env[name] = choose(rest, theirs.get(name, 0), env.get(name, 0), 1)
                elif name not in theirs:
                    del env[name]
                elif theirs[name] is not env[name]:
                    env[name] = choose(rest, theirs[name], env[name], widths[name])
        return State(prefix, memory, env), rests[:-1]

    def enter(self, block, edges, widths):
        """The state in which a block starts: merged, with its phis."""
        state, rests = self.merge(edges, widths)
        env = dict(state.env)
        for instruction in block:
            if instruction.op != "phi":
                break
            arms = {source: value for value, source in instruction.operands}
            env[instruction.result] = choose_one(
                rests, [self.operand(edge.state.env, instruction.type, arms[edge.source]) for edge in edges],
                widths[instruction.result])
            poison = choose_one(rests, [self.poison(edge.state.env, arms[edge.source]) for edge in edges], 1)
            self.set_poison(state.path, env, instruction.result, [poison])
        return State(state.path, state.memory.copy(), env)

    def walk(self, function, order, pending, returns):
        """Runs blocks in order; `pending`: the edges that wait for each."""
        for name, inner in order:
            rounds = 0
            while name in pending:
                state = self.enter(function.blocks[name], pending.pop(name), function.widths)
                for target, next_state in instructions.run(self, function.blocks[name], state, returns):
                    pending.setdefault(target, []).append(Edge(name, next_state))
                self.walk(function, inner or [], pending, returns)
                rounds += 1
                if rounds > MAX_ROUNDS and name in pending:
                    raise Refuted(z3.Or(*(conjunction(edge.state.path) for edge in pending[name])),
                                  f"a loop of {function.name} goes on after {MAX_ROUNDS} rounds")

    def call(self, function, path, memory, arguments):
        """(path, memory, result), or None where it never returns."""
        if function.name in self.running:
            raise ToolError(f"{function.name} calls itself")
        self.running.append(function.name)
        env, returns, first = {}, [], len(self.regions.starts)
        for (_, name, copied), argument in zip(function.parameters, arguments):
            if copied:
                size, original = self.module.size(copied), argument
                argument = self.regions.allocate(size, 8)
                self.copy(path, memory, argument, original, size, f"argument {name} of {function.name}")
            env[name] = argument
        if not function.order:
            self.prepare(function)
        self.walk(function, function.order, {function.entry: [Edge(None, State(path, memory, env))]}, returns)
        self.running.pop()
        if not returns:
            return None
        edges = [Edge(None, state._replace(env={} if value is None else {"": value})) for state, value in returns]
        state, _ = self.merge(edges, function.widths)
        result, memory = state.env.get(""), state.memory.copy()
        for start, size in self.regions.free_from(first):
            memory.forget(start, size)
        if function.range:
            self.oblige(state.path, instructions.outside(result, self.bits_of(function.type), *function.range),
                        f"the result of {function.name}")
        return state.path, memory, result

    def prepare(self, function):
        function.order.extend(graph.function_schedule(function))
        for type, name, _ in function.parameters:
            function.widths[name] = self.bits_of(type)
        for block in function.blocks.values():
            for instruction in block:
                if instruction.result is not None:
                    function.widths[instruction.result] = self.bits_of(instructions.result_type(self, instruction))
        if function.type != VOID:
            function.widths[""] = self.bits_of(function.type)

    def run(self, name, arguments):
        function = self.module.functions.get(name)
        if function is None or len(function.parameters) != len(arguments):
            raise ToolError(f"the IR has no function {name} of {len(arguments)} parameters")
        for variable in self.module.globals.values():
            if variable.is_constant:
                self.global_address(variable.name)
        result = self.call(function, self.path, self.start, arguments)
        if result is None:
            return Outcome(None, self.start, z3.BoolVal(False), self.traps, self.obligations)
        path, memory, value = result
        return Outcome(value, memory, conjunction(path), self.traps, self.obligations)
