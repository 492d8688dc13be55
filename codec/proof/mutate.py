#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Changes the codec's headers in one place at a time, and lists the changes that the proof does not see.

usage: mutate.py BUILD [HEADER...]

A change that leaves the IR as it is counts apart; of the others only the cases are proved whose IR is another. It takes
minutes, and one that is not seen may change nothing, so it is no test.
"""
import collections
import pathlib
import re
import shutil
import signal
import sys
import tempfile

import builds
import claims
from ir import ToolError
from module import Module
from prove import prove

HEADERS = {
    "c": [f"codec/include/tsrpc/codec/{name}.h" for name in ("registers", "words", "uuid", "pack", "unpack", "tables",
                                                              "violation", "inspect", "serve")],
    "c++": ["abi/include/tsrpc/layout.hpp"] + [
        f"codec/include/tsrpc/codec/{name}.hpp"
        for name in ("registers", "value", "fields", "uuid", "violation", "message", "unpack", "inspect")]}
SWAPS = [
    (r"==", "!="), (r"!=", "=="), (r"&&", "||"), (r"\|\|", "&&"), (r" & ", " | "), (r" \| ", " & "), (r" \^ ", " | "),
    (r"<<", ">>"), (r" >> ", " << "), (r"\|=", "&="), (r" < ", " <= "), (r" <= ", " < "), (r" >= ", " > "),
    (r"\? ", "? 0 * "), (r"!(?=[a-z(])", ""), (r"\b0\b", "1"), (r"\b4\b", "5"), (r"\b32\b", "31"), (r"\b64\b", "63"),
    (r"\b96\b", "95"), (r"\b10\b", "11"), (r"\b8\b", "9"), (r"\b16\b", "15"), (r"\b36\b", "37"), (r"\b0xff\b", "0xfe"),
    (r"\b1\b", "2"), (r"\b2\b", "3"), (r"\b0xf\b", "0x7"), (r"'([09aAfF])'", r"'\1' + 1"), (r"\+\+", "--"),
    (r"W3\b", "W4"), (r"W4\b", "W5"), (r"W5\b", "W6"), (r"W6\b", "W7"), (r"W7\b", "W3"),
    (r"(RULE_|Rule::)(?!VALUE|value)\w+", r"\1VALUE"), (r"(FIELD_|Field::)(?!FLAGS|flags)\w+", r"\1FLAGS"),
    (r"OPCODE_MASK", "INTERFACE_ID_MASK"), (r"INTERFACE_ID_MASK", "OPCODE_MASK"),
    (r"OPCODE_R\w+", "OPCODE_SERVICE_INFO"),
    (r"OPCODE_GET_VERSION", "OPCODE_RETRIEVE_MEM"), (r"OPCODE_SERVICE_INFO", "OPCODE_GET_VERSION"),
    (r"\b(mbz|value)\(W", r"zero(W"), (r"(?<=[a-z] )low\b", "high"), (r"low_\(", "high_("), (r"high_\(", "low_("),
    (r"^    +(tsrpc_note\w*|message->|violations?\.).*;$", ""), (r"\btrue\b", "false"), (r"\bfalse\b", "true")]
CODE = re.compile(r"[;{}?:,)|&(]$")
SECONDS = 120  # for one change


class TooLong(Exception):
    pass


def too_long(*_):
    raise TooLong


def changes(text, is_cxx):
    """(line number, the changed line) of each."""
    in_comment = in_enum = False
    for number, line in enumerate(text.splitlines()):
        code = line.strip()
        in_comment = in_comment or code.startswith("/*")
        skipped = in_comment or in_enum or code.startswith(("#", "//", "enum", "struct", "template", "static_assert"))
        in_comment = in_comment and "*/" not in code
        in_enum = (in_enum or bool(re.match(r"(typedef )?enum\b.*\{$", code))) and not code.startswith("}")
        if skipped or not CODE.search(code.split(" //")[0]):
            continue
        for pattern, replacement in SWAPS:
            if is_cxx and replacement in (r"\1VALUE", r"\1FLAGS"):
                replacement = replacement.lower()
            for match in re.finditer(pattern, line):
                changed = line[:match.start()] + match.expand(replacement) + line[match.end():]
                if changed != line:
                    yield number, changed


def signatures(text):
    """{function: all that its IR is made of}, without the numbers of metadata and attributes."""
    text = re.sub(r"!\d+|#\d+|; preds.*", "", text)
    parts = {match[1]: match[0] for match in re.finditer(r'^@("[^"]+"|[\w$.-]+) = .*$', text, re.MULTILINE)}
    functions = re.finditer(r'^define [^\n]*?@("[^"]+"|[\w$.-]+)\(.*?^}$', text, re.MULTILINE | re.DOTALL)
    parts |= {match[1]: match[0] for match in functions}
    used = {name: set(re.findall(r'@("[^"]+"|[\w$.-]+)', part)) & set(parts) for name, part in parts.items()}
    types = "".join(re.findall(r"^%.* = type .*$", text, re.MULTILINE))

    def closure(name):
        todo, found = [name], set()
        while todo:
            one = todo.pop()
            if one not in found:
                found.add(one)
                todo += used[one]
        return hash((types, *(parts[one] for one in sorted(found))))

    constants = hash(tuple(part for name, part in sorted(parts.items()) if name.startswith(("size_", "offset_"))))
    return {name: (closure(name), constants) for name in parts}


def judge(build, headers, original, functions):
    """What becomes of a change: a word, and more."""
    try:
        text = builds.ir(build, headers)
    except ToolError:
        return "does not compile", ""
    now = signatures(text)
    if now == original:
        return "same IR", ""
    try:
        module = Module(text)
        for members in claims.all_cases(build.language).values():
            for name, make in members:
                if now.get(functions[name]) == original[functions[name]]:
                    continue
                _, found = prove(module, name, make)
                if found:
                    return "seen", f"{found.case}: {found.what}"
    except (ToolError, TooLong) as error:
        return "cannot tell", repr(error)
    return "not seen", ""


def main(name, *chosen):
    build = builds.BUILDS[name]
    signal.signal(signal.SIGALRM, too_long)
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as directory:
        for part in ("abi/include", "codec/include"):
            shutil.copytree(builds.ROOT / part, pathlib.Path(directory) / part)
        original = signatures(builds.ir(build, directory))
        module = builds.module(build, directory)
        functions = {case: make(claims.Setup(module)).function
                     for members in claims.all_cases(build.language).values() for case, make in members}
        for header in chosen or HEADERS[build.language]:
            path = pathlib.Path(directory) / header
            text = path.read_text(encoding="utf-8")
            lines = text.splitlines()
            for number, changed in changes(text, build.language == "c++"):
                path.write_text("\n".join(lines[:number] + [changed] + lines[number + 1:]) + "\n", encoding="utf-8")
                signal.alarm(SECONDS)
                verdict, more = judge(build, directory, original, functions)
                signal.alarm(0)
                counts[verdict] += 1
                if verdict in ("not seen", "cannot tell"):
                    print(f"{header}:{number + 1}: {verdict} {more}", lines[number].strip(), changed.strip(),
                          sep="\n    ", flush=True)
            path.write_text(text, encoding="utf-8")
    print(f"{name}: {sum(counts.values())} changes: {dict(counts)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
