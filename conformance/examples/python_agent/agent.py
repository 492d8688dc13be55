#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""A target for tsrpc in Python's standard library: a little SP, its SPMC, and the lines of docs/target-protocol.md.

    tsrpc check sp --target "exec:python3 agent.py"

Copy it and put your own SP in place of `Sp`: the rest of it needs `direct_request(sender, words)` only, and an SP that
asks the SPMC it is given for memory.
"""

import sys

PAGE_SIZE = 0x1000
MOST_EVENTS = 4096
OWN_ID = 0x8003
NO_MEMORY = 0xFFFFFFFFFFFFFFFF
MANAGEMENT = 0xFF

# FF-A errors
NOT_THERE, NO_ROOM, DENIED = -2, -3, -6

# RPC status
SUCCESS, INVALID_VALUE, NOT_FOUND, TRANSPORT_LAYER = 0, -2, -3, -5


class FfaError(Exception):
    """FF-A refused; the argument is its error code."""


class Region:
    """Memory that is shared with the SP."""

    def __init__(self, owner, size, tag):
        self.owner, self.tag = owner, tag
        self.bytes = bytearray(size)
        self.retrieved = False


class Spmc:
    """Keeps the books of shared memory, tells what the SP asks for, and refuses on demand."""

    def __init__(self):
        self.regions = {}
        self.refusals = {}  # operation: [error, count]
        self.events = []

    def share(self, owner, size, tag, handle):
        if size == 0 or size % PAGE_SIZE or handle in self.regions or handle == NO_MEMORY:
            raise FfaError(NOT_THERE)
        try:
            self.regions[handle] = Region(owner, size, tag)
        except (MemoryError, OverflowError):
            raise FfaError(NO_ROOM) from None

    def reclaim(self, owner, handle):
        region = self.regions.get(handle)
        if region is None or region.owner != owner:
            raise FfaError(NOT_THERE)
        if region.retrieved:
            raise FfaError(DENIED)
        del self.regions[handle]

    def retrieve(self, sender, handle, tag):
        """FFA_MEM_RETRIEVE_REQ by the SP: returns the memory."""

        def work():
            region = self.regions.get(handle)
            if region is None or region.tag != tag:
                raise FfaError(NOT_THERE)
            if region.owner != sender or region.retrieved:
                raise FfaError(DENIED)
            region.retrieved = True
            return region.bytes

        return self._do("retrieve", f"! retrieve {sender:04x} {handle:016x} {tag:016x}", work)

    def relinquish(self, handle):
        """FFA_MEM_RELINQUISH by the SP."""

        def work():
            region = self.regions.get(handle)
            if region is None:
                raise FfaError(NOT_THERE)
            if not region.retrieved:
                raise FfaError(DENIED)
            region.retrieved = False

        self._do("relinquish", f"! relinquish {handle:016x}", work)

    def _do(self, operation, event, work):
        result = 0
        try:
            refusal = self.refusals.get(operation, [0, 0])
            if refusal[1]:
                refusal[1] -= 1
                raise FfaError(refusal[0])
            return work()
        except FfaError as error:
            result = error.args[0]
            raise
        finally:
            if len(self.events) < MOST_EVENTS:
                self.events.append(f"{event} {result}")


class TestService:
    """The suite's test service; `call` returns RPC status, service status and response length."""

    def __init__(self, interface, instance):
        self.interface, self.instance = interface, instance

    def call(self, sender, opcode, client, length, memory):
        refusal = INVALID_VALUE, 0, 0
        if opcode in (0x0000, 0xFFFF):  # NOP
            return SUCCESS, 0, 0
        if opcode == 0x0001:  # ECHO
            return SUCCESS, 0, length
        if opcode == 0x0002:  # DESCRIBE
            if len(memory) < 16:
                return refusal
            numbers = (sender, 2), (opcode, 2), (client, 4), (length, 4), (self.interface, 1), (self.instance, 1), (0, 2)
            memory[:16] = b"".join(number.to_bytes(size, "little") for number, size in numbers)
            return SUCCESS, 0, 16
        if opcode == 0x0003 and length >= 4:  # STATUS
            return SUCCESS, int.from_bytes(memory[:4], "little"), 0
        if opcode == 0x0004 and length >= 5:  # FILL
            count = int.from_bytes(memory[:4], "little")
            if count > len(memory):
                return refusal
            memory[:count] = bytes([memory[4]]) * count
            return SUCCESS, 0, count
        return refusal


