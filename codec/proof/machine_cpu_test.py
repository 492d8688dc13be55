#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Holds the executor of machine code to the CPU: this one, and qemu's aarch64.

All functions on random inputs, most of them near what the tables say, and all instructions of all builds but jumps, one
by one on random registers. What neither reaches is a failure.
"""
import functools
import random
import re
import sys
import tempfile
import unittest

import z3

import builds
import claims
import machine
import prove
import steps
import target
from cpu_test import known_byte, likely
from execute import Refuted
from instructions import State
from memory import Memory, Regions
from target import Job
from values import bits

FRAMES = 3  # for each case
STATES = 8  # for each instruction
NAMES = {cpu: [name for name, build in builds.BUILDS.items() if build.cpu is builds.CPUS[cpu][0]]
         for cpu in builds.CPUS}
HAS_RESULT = ("strict", "lenient", "parse")


@functools.lru_cache(maxsize=None)
def image(name):
    return builds.module(builds.BUILDS[name])


def form(instruction):
    """What an instruction is, without its numbers and places."""
    text = re.sub(r"0x[0-9a-f]+|#-?\d+", "N", re.sub(r"\[\w+.*?\]", "[]", instruction.operands))
    text = re.sub(r"\b(xmm|[xwbhsdqv])\d+\b", r"\1", text)
    text = re.sub(r"\br(\d+|[a-ds][ixp]|bp)\b", "r64", re.sub(r"\b(r\d+d|e[a-ds][ixp]|ebp)\b", "r32", text))
    text = re.sub(r"\b([a-d]l|[sd]il|bpl|r\d+b)\b", "r8", re.sub(r"\b([a-d]x|[sd]i|bp|r\d+w)\b", "r16", text))
    return f"{instruction.name} {'' if re.fullmatch('(.*, )?[0-9a-f]+', text) else text}"


class MachineCpuTest(unittest.TestCase):
    def compare_memory(self, memory, start, found):
        for place, byte in enumerate(found, start):
            if memory.bytes.get(place, byte) != byte:
                self.assertIn(known_byte(memory, place), (byte, None), hex(place))

    def functions(self, name, on):
        """The forms that are run."""
        module, source, runs, seen = image(name), random.Random(name), [], set()
        for members in claims.all_cases(builds.BUILDS[name].language).values():
            for case_name, make in members:
                for _ in range(FRAMES):
                    runs.append(self.function(module, case_name, make, likely(case_name, source), seen))
        for (case_name, outcome, job), done in zip(runs, on.run(module, [job for _, _, job in runs])):
            with self.subTest(build=name, case=case_name):
                self.assertEqual(bool(outcome.traps), done.is_trapped)
                if not done.is_trapped:
                    self.compare_memory(outcome.memory, target.ARENA[0], done.contents[0])
                    if case_name.startswith(HAS_RESULT):
                        value = z3.simplify(bits(outcome.value, 32))
                        self.assertEqual(value.as_long(), done.value & 0xffffffff)
        returns = sum(not outcome.traps for _, outcome, _ in runs)
        print(f"{name}: {len(runs)} runs, {returns} of them without a trap", file=sys.stderr)
        self.assertGreater(returns, len(runs) // 2)
        return seen

    @staticmethod
    def function(module, case_name, make, given, seen):
        setup, case, outcome = prove.run(module, lambda setup: make(setup)._replace(assumption=None), given, seen)
        return case_name, outcome, target.job(module, setup, case)

    def instructions(self, cpu_name, on, directory):
        """The forms that are run."""
        cpu, context, stub = builds.CPUS[cpu_name][0], steps.CONTEXTS[cpu_name], target.steps(cpu_name, directory)
        source, runs, seen, chosen = random.Random(cpu_name), [], set(), {}
        executors = {name: machine.Machine(image(name), Regions(), Memory(False)) for name in NAMES[cpu_name]}
        for name in NAMES[cpu_name]:
            for address, instruction in image(name).instructions.items():
                code = image(name).bytes_at(address, instruction.next - address)
                if cpu.is_movable(instruction):
                    chosen.setdefault(code, (executors[name], instruction))
        nops = stub.bytes_at(stub.symbols["slot"], cpu.SLOT)
        for code, (executor, instruction) in chosen.items():
            for _ in range(STATES):
                before, stack = steps.random_state(cpu, instruction, source)
                after = self.step(executor, instruction, before, stack)
                writes = [(stub.symbols["slot"], (code + nops)[:cpu.SLOT]), (steps.CONTEXT, context.pack(before)),
                          (steps.START, stack)]
                reads = [(steps.CONTEXT, context.SIZE), (steps.START, steps.SIZE)]
                runs.append((instruction, before, after, Job(writes, stub.symbols["steps"], [], reads)))
            seen.add(form(instruction))
        for (instruction, before, after, job), done in zip(runs, on.run(stub, [job for *_, job in runs])):
            with self.subTest(instruction.text, before=before):
                registers = context.unpack(done.contents[0])
                known = {name: value for name, value in after.env.items() if isinstance(value, int)}
                self.assertEqual(known, {name: registers[name] for name in known})
                self.compare_memory(after.memory, steps.START, done.contents[1])
        print(f"{cpu_name}: {len(chosen)} instructions, {len(runs)} runs", file=sys.stderr)
        return seen

    @staticmethod
    def step(executor, instruction, before, stack):
        executor.fit_stack(before[executor.cpu.STACK])
        state = State((), Memory(False, dict(enumerate(stack, steps.START))), dict(before))
        try:
            executor.step(state, instruction)
        except Refuted as refuted:
            raise AssertionError(f"{instruction.text}: {refuted}") from refuted
        return state

    def check(self, cpu_name):
        with tempfile.TemporaryDirectory() as directory:
            on = target.Target(cpu_name, directory)
            tested = self.instructions(cpu_name, on, directory)
            for name in NAMES[cpu_name]:
                tested |= {form(instruction) for instruction in self.functions(name, on)}
            forms = {form(instruction) for name in NAMES[cpu_name] for instruction in image(name).instructions.values()
                     if not on.cpu.does_nothing(instruction)}
            print(f"{cpu_name}: {len(forms)} forms", file=sys.stderr)
            self.assertEqual(forms - tested, set())

    def test_x86_64(self):
        self.check("x86_64")

    def test_aarch64(self):
        self.check("aarch64")


if __name__ == "__main__":
    unittest.main()
