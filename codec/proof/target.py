# SPDX-License-Identifier: BSD-3-Clause
"""Runs the machine code that the proof has read, on this CPU or under qemu-user, at the same addresses."""
import pathlib
import platform
import struct
import subprocess
from collections import namedtuple

import builds
from execute import Outcome
from ir import ToolError

# Where a setup's memory is: address, size.
ARENA = (0x10000, 0x800)
# writes: [(address, bytes)]; reads: [(address, size)]
Job = namedtuple("Job", "writes function arguments reads")
Done = namedtuple("Done", "is_trapped value contents")


class Target:
    """A program that takes jobs, for one CPU."""

    def __init__(self, cpu_name, directory):
        self.cpu, compiler, _ = builds.CPUS[cpu_name]
        program = f"{directory}/runner_{cpu_name}"
        # Above all that the proof has, as the kernel may put the heap up to 1 GB after the program.
        place = ["-static", "-no-pie", "-Wl,-Ttext-segment=0x70000000"]
        builds.compile([compiler, *place, "-O1", "-o", program, str(builds.HERE / "runner.c")])
        self.command = [program] if platform.machine() == cpu_name else [f"qemu-{cpu_name}-static", program]

    def run(self, image, jobs):
        """All of them in one process: [Done]"""
        data = bytearray()
        for number, job in enumerate(jobs):
            writes = job.writes if number else image.constants + job.writes
            data += struct.pack("<Q", len(writes))
            for address, content in writes:
                data += struct.pack("<QQ", address, len(content)) + content
            arguments = [*job.arguments, *[0] * (6 - len(job.arguments))]
            data += struct.pack("<8Q", job.function, *arguments, len(job.reads))
            data += b"".join(struct.pack("<QQ", *read) for read in job.reads)
        done = subprocess.run(self.command, input=data, capture_output=True)
        if done.returncode:
            raise ToolError(f"{self.command[0]} ended with {done.returncode}: {done.stderr[:300]}")
        return list(self.results(done.stdout, jobs))

    @staticmethod
    def results(out, jobs):
        at = 0
        for job in jobs:
            is_trapped, value = struct.unpack_from("<QQ", out, at)
            at, contents = at + 16, []
            for _, size in job.reads:
                contents.append(out[at:at + size])
                at += size
            yield Done(bool(is_trapped), value, contents)
        if at != len(out):
            raise ToolError("the runner wrote more")


def steps(cpu_name, directory):
    """The image of steps_*.S, away from all others."""
    cpu, compiler, _ = builds.CPUS[cpu_name]
    source, code, program = builds.HERE / f"steps_{cpu_name}.S", f"{directory}/steps.o", f"{directory}/steps"
    builds.compile([compiler, "-c", "-o", code, str(source)])
    builds.compile([cpu.LINKER, "--entry=0", "-Ttext-segment=0x41000000", "-o", program, code])
    return builds.Image(pathlib.Path(program), cpu)


class Remote:
    """An image's functions there, as Native has those of a library."""

    def __init__(self, target, image):
        self.target, self.image = target, image

    def done(self, setup, case):
        return self.target.run(self.image, [job(self.image, setup, case)])[0]

    def traps(self, setup, case, _):
        return self.done(setup, case).is_trapped

    def run(self, setup, case, _):
        done, memory = self.done(setup, case), setup.memory.copy()
        memory.bytes.update(enumerate(done.contents[0], ARENA[0]))
        return Outcome(done.value & 0xffffffff, memory, True, [], [])


def job(image, setup, case):
    """A case with numbers: all of a setup's memory before and after."""
    if max(setup.memory.bytes) >= sum(ARENA):
        raise ToolError("the inputs take more memory")
    before = bytes(setup.memory.bytes.get(ARENA[0] + index, 0) for index in range(ARENA[1]))
    arguments = [setup.run_time(value) for value in case.arguments]
    return Job([(ARENA[0], before)], image.symbols[case.function], arguments, [ARENA])
