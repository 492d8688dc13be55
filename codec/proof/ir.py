# SPDX-License-Identifier: BSD-3-Clause
"""Reads the part of LLVM's IR that clang emits for the codec. Whatever it does not know is a ToolError."""
import re
from collections import namedtuple


class ToolError(Exception):
    """The tool cannot tell: neither proved nor refuted."""


# Types: ("int", bits), ("ptr",), ("void",), ("array", count, type), ("struct", is_packed, types), ("named", name).
# Operands: ("local", name), ("global", name), ("int", number), ("undef",), ("zero",), ("bytes", bytes),
# ("list", [(type, operand)]), ("gep", type, base, indices), ("cast", operand) and
# ("expression", op, predicate, left, right).
PTR, VOID = ("ptr",), ("void",)
Instruction = namedtuple("Instruction", "op result type operands extra line")
# parameters: [(type, name, byval type)]; range: what the result is said to be in, (from, to) or None.
# The executor's: order, of its blocks; widths, of its values.
Function = namedtuple("Function", "name type parameters blocks entry range order widths")
Global = namedtuple("Global", "name type value is_constant")

TOKEN = re.compile(r'\s+|(c?"[^"]*"|[%@](?:"[^"]*"|[\w$.-]+)|![\w.]*|#\d+|-?\d+|[A-Za-z_$.][\w$.-]*|\.\.\.|[^\w\s])')
LINKAGE = set("private internal linkonce_odr weak_odr external dso_local local_unnamed_addr unnamed_addr hidden fastcc"
              " available_externally".split())
ATTRIBUTES = set("noundef nonnull zeroext signext noalias nocapture readonly writeonly readnone immarg returned"
                 " dead_on_unwind writable".split())
BINARY = set("add sub mul udiv urem sdiv srem shl lshr ashr and or xor".split())
CASTS = set("zext sext trunc bitcast ptrtoint inttoptr".split())
FLAGS = set("nuw nsw exact disjoint nneg inbounds nusw".split())


def unquote(token):
    return token[0] + token[2:-1] if token[1:2] == '"' else token


