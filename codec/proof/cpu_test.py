#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Holds the executor of the IR to the CPU: random inputs, most of them near what the tables say."""
import random
import sys
import unittest

import z3

import abi_table
import builds
import claims
import prove
import values
from native import Native
from values import unknowns

FRAMES = 8  # for each case
BUILDS = ("c_o0", "c_o2", "c_clang19", "cc_o0", "cc_o2", "cc_clang19")
CONTROLS = [0x00ff0000, 0x00ff0001, 0x00ff0002, 0x00ff0003, 0x00ff0004, 0x00030102, 0x00000001, 0x00fe0000]
WORDS = [0, 0, 0, 1, 0xff, 0x103, 0xffffffff, 0xffffffff, 0xfffffffd]
TEXT = "d9df52d5-16A2-4bb2-9aa4-D26d3b84e8c0"


def inputs(random_source):
    """A function of a name and bits: numbers that are likely to be right, and now and then not."""
    control = random_source.choice(CONTROLS)
    is_right = random_source.random() < 0.5

    def given(name, bits):
        flip = 0 if is_right or random_source.random() < 0.8 else 1 << random_source.randrange(bits)
        if name.endswith("W3"):
            return control ^ flip
        if name.startswith("text["):
            return ord(TEXT[int(name[5:-1])]) ^ (flip & 0x7f)
        if name == "length":
            return random_source.choice([36, 36, 36, 36, 0, 35, 37, 1 << 63])
        return random_source.choice([*WORDS, random_source.getrandbits(bits)]) & (1 << bits) - 1 ^ flip

    return given


def likely(name, random_source):
    """inputs(), but with the message's own control word."""
    given = inputs(random_source)
    message = name.split()[-1]
    if message in abi_table.TABLES and random_source.random() < 0.8:
        opcode, interface_id = abi_table.TABLES[message][:2]
        control = 0x00030102 if opcode.constant is None else interface_id.constant << 16 | opcode.constant
        return lambda name, bits: control if name.endswith("W3") and random_source.random() < 0.9 else given(name, bits)
    return given


class CpuTest(unittest.TestCase):
    def compare(self, name):
        build = builds.BUILDS[name]
        module, native, random_source = builds.module(build), Native(build), random.Random(20240607)
        runs = returns = 0
        for members in claims.all_cases(build.language).values():
            for case_name, make in members:
                count = count_regions(module, make)
                for _ in range(FRAMES):
                    given = likely(case_name, random_source)
                    setup, case, outcome = prove.run(module, lambda setup: make(setup)._replace(assumption=None), given)
                    runs += 1
                    with self.subTest(build=name, case=case_name):
                        if outcome.traps:
                            self.assertTrue(native.traps(setup, case, count))
                            continue
                        returns += 1
                        on_cpu = native.run(setup, case, count)
                        if outcome.value is not None:
                            self.assertEqual(outcome.value, on_cpu.value)
                        for place, byte in on_cpu.memory.bytes.items():
                            self.assertIn(known_byte(outcome.memory, place), (byte, None), hex(place))
        print(f"{name}: {runs} runs, {returns} of them without a trap", file=sys.stderr)
        self.assertGreater(returns, runs // 2)


def count_regions(module, make):
    setup = claims.Setup(module)
    make(setup)
    return len(setup.regions.starts)


def known_byte(memory, place):
    """None: padding, copied without a value."""
    value = memory.read(place, 1)
    if isinstance(value, int):
        return value
    return None if unknowns(value) else values.known(z3.simplify(value))


for build_name in BUILDS:
    setattr(CpuTest, f"test_{build_name}", lambda self, name=build_name: self.compare(name))

if __name__ == "__main__":
    unittest.main()
