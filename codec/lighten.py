# SPDX-License-Identifier: BSD-3-Clause
"""Makes of the codec's headers in one text what compilers parse in less time. What it declares and does is the same.

Measured with g++ 12, as a part of what an empty file costs: <stdint.h> and <stddef.h> a fourth, tables that it builds a
tenth, 0.2 to 0.5 % a function that is no template, 1 to 3 % a type of field.
"""
import pathlib
import re
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent

TYPES = """\
/// The compiler's own: the types of <stdint.h> and <stddef.h>, without those.
using uint8_t = __UINT8_TYPE__;
using uint16_t = __UINT16_TYPE__;
using uint32_t = __UINT32_TYPE__;
using uint64_t = __UINT64_TYPE__;
using int32_t = __INT32_TYPE__;
using int64_t = __INT64_TYPE__;
using size_t = __SIZE_TYPE__;

"""

# g++ checks and keeps the body of a function when it parses it, but that of a template only where it is used.
LAZY = """\
#ifdef __clang__
#define TSRPC_LAZY_
#else
#define TSRPC_LAZY_ template <class = void>
#endif

"""
FIRST = "/// The argument registers that TS-RPC owns (ABI 1)"


def replaced(pattern, replacement, text, what):
    """The text with its only match of the pattern replaced."""
    text, count = re.subn(pattern, lambda _: replacement, text, flags=re.DOTALL)
    if count != 1:
        raise SystemExit(f"lighten.py: {what}: found {count} times, expected once")
    return text


def packed_layouts(include_dirs):
    """What stands in the place of layout.hpp's `Layout` and tables."""
    with tempfile.TemporaryDirectory() as directory:
        program = pathlib.Path(directory, "pack_layouts")
        includes = [f"-I{path}" for path in include_dirs]
        subprocess.run(["g++", "-std=c++17", *includes, "-o", program, HERE / "pack_layouts.cc"], check=True)
        return subprocess.run([program], check=True, stdout=subprocess.PIPE, text=True).stdout


def with_lazy_functions(text):
    """Functions, and members of classes, that are no templates yet become some. Not what has no arguments to deduce."""
    lines, in_template = [], False
    previous = ""
    for line in text.split("\n"):
        if re.match(r"struct |class |template ", line):
            in_template = line.startswith("template ") or previous.startswith("template ")
        function = re.match(r"(\[\[[^\]]*\]\] )?constexpr (const )?\w+[ *]+\w+\(", line)
        member = re.match(r"    (friend |static |\[\[[^\]]*\]\] )*constexpr [^(=]+(operator[^\w(]+)?\(", line)
        is_template = previous.strip().startswith("template") or (member and in_template)
        if (function or member) and not is_template:
            line = re.sub(r"^ *", lambda indent: indent[0] + "TSRPC_LAZY_ ", line)
        lines.append(line)
        previous = line
    return "\n".join(lines)


def with_lazy_messages(text):
    """Messages are templates too: a message's types of field are made where it is used."""
    def lazy(message):
        name = message[1]
        body = re.sub(rf"\b{name}\b", f"{name}_", message[0])
        return f"template <class>\n{body}using {name} = {name}_<void>;\n"

    text, count = re.subn(r"^struct (\w+(?:Request|Response)) \{\n.*?^\};\n", lazy, text, flags=re.DOTALL | re.MULTILINE)
    if count != 10:
        raise SystemExit(f"lighten.py: found {count} messages, expected 10")
    return text


def lighten(text, include_dirs):
    """The text of all headers, lighter."""
    text = with_lazy_messages(with_lazy_functions(text))
    text = replaced(r"/// The table of one message in one direction.*?(?=\n/// All of them, requests before)",
                    packed_layouts(include_dirs), text, "the tables of layout.hpp")
    text = replaced("#include <stddef.h>\n#include <stdint.h>\n\n", "", text, "the headers of the C library")
    text = replaced(re.escape(FIRST), TYPES + FIRST, text, "the first type")
    text = replaced(r"\nnamespace tsrpc \{(?=\ninline namespace \w+ \{\n\n/// The compiler's own)",
                    "\n" + LAZY + "namespace tsrpc {", text, "the first namespace")
    return re.sub(r"\bU?INT(?:8|16|32)_C\((0x\w+|-?\d+)\)",
                  lambda constant: constant[1] + ("u" if constant[0].startswith("UINT32") else ""), text)
