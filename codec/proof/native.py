# SPDX-License-Identifier: BSD-3-Clause
"""The same functions as machine code of this CPU."""
import ctypes
import os
import tempfile

import builds
from execute import Outcome


class Native:
    """A build's functions in a shared library."""

    def __init__(self, build, headers=builds.ROOT):
        with tempfile.TemporaryDirectory() as directory:
            out = f"{directory}/functions.so"
            builds.compile(builds.command(build, ["-shared", "-fPIC", "-nostdlib", "-o", out], headers))
            self.library = ctypes.CDLL(out)

    def run(self, setup, case, regions):
        """What a case leaves, as an Outcome; `regions`: how many of the setup's are its arguments."""
        function, arguments, buffers = self.prepare(setup, case, regions)
        value = function(*arguments)
        memory = setup.memory.copy()
        for start, (raw, offset, size) in buffers.items():
            memory.bytes.update(enumerate(raw.raw[offset:offset + size], start))
        return Outcome(value, memory, True, [], [])

    def traps(self, setup, case, regions):
        """Tries it in another process."""
        function, arguments, _ = self.prepare(setup, case, regions)
        child = os.fork()
        if child == 0:
            function(*arguments)
            os._exit(0)
        return os.WIFSIGNALED(os.waitpid(child, 0)[1])

    def prepare(self, setup, case, regions):
        buffers, arguments = {}, []
        for start, (size, _, _) in list(zip(setup.regions.starts, setup.regions.regions))[:regions]:
            raw = ctypes.create_string_buffer(size + 16)
            offset = -ctypes.addressof(raw) % 16
            ctypes.memmove(ctypes.addressof(raw) + offset,
                           bytes(setup.memory.bytes[start + index] for index in range(size)), size)
            buffers[start] = (raw, offset, size)
        for value in map(setup.run_time, case.arguments):
            if value in buffers:
                raw, offset, _ = buffers[value]
                value = ctypes.addressof(raw) + offset
            arguments.append(ctypes.c_uint64(value))
        function = self.library[case.function]
        function.restype = ctypes.c_uint32
        return function, arguments, buffers