class Line:
    """The tokens of one line, read from left to right."""

    def __init__(self, text):
        self.text = text.strip()
        self.tokens = [unquote(match[1]) if match[1][0] in "%@" else match[1]
                       for match in TOKEN.finditer(text) if match[1]]
        self.at = 0

    def fail(self, why="unknown IR"):
        raise ToolError(f"{why}: {self.text[:160]}")

    def peek(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def next(self):
        if self.at >= len(self.tokens):
            self.fail("line ends early")
        self.at += 1
        return self.tokens[self.at - 1]

    def accept(self, token):
        if self.peek() == token:
            self.at += 1
            return True
        return False

    def expect(self, token):
        if not self.accept(token):
            self.fail(f"expected {token} before '{self.peek()}'")

    def number(self):
        token = self.next()
        return int(token) if re.fullmatch(r"-?\d+", token) else self.fail("expected a number")

    def words(self, known):
        found = []
        while self.peek() in known:
            found.append(self.next())
        return found

    def sequence(self, end, item):
        """Items with commas between them, up to `end`."""
        items = []
        while not self.accept(end):
            if items:
                self.expect(",")
            items.append(item())
        return items

    def type(self):
        token = self.next()
        if token == "<" and self.peek() == "{":
            self.next()
            result = ("struct", True, tuple(self.sequence("}", self.type)))
            self.expect(">")
        elif token == "{":
            result = ("struct", False, tuple(self.sequence("}", self.type)))
        elif token == "[":
            count = self.number()
            self.expect("x")
            result = ("array", count, self.type())
            self.expect("]")
        elif token[0] == "%":
            result = ("named", token[1:])
        elif re.fullmatch(r"i\d+", token):
            result = ("int", int(token[1:]))
        elif token in ("ptr", "void"):
            result = (token,)
        else:
            self.fail(f"unknown type {token}")
        while self.accept("*"):
            result = PTR
        return result

    def value(self, type):
        token = self.next()
        if token[0] == "%":
            return ("local", token[1:])
        if token[0] == "@":
            return ("global", token[1:])
        if token in ("true", "false", "null"):
            return ("int", int(token == "true"))
        if token in ("undef", "poison"):
            return ("undef",)
        if token == "zeroinitializer":
            return ("zero",)
        if token.startswith('c"'):
            text = re.sub(r"\\([0-9A-Fa-f]{2})", lambda m: chr(int(m[1], 16)), token[2:-1])
            return ("bytes", text.encode("latin-1"))
        if token == "getelementptr":
            self.words(FLAGS)
            self.expect("(")
            source = self.type()
            self.expect(",")
            base, *indices = self.sequence(")", self.typed)
            return ("gep", source, base, indices)
        if token in BINARY or token == "icmp":
            extra = self.next() if token == "icmp" else None
            self.expect("(")
            return ("expression", token, extra, *self.sequence(")", self.typed))
        if token in ("bitcast", "ptrtoint", "inttoptr"):
            self.expect("(")
            operand = self.typed()
            self.expect("to")
            self.type()
            self.expect(")")
            return ("cast", operand)
        if token in "[{":
            return ("list", self.sequence("]" if token == "[" else "}", self.typed))
        if token == "<" and self.accept("{"):
            result = ("list", self.sequence("}", self.typed))
            self.expect(">")
            return result
        if re.fullmatch(r"-?\d+", token) and type[0] == "int":
            return ("int", int(token) & (1 << type[1]) - 1)
        return self.fail(f"unknown value {token}")

    def typed(self):
        type = self.type()
        return type, self.value(type)

    def attributes(self):
        """Of a parameter or a result; {name: what is in its parentheses}."""
        found = {}
        while True:
            name = self.peek()
            if name in ATTRIBUTES:
                found[self.next()] = None
            elif name == "align":
                self.next()
                found[name] = self.number()
            elif name in ("sret", "byval"):
                self.next()
                self.expect("(")
                found[name] = self.type()
                self.expect(")")
            elif name in ("dereferenceable", "range", "captures"):
                self.next()
                self.expect("(")
                found[name] = []
                while not self.accept(")"):
                    found[name].append(self.next())
            else:
                return found


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


def label(line):
    line.expect("label")
    return line.next()[1:]


def call(line, result):
    line.words({"fastcc"})
    line.attributes()
    type = line.type()
    callee = line.next()
    if callee[0] != "@":
        line.fail("call of something else than a function")
    line.expect("(")

    def argument():
        if line.accept("metadata"):
            line.next()
            return VOID, ("undef",), {}
        type = line.type()
        attributes = line.attributes()
        return type, line.value(type), attributes

    arguments = line.sequence(")", argument)
    bundles = []
    while line.peek() and line.peek() != ",":
        if line.accept("["):
            bundle = line.next()
            line.expect("(")
            bundles += [(bundle, line.sequence(")", line.typed))]
            line.expect("]")
        elif not re.match(r"#\d+|nounwind|noreturn", line.next()):
            line.fail()
    return Instruction("call", result, type, arguments, (callee[1:], bundles), line.text)


def instruction(line):
    result = None
    if line.peek()[0] == "%":
        result = line.next()[1:]
        line.expect("=")
    op = line.next()
    if op in ("tail", "musttail", "notail"):
        op = line.next()
    flags = frozenset(line.words(FLAGS))

    def make(type, operands, extra=flags):
        return Instruction(op, result, type, operands, extra, line.text)

    if op in BINARY or op == "icmp":
        extra = line.next() if op == "icmp" else flags
        type, left = line.typed()
        line.expect(",")
        made = make(type, [(type, left), line.value(type)], extra)
    elif op in CASTS:
        operand = line.typed()
        line.expect("to")
        made = make(line.type(), [operand])
    elif op == "load":
        type = line.type()
        line.expect(",")
        pointer = line.typed()
        rest = " ".join(line.tokens[line.at:])
        line.at = len(line.tokens)
        ranged = re.search(r", !range (!\w+)", rest)
        align = re.search(r", align (\d+)", rest) or line.fail()
        made = make(type, [pointer], (int(align[1]), ranged and ranged[1]))
    elif op == "store":
        operands = [line.typed()]
        line.expect(",")
        operands.append(line.typed())
        line.expect(",")
        line.expect("align")
        made = make(VOID, operands, line.number())
    elif op == "alloca":
        type = line.type()
        line.expect(",")
        line.expect("align")
        made = make(type, [], line.number())
    elif op == "getelementptr":
        type = line.type()
        operands = []
        while line.accept(","):
            if line.peek()[0] == "!":
                break
            operands.append(line.typed())
        made = make(type, operands)
    elif op == "select":
        condition = line.typed()
        line.expect(",")
        type, left = line.typed()
        line.expect(",")
        made = make(type, [condition[1], left, line.typed()[1]])
    elif op == "freeze":
        type, operand = line.typed()
        made = make(type, [operand])
    elif op == "phi":
        type, arms = line.type(), []
        while line.accept("["):
            value = line.value(type)
            line.expect(",")
            arms.append((value, line.next()[1:]))
            line.expect("]")
            if line.tokens[line.at:line.at + 2] != [",", "["]:
                break
            line.next()
        made = make(type, arms)
    elif op == "br":
        if line.peek() == "label":
            made = make(VOID, [], [label(line)])
        else:
            condition = line.typed()
            line.expect(",")
            yes = label(line)
            line.expect(",")
            made = make(VOID, [condition], [yes, label(line)])
    elif op == "switch":
        operand, cases = line.typed(), []
        line.expect(",")
        default = label(line)
        line.expect("[")
        while not line.accept("]"):
            _, (_, number) = line.typed()
            line.expect(",")
            cases.append((number, label(line)))
        made = make(operand[0], [operand[1]], (default, cases))
    elif op == "ret":
        made = make(VOID, [] if line.accept("void") else [line.typed()])
    elif op in ("extractvalue", "insertvalue"):
        operands = [line.typed()]
        line.expect(",")
        if op == "insertvalue":
            operands.append(line.typed())
            line.expect(",")
        made = make(operands[0][0], operands, line.number())
    elif op == "unreachable":
        made = make(VOID, [])
    elif op == "call":
        made = call(line, result)
    else:
        line.fail()
    rest = line.tokens[line.at:]
    if rest and not (rest[0] == "," and rest[1][0] == "!"):
        line.fail(f"not understood from '{' '.join(rest[:6])}'")
    return made
