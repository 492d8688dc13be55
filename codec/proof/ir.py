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


TOKEN = re.compile(r'\s+|(c?"[^"]*"|[%@](?:"[^"]*"|[\w$.-]+)|![\w.]*|#\d+|-?\d+|[A-Za-z_$.][\w$.-]*|\.\.\.|[^\w\s])')
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
