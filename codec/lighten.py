# SPDX-License-Identifier: BSD-3-Clause
"""Makes of the codec's headers in one text what compilers parse in less time. It has the same names and does the same.

Measured in parts of what an empty file costs: for g++ 12 <stdint.h> and <stddef.h> take a fourth, the tables a tenth, a
function 0.3 % that is no template and 0.2 % that is one; for clang 14 comparisons of enumerations took two fifths.
"""
import pathlib
import re
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent

TYPES = """\
// The types of <stdint.h> and <stddef.h> that the codec uses, without those headers; with them they are the same.
using uint8_t = __UINT8_TYPE__;
using uint16_t = __UINT16_TYPE__;
using uint32_t = __UINT32_TYPE__;
using uint64_t = __UINT64_TYPE__;
using int16_t = __INT16_TYPE__;
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
# Stays what it is: as a template, g++ -O2 lays out unpacking a service call with one instruction more.
EAGER = "operator[](Register"

# Before it compares two values of an enumeration, clang looks through the operators of all arithmetic types.
NAMED = r"(?:\w+\.)?(?:direction|field|message|reg|rule|status|strictness)"
CONSTANT = r"(?:Direction|Field|Message|RpcStatus|Rule|Strictness)::\w+"
COMPARISON = rf"(?<![\w.:])({NAMED}) (==|!=) ({NAMED}|{CONSTANT})\b"

FIRST = "/// The argument registers that TS-RPC owns (ABI 1)"


def replaced(pattern, replacement, text, what):
    """The text with its only match of the pattern replaced."""
    text, count = re.subn(pattern, lambda _: replacement, text, flags=re.DOTALL)
    if count != 1:
        raise SystemExit(f"lighten.py: {what}: found {count} times, expected once")
    return text


def packed_layouts(include_dirs):
    """What stands in the place of `Layout` and tables of layout.hpp, and the doorbell rule."""
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
        if (function or member) and not is_template and EAGER not in line:
            line = re.sub(r"^ *", lambda indent: indent[0] + "TSRPC_LAZY_ ", line)
        lines.append(line)
        previous = line
    return "\n".join(lines)


def lighten(text, include_dirs):
    """The text of all headers, lighter."""
    text = with_lazy_functions(text)
    text = replaced(r"/// The table of one message in one direction.*?(?=\n/// All of them, requests before)",
                    packed_layouts(include_dirs), text, "the tables of layout.hpp")
    text = replaced(r"    constexpr const Layout& table = [^{}]*?return pick_wide<[^;]*;\n",
                    "    return is_doorbell_with_length(words.words);\n", text, "the doorbell rule of violation.hpp")
    text = replaced("#include <stddef.h>\n#include <stdint.h>\n\n", "", text, "the headers of the C library")
    text = replaced(r"\nnamespace tsrpc \{(?=\ninline namespace \w+ \{\n\n" + re.escape(FIRST) + ")",
                    "\n" + TYPES + LAZY + "namespace tsrpc {", text, "the first namespace")
    # The iterator's row is a temporary: clang warns of a reference to it.
    text = text.replace("for (const Row& row : ", "for (const Row row : ")
    text = re.sub(COMPARISON, r"int(\1) \2 int(\3)", text)
    return re.sub(r"\bTSRPC_([UI])32_\((0x\w+|-?\d+)\)",
                  lambda constant: constant[2] + ("u" if constant[1] == "U" else ""), text)
