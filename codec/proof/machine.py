# SPDX-License-Identifier: BSD-3-Clause
"""Executes machine code on symbolic values, as execute.py does the IR: all paths at once, merged where they meet.

A place is (calls, address, rounds of the loops there), a call being (return address, rounds there). States merge where
all that is the same. What a CPU's instructions do is in x86_64.py and aarch64.py, which also say what the calling
convention asks.
"""
from collections import namedtuple

import z3

from execute import Edge, Executor, Outcome, Refuted, conjunction
from flow import Blocks
from instructions import State
from ir import ToolError
from values import compare, extend, extract, is_same, join, unknown, width

# kind: jump, call or return. target: an address, or a value that may be several.
Exit = namedtuple("Exit", "kind target state")

STACK_TOP, STACK_SIZE, RETURN = 0x5000_0000, 0x10000, 0x6000_0000
# Those of a block. The longest loops copy a listing or a text byte by byte.
MAX_ROUNDS = 400


class Machine(Executor):
    """One run of one function. Executor's load and store take ("int", bits)."""

    def __init__(self, module, regions, memory, assumption=None):
        super().__init__(module, regions, memory, assumption)
        self.cpu, self.seen, self.initial = module.cpu, set(), {}
        if module.blocks is None:
            module.blocks = Blocks(module)
        for address, content in module.constants:
            self.add_region(address, len(content), False)
            if not module.is_code(address):
                memory.bytes.update(enumerate(content, address))
        self.add_region(STACK_TOP, 0, True)

    def add_region(self, address, size, is_writable):
        if self.regions.starts and address < self.regions.starts[-1] + self.regions.regions[-1][0]:
            raise ToolError("the image is where the inputs are")
        self.regions.starts.append(address)
        self.regions.regions.append([size, is_writable, True])

    # The stack. What is below its pointer, and below the red zone if there is one, is out of bounds.

    def fit_stack(self, pointer):
        if not isinstance(pointer, int) or not STACK_TOP - STACK_SIZE < pointer <= STACK_TOP:
            raise ToolError("the stack pointer is somewhere")
        start = pointer - self.cpu.RED_ZONE
        self.regions.starts[-1], self.regions.regions[-1][0] = start, STACK_TOP - start

    def move_stack(self, state, pointer):
        """What is no longer on the stack has no value any more: an interrupt may have used the place."""
        old = state.env[self.cpu.STACK]
        self.fit_stack(pointer)
        state.memory.forget(old - self.cpu.RED_ZONE, max(pointer - old, 0))
        state.env[self.cpu.STACK] = pointer

    # Memory, for the instructions.

    def read(self, state, address, size, align, text):
        return self.load(state.path, state.memory, ("int", 8 * size), address, align, text)

    def write(self, state, address, value, size, align, text):
        self.store(state.path, state.memory, ("int", 8 * size), value, address, align, text)

    # Paths.

    def rank(self, place):
        """The callee before what follows the call."""
        calls, address, rounds = place
        ranks = [rank for call in calls for rank in self.module.blocks.rank(*call)]
        return ranks + self.module.blocks.rank(address, rounds) + [float("inf")]

    def argument(self, value):
        """A register. The convention leaves what is above a narrow argument open."""
        if isinstance(value, int) or width(value) == 64:
            return value
        value = extend(value, width(value), max(width(value), self.cpu.CALLER_EXTENDS_TO), False)
        above = 64 - width(value)
        return join((value, 64 - above), (unknown(above), above)) if above else value

    def run(self, name, arguments):
        if name not in self.module.symbols:
            raise ToolError(f"no function {name}")
        env = {register: unknown(bits) for register, bits in self.cpu.WIDTHS.items()}
        env[self.cpu.STACK] = STACK_TOP
        for register, value in zip(self.cpu.ARGUMENTS, arguments):
            env[register] = self.argument(value)
        state = State(self.path, self.start, env)
        self.fit_stack(STACK_TOP)
        self.initial = dict(env)
        self.cpu.set_return_address(self, state, RETURN)
        start = self.module.symbols[name]
        waiting, returns = {((), start, self.module.blocks.rounds(start)): [Edge(None, state)]}, []
        while waiting:
            place = min(waiting, key=self.rank)
            state, _ = self.merge(waiting.pop(place), self.cpu.WIDTHS)
            if max(place[2], default=0) > MAX_ROUNDS:
                raise Refuted(conjunction(state.path), f"a loop of {name} goes on after {MAX_ROUNDS} rounds")
            for target, next_state in self.block(place, state, returns):
                waiting.setdefault(target, []).append(Edge(None, next_state))
        if not returns:
            return Outcome(None, self.start, z3.BoolVal(False), self.traps, self.obligations)
        state, _ = self.merge([Edge(None, state) for state in returns], self.cpu.WIDTHS)
        value = extract(state.env[self.cpu.RESULT], 0, 32)
        return Outcome(value, state.memory, conjunction(state.path), self.traps, self.obligations)

    def block(self, place, state, returns):
        """Runs to the end of a block: [(place, state)]."""
        calls, address, rounds = place
        state = State(state.path, state.memory.copy(), dict(state.env))
        self.fit_stack(state.env[self.cpu.STACK])
        while True:
            instruction = self.module.instructions.get(address)
            if instruction is None:
                raise ToolError(f"no instruction at {address:#x}")
            self.seen.add(instruction)
            exits = self.step(state, instruction)
            if exits is not None:
                return [found for way in exits for found in self.leave(way, place, instruction, returns)]
            address = instruction.next
            if address in self.module.blocks.starts:
                return [((calls, address, self.module.blocks.rounds(address, place[1], rounds)), state)]

    def step(self, state, instruction):
        """Operands that an instruction has not had so far are as unknown as a new instruction."""
        try:
            return self.cpu.step(self, state, instruction)
        except (AttributeError, IndexError, KeyError, StopIteration, TypeError, ValueError) as error:
            raise ToolError(f"unknown instruction: {instruction.text}: {error!r}") from error

    def leave(self, way, place, instruction, returns):
        (kind, target, state), (calls, source, rounds), blocks = way, place, self.module.blocks
        path = state.path
        if kind == "return":
            expected = calls[-1][0] if calls else RETURN
            if target != expected if isinstance(target, int) else not is_same(target, expected):
                raise Refuted(conjunction(path), f"returns elsewhere: {instruction.text}")
            if calls:
                return [((calls[:-1], *calls[-1]), state)]
            self.check_return(state)
            returns.append(state)
            return []
        found = []
        for condition, address in self.addresses(path, target, instruction.text):
            if address not in self.module.instructions:
                raise Refuted(conjunction(path if isinstance(condition, int) else path + (condition,)),
                              f"jumps to {address:#x}: {instruction.text}")
            if kind == "call":
                back = (instruction.next, blocks.rounds(instruction.next, source, rounds))
                to = (calls + (back,), address, blocks.rounds(address))
            else:
                to = (calls, address, blocks.rounds(address, source, rounds))
            found.append((to, state if isinstance(condition, int) else state._replace(path=path + (condition,))))
        return found

    def check_return(self, state):
        """What the calling convention says is as before."""
        for register, bits in self.cpu.SAVED.items():
            before, after = (extract(env[register], 0, bits) for env in (self.initial, state.env))
            if not is_same(before, after):
                self.oblige(state.path, compare("ne", before, after, bits), f"changes {register}")
        if state.env[self.cpu.STACK] != STACK_TOP:
            raise Refuted(conjunction(state.path), "changes the stack pointer")
        state.memory.forget(STACK_TOP - self.cpu.RED_ZONE, self.cpu.RED_ZONE)