class Sp:
    """The SP under test."""

    SLOTS = 16

    def __init__(self, spmc):
        self.spmc = spmc
        self.slots = {}  # (sender, handle): memory
        self.services = {
            "5f0a7c3e2d644b1b9c58e1d3a6b9f042": TestService(0x07, 0),
            "c2b81d9470f34e0aa6d53b9e5c1f8a27": TestService(0x22, 1),
        }

    def direct_request(self, sender, words):
        """W3..W7 of the response to W3..W7."""
        interface, opcode = words[0] >> 16 & 0xFF, words[0] & 0xFFFF
        if interface == MANAGEMENT:
            rest = self._manage(sender, opcode, words)
        else:
            rest = self._call(sender, interface, opcode, words)
        return [interface << 16 | opcode] + [word & 0xFFFFFFFF for word in rest]

    def _manage(self, sender, opcode, words):
        handle = words[1] | words[2] << 32
        if opcode == 0:  # GET_VERSION
            return 1, 0, 0, 0
        if opcode == 1:  # RETRIEVE_MEM
            return self._retrieve(sender, handle, words[3] | words[4] << 32), 0, 0, 0
        if opcode == 2:  # RELINQ_MEM
            return self._relinquish(sender, handle), 0, 0, 0
        if opcode == 3:  # SERVICE_INFO
            uuid = b"".join(word.to_bytes(4, "little") for word in words[1:]).hex()
            service = self.services.get(uuid)
            return (NOT_FOUND, 0, 0, 0) if service is None else (SUCCESS, service.interface, 0, 0)
        return INVALID_VALUE, 0, 0, 0

    def _retrieve(self, sender, handle, tag):
        if len(self.slots) == self.SLOTS:
            return NOT_FOUND
        try:
            self.slots[sender, handle] = self.spmc.retrieve(sender, handle, tag)
        except FfaError:
            return TRANSPORT_LAYER
        return SUCCESS

    def _relinquish(self, sender, handle):
        if (sender, handle) not in self.slots:
            return NOT_FOUND
        try:
            self.spmc.relinquish(handle)
        except FfaError:
            return TRANSPORT_LAYER
        del self.slots[sender, handle]
        return SUCCESS

    def _call(self, sender, interface, opcode, words):
        handle, length, client = words[1] | words[2] << 32, words[3], words[4]
        service = next((s for s in self.services.values() if s.interface == interface), None)
        memory = bytearray() if handle == NO_MEMORY else self.slots.get((sender, handle))
        if service is None:
            return INVALID_VALUE, 0, 0, 0
        if memory is None:
            return NOT_FOUND, 0, 0, 0
        if length > len(memory):
            return INVALID_VALUE, 0, 0, 0
        return (*service.call(sender, opcode, client, length, memory), 0)


class LineError(Exception):
    """A command that docs/target-protocol.md does not have."""


class Agent:
    """Performs commands. Each method is one, and returns what follows "< "."""

    def __init__(self):
        self.spmc = self.sp = None

    def boot(self):
        self.spmc = Spmc()
        self.sp = Sp(self.spmc)

    def hello(self, version):
        if int(version, 16) != 2:
            return "error version 2"
        self.boot()
        words = "senders=any words=any handles=runner memory reset events refuse ahead=80"
        return f"ok 2 sp {OWN_ID:04x} {words} name=agent.py"

    def reset(self):
        self.boot()
        return "ok"

    def bye(self):
        self.sp = None
        return "ok"

    def call(self, sender, *words):
        if len(words) != 5:
            raise LineError("a call has five words")
        response = self.sp.direct_request(int(sender, 16), [int(word, 16) for word in words])
        return "ok " + " ".join(f"{word:08x}" for word in response)

    def share(self, owner, size, tag, handle):
        self.spmc.share(*(int(word, 16) for word in (owner, size, tag, handle)))
        return f"ok {int(handle, 16):016x}"

    def reclaim(self, owner, handle):
        self.spmc.reclaim(int(owner, 16), int(handle, 16))
        return "ok"

    def read(self, handle, offset, length):
        memory, begin = self._memory(handle, offset, int(length, 16))
        return "ok " + (memory[begin : begin + int(length, 16)].hex() or "-")

    def write(self, handle, offset, text):
        data = bytes.fromhex("" if text == "-" else text)
        memory, begin = self._memory(handle, offset, len(data))
        memory[begin : begin + len(data)] = data
        return "ok"

    def refuse(self, operation, error, count):
        if operation not in ("retrieve", "relinquish") or int(error) >= 0:
            raise LineError("no such operation or error")
        self.spmc.refusals[operation] = [int(error), int(count, 16)]
        return "ok"

    def _memory(self, handle, offset, length):
        region, begin = self.spmc.regions.get(int(handle, 16)), int(offset, 16)
        if region is None or begin + length > len(region.bytes):
            raise LineError("there is no such memory")
        return region.bytes, begin

    COMMANDS = "hello", "reset", "bye", "call", "share", "reclaim", "read", "write", "refuse"

    def perform(self, name, words):
        if name not in self.COMMANDS:
            return f"error '{name}' is not a command"
        if self.sp is None and name != "hello":
            return "error hello"
        try:
            return getattr(self, name)(*words)
        except FfaError as error:
            return f"ffa {error.args[0]}"
        except (LineError, TypeError, ValueError) as error:
            return f"error {error}"

    def answer(self, line):
        """The lines that a command is answered with."""
        name, *words = line[2:].split(" ")
        reply = "< " + self.perform(name, words)
        events = []
        if self.spmc is not None:
            events, self.spmc.events = self.spmc.events, []
        return events + [reply]


def main():
    agent = Agent()
    print("! ready", flush=True)
    for raw in sys.stdin.buffer:
        line = raw.decode("latin-1").rstrip("\r\n")
        if line.startswith("> "):
            sys.stdout.write("".join(f"{answer}\n" for answer in agent.answer(line)))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
