# SPDX-License-Identifier: BSD-3-Clause
"""The bytes of code and of stack of functions with all that they call, in one object file for aarch64."""
import pathlib
import re
import subprocess
import tempfile

OBJDUMP = "aarch64-linux-gnu-objdump"
LABEL = re.compile(r"([0-9a-f]+) <(.+)>:$")
INSTRUCTION = re.compile(r"\s+[0-9a-f]+:\t[0-9a-f]{8} \t(\S+)\s*(.*)$")
BRANCH = re.compile(r"(?:b|bl|b\.\w+|t?cbn?z|tbn?z)$")
RELOCATION = re.compile(r"\s+[0-9a-f]+: (R_AARCH64_\w+)\s+(\S+?)(?:\+0x[0-9a-f]+)?$")


class Object:
    """What a compilation made."""

    def __init__(self, command):
        """Compiles by a command without -o. It must be gcc's or clang's, for aarch64."""
        with tempfile.TemporaryDirectory() as directory:
            self.path = path = pathlib.Path(directory, "out.o")
            report = "-fstack-usage" if "clang" in str(command[0]) else "-fcallgraph-info=su"
            subprocess.run([*command, report, "-c", "-o", path], check=True, cwd=directory)
            self.frames = self._clang_frames(directory) if "clang" in str(command[0]) else self._gcc_frames(directory)
            self.symbols = subprocess.run([OBJDUMP, "-t", path], capture_output=True, text=True, check=True).stdout
            self._read_code()
            self._name_frames_as_code()
            self.relocations = subprocess.run([OBJDUMP, "-r", path], capture_output=True, text=True, check=True).stdout
            self.sections = subprocess.run([OBJDUMP, "-h", path], capture_output=True, text=True, check=True).stdout

    def _called_by(self, name):
        """By a pointer: any function of C's handler."""
        handlers = [other for other in self.bytes if other.startswith("h_")] if name in self.calls_pointer else []
        return [other for other in (*self.calls[name], *handlers) if other in self.bytes]

    def code(self, name):
        """Bytes of a function and all that it calls."""
        found, left = set(), [name]
        while left:
            if (current := left.pop()) not in found:
                found.add(current)
                left += self._called_by(current)
        return sum(self.bytes[function] for function in found)

    def stack(self, name):
        """Bytes of a function's stack where its calls are deepest. No function of these calls itself."""
        return self.frames[name] + max((self.stack(other) for other in self._called_by(name)), default=0)

    def tables(self):
        """Bytes of constants, and how many relocations they have."""
        data = re.findall(r"^ *\d+ (\S*(?:rodata|data)\S*) +([0-9a-f]+)", self.sections, re.MULTILINE)
        relocated = re.findall(r"RECORDS FOR \[(\S*(?:rodata|data)\S*)\]:\nOFFSET.*\n((?:\S.*\n)+)", self.relocations)
        return sum(int(size, 16) for _, size in data), sum(lines.count("\n") for _, lines in relocated)

    @staticmethod
    def _clang_frames(directory):
        text = next(pathlib.Path(directory).glob("*.su")).read_text()
        return {name: int(size) for name, size in re.findall(r":([^:\t\n]+)\t(\d+)\t", text)}

    @staticmethod
    def _gcc_frames(directory):
        text = next(pathlib.Path(directory).glob("*.ci")).read_text()
        found = re.findall(r'title: "(?:[^"]*:)?([^":]+)" label: "[^"]*\\n(\d+) bytes \((?:static|dynamic[^)]*)\)', text)
        return {name: int(size) for name, size in found}

    def _read_code(self):
        listing = subprocess.run([OBJDUMP, "-dr", self.path], capture_output=True, text=True, check=True).stdout
        self.bytes, self.calls, self.calls_pointer = {}, {}, set()
        name, place = None, None
        for line in [*listing.splitlines(), ""]:
            relocation = RELOCATION.match(line)
            if relocation and relocation[1] in ("R_AARCH64_CALL26", "R_AARCH64_JUMP26"):
                place = relocation[2]  # what the instruction shows is only a place for it
            if place:
                self.calls[name].add(place)
            place = None
            if label := LABEL.match(line):
                name = label[2]
                self.bytes[name], self.calls[name] = 0, set()
            elif instruction := INSTRUCTION.match(line):
                self.bytes[name] += 4
                if instruction[1] == "blr":
                    self.calls_pointer.add(name)
                target = re.search(r"<([^>+]+)>", instruction[2])
                place = target[1] if BRANCH.match(instruction[1]) and target and target[1] != name else None

    def _name_frames_as_code(self):
        """A constructor has two names for one function."""
        names = {}
        symbol = r"^([0-9a-f]+) .{7} (\S+)\t[0-9a-f]+ (?:\.hidden )?(\S+)$"
        for value, section, name in re.findall(symbol, self.symbols, re.MULTILINE):
            names.setdefault((section, value), set()).add(name)
        for same in names.values():
            known = [self.frames[name] for name in same if name in self.frames]
            for name in same:
                if known:
                    self.frames[name] = known[0]
