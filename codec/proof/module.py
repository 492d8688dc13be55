# SPDX-License-Identifier: BSD-3-Clause
"""What a file of IR defines: types, constants and functions."""
import re
from collections import namedtuple

from ir import Line, ToolError, instruction

# parameters: [(type, name, byval type)]; range: what the result is said to be in, (from, to) or None.
# The executor's: order, of its blocks; widths, of its values.
Function = namedtuple("Function", "name type parameters blocks entry range order widths")
Global = namedtuple("Global", "name type value is_constant")

LINKAGE = set("private internal linkonce_odr weak_odr external dso_local local_unnamed_addr unnamed_addr hidden fastcc"
              " available_externally".split())


class Module:
    """What a file of IR defines."""

    def __init__(self, text):
        self.types, self.globals, self.functions, self.metadata = {}, {}, {}, {}
        self.sizes = {}
        layout = re.search(r'^target datalayout = "([eE])', text, re.MULTILINE)
        if not layout:
            raise ToolError("the IR has no target datalayout")
        self.is_big_endian = layout[1] == "E"
        lines = iter(text.splitlines())
        for line in lines:
            if line.startswith("define "):
                self.function(line, lines)
            elif line.startswith("@"):
                self.variable(line)
            elif match := re.match(r"(![\w.]+) = (?:distinct )?!\{(.*)\}$", line):
                self.metadata[match[1]] = match[2]
            elif line.startswith("%"):
                reader = Line(line)
                name = reader.next()[1:]
                reader.expect("=")
                reader.expect("type")
                self.types[name] = reader.type()
            elif line.strip() and not re.match(r";|source_filename|target |\$|declare |attributes ", line):
                raise ToolError(f"unknown IR: {line[:160]}")

    def resolve(self, type):
        while type[0] == "named":
            if type[1] not in self.types:
                raise ToolError(f"unknown type {type[1]}")
            type = self.types[type[1]]
        return type

    def alignment(self, type):
        type = self.resolve(type)
        if type[0] == "int" and type[1] <= 64:
            return max(1, 1 << (type[1] - 1).bit_length() >> 3)
        if type[0] == "ptr":
            return 8
        if type[0] == "array":
            return self.alignment(type[2])
        if type[0] == "struct":
            return 1 if type[1] else max(map(self.alignment, type[2]), default=1)
        raise ToolError(f"type without a known alignment: {type}")

    def size(self, type):
        if type not in self.sizes:
            inner = self.resolve(type)
            size = self.alignment(inner)
            if inner[0] == "array":
                size = inner[1] * self.size(inner[2])
            elif inner[0] == "struct":
                size *= -(-self.offset(inner, len(inner[2])) // size)
            self.sizes[type] = size
        return self.sizes[type]

    def offset(self, type, index):
        """Of a member; of one past the last, the end of the last."""
        end = 0
        for number, member in enumerate(type[2]):
            align = 1 if type[1] else self.alignment(member)
            start = -(-end // align) * align
            if number == index:
                return start
            end = start + self.size(member)
        return end

    def variable(self, text):
        line = Line(text)
        name = line.next()[1:]
        line.expect("=")
        words = line.words(LINKAGE)
        kind = line.next()
        if kind not in ("constant", "global") or "external" in words:
            line.fail("unknown global")
        type = line.type()
        self.globals[name] = Global(name, type, line.value(type), kind == "constant")

    def function(self, text, lines):
        line = Line(text)
        line.expect("define")
        line.words(LINKAGE)
        result = line.attributes().get("range")
        limits = result and (int(result[1]), int(result[3]))
        type = line.type()
        name = line.next()[1:]
        line.expect("(")

        def parameter():
            type, attributes = line.type(), line.attributes()
            return type, line.next()[1:], attributes.get("byval")

        parameters = line.sequence(")", parameter)
        blocks, label = {}, None
        for text in lines:
            if text == "}":
                break
            text = text.split(" ;")[0] if '"' not in text else text
            if not text.strip() or text.lstrip().startswith(";"):
                continue
            if match := re.match(r'("?)([\w$.-]+)\1:', text):
                label = match[2]
                blocks[label] = []
                continue
            if label is None:
                raise ToolError(f"{name}: its first block has no name (clang -fno-discard-value-names)")
            if re.match(r"\s+switch ", text):
                while not text.rstrip().endswith("]"):
                    text += " " + next(lines)
            blocks[label].append(instruction(Line(text)))
        self.functions[name] = Function(name, type, parameters, blocks, next(iter(blocks)), limits, [], {})
