#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Plants defects in the codec's headers. For each the proof must find inputs; that the tool cannot tell is no answer.

On x86-64 the inputs are then given to the machine code of the same headers, and that must be wrong too, but where the
defect is that the IR says something undefined.
"""
import pathlib
import shutil
import sys
import tempfile
import unittest
from collections import namedtuple

import z3

import abi_table
import builds
import claims
import prove
from ir import ToolError
from module import Module
from native import Native

CODEC = "codec/include/tsrpc/codec/"
LAYOUT = "abi/include/tsrpc/layout.hpp"
REFUSED_WRITTEN = [f"    if (!tsrpc_is_call_(words.words[TSRPC_W3])) {{\n{more}        return 0;"
                   for more in ("", "        message->opcode = 0;\n")]

# found: what the report must contain. Undefined: what happens on the CPU is anybody's guess.
Defect = namedtuple("Defect", "name file old new build group found undefined", defaults=(False,))
DEFECTS = [
    Defect("shift by 31", CODEC + "words.h", "(uint32_t, value >> 32)", "(uint32_t, value >> 31 & UINT32_MAX)", "c_o2",
           "pack", "W5"),
    Defect("one single 64-bit value", CODEC + "pack.h",
           "tsrpc_management_(TSRPC_OPCODE_RETRIEVE_MEM), tsrpc_low_(message.memory_handle)",
           "tsrpc_management_(TSRPC_OPCODE_RETRIEVE_MEM), tsrpc_low_(message.memory_handle) ^"
           " (message.memory_handle == UINT64_C(0x0123456789abcdef))", "c_o2", "pack", "pack retrieve_mem_request: W4"),
    Defect("lost mask", CODEC + "unpack.h", "tsrpc_named_(words.words[TSRPC_W3]) !=", "words.words[TSRPC_W3] !=",
           "c_o2", "lenient", "accepts or refuses"),
    Defect("lost mask of an interface id", CODEC + "words.h", "return (interface_id & 0xff) != TSRPC",
           "return interface_id != TSRPC", "c_o2", "strict", "service_info_response: accepts or refuses"),
    Defect("reserved register not checked", CODEC + "unpack.h",
           "TSRPC_OPCODE_RELINQUISH_MEM) | words->words[TSRPC_W6] |\n            words->words[TSRPC_W7]) != 0",
           "TSRPC_OPCODE_RELINQUISH_MEM) | words->words[TSRPC_W6]) != 0", "c_o2", "strict",
           "strict relinquish_mem_request: accepts or refuses"),
    Defect("echo not checked", CODEC + "words.h", "return tsrpc_named_(control ^ requested);",
           "(void)control; (void)requested; return 0;", "c_o2", "strict", "accepts or refuses"),
    Defect("half of the echo not checked", CODEC + "words.h", "return tsrpc_named_(control ^ requested);",
           "return (control ^ requested) & TSRPC_CONTROL_OPCODE_MASK;", "c_o2", "strict",
           "strict get_version_response: accepts"),
    Defect("version 0 accepted", CODEC + "unpack.h", "!= 0 ||\n           words->words[TSRPC_W4] == 0;", "!= 0;",
           "c_o2", "strict", "strict get_version_response"),
    Defect("a doorbell's length accepted", CODEC + "unpack.h", " ||\n           tsrpc_is_doorbell_with_length_(words);",
           ";", "c_o2", "strict", "strict service_call_request"),
    Defect("registers swapped", CODEC + "unpack.h",
           "message->memory_tag = tsrpc_join_(words->words[TSRPC_W6], words->words[TSRPC_W7])",
           "message->memory_tag = tsrpc_join_(words->words[TSRPC_W7], words->words[TSRPC_W6])", "c_o2", "lenient",
           "memory_tag"),
    Defect("a refused message written", CODEC + "unpack.h", *REFUSED_WRITTEN, "c_o2", "lenient",
           "writes a refused message"),
    Defect("no trap", CODEC + "pack.h", "    tsrpc_require_(message.version != 0);\n", "", "c_o2", "pack", "traps"),
    Defect("a trap too many", CODEC + "pack.h", "tsrpc_require_(message.version != 0)",
           "tsrpc_require_(message.version > 1)", "c_o2", "pack", "traps"),
    Defect("reject keeps a flag", CODEC + "serve.h", "const uint32_t control = tsrpc_named_(request.words[TSRPC_W3]);",
           "const uint32_t control = request.words[TSRPC_W3] & 0x01ffffff;", "c_o2", "pack", "reject: W3"),
    Defect("reject refuses GET_VERSION", CODEC + "serve.h", "? TSRPC_PROTOCOL_VERSION : status", "? status : status",
           "c_o2", "pack", "reject: W4"),
    Defect("a list one too short", CODEC + "violation.h", "struct tsrpc_violation items[10];",
           "struct tsrpc_violation items[7];", "c_o0", "check", "out of bounds", True),
    Defect("a list out of order", CODEC + "tables.h", *(
        "".join(f"        {{TSRPC_FIELD_{field}, TSRPC_W3, {bit}, 1, TSRPC_RULE_FIXED, TSRPC_THE_NUMBER_, 0}},\n"
                for field, bit in rows)
        for rows in ((("SAP_RC", 30), ("SAP_ERR", 31)), (("SAP_ERR", 31), ("SAP_RC", 30)))),
           "c_o2", "check", "item"),
    Defect("a SHOULD taken for a MUST", CODEC + "violation.h", "!= TSRPC_RULE_RES", "!= TSRPC_RULE_MBZ",
           "c_o2", "check", "valid"),
    Defect("only the opcode's low byte echoed", CODEC + "violation.h", "request->words[row.reg]) & mask",
           "request->words[row.reg]) & mask & 0xff", "c_o2", "check", "item"),
    Defect("a list that starts anywhere", CODEC + "violation.h", "    size_t size = 0;\n", "    size_t size;\n", "c_o0",
           "check", "undefined", True),
    Defect("an opcode taken for another", CODEC + "tables.h",
           "case TSRPC_OPCODE_RELINQUISH_MEM: return TSRPC_MESSAGE_RELINQUISH_MEM;",
           "case TSRPC_OPCODE_RELINQUISH_MEM: return TSRPC_MESSAGE_RETRIEVE_MEM;", "c_o2", "inspect",
           "inspect request relinquish_mem"),
    Defect("a colon is a digit", CODEC + "uuid.h", "c <= '9'", "c <= ':'", "c_o2", "uuid",
           "parse UUID: accepts or refuses"),
    Defect("nibbles swapped", CODEC + "uuid.h", "nibble % 2 == 0 ? 4 : 0", "nibble % 2 == 0 ? 0 : 4", "c_o2", "uuid",
           "UUID text"),
    Defect("bytes not swapped", CODEC + "uuid.h", "? word : __builtin_bswap32(word)", "? word : word", "c_aarch64_be",
           "pack", "pack service_info_request", True),
    Defect("a signed shift", CODEC + "words.h", "return interface_id << TSRPC_CONTROL_INTERFACE_ID_SHIFT | opcode;",
           "return ((uint32_t)((int32_t)interface_id << 24) >> 8) | opcode;", "c_ubsan", "pack",
           "a trap of UBSan", True),
    Defect("a wrong table", LAYOUT, *(
        f"detail::{row},\n    detail::mbz(W7));\n\ninline constexpr Layout relinquish_mem_response"
        for row in ("mbz(W6)", "value(W6, Field::client_id)")), "cc_o2", "strict", "strict relinquish_mem_request"),
    Defect("C++: a field at another bit", CODEC + "fields.hpp", "uint64_t{value.value()} >> part",
           "uint64_t{value.value()} >> (part ? 31 : 0)", "cc_o2", "pack", "W5"),
    Defect("C++: one single 64-bit value", CODEC + "fields.hpp",
           "return words.words[row_of<Table, OfField, 0>.reg] |"
           " uint64_t{words.words[row_of<Table, OfField, 32>.reg]} << 32;",
           "const uint64_t wide = pick<Table, OfField>(words) | uint64_t{pick<Table, OfField, 32>(words)} << 32;\n"
           "    return wide == 0xfedcba9876543211 ? 0 : wide;", "cc_o2", "lenient", "lenient retrieve_mem_request"),
    Defect("C++: echo not checked", CODEC + "unpack.hpp", "row.rule == Rule::echo && is_held(row, strictness)",
           "row.rule == Rule::echo && row.field == Field::opcode && is_held(row, strictness)", "cc_o2", "strict",
           "accepts or refuses"),
    Defect("C++: lenient takes 0xff after success", CODEC + "unpack.hpp", "(is_overlooked && words",
           "(is_overlooked || words", "cc_o2", "lenient", "lenient"),
    Defect("C++: no trap of an empty one", CODEC + "unpack.hpp", "        if (!ok_) {", "        if (false) {", "cc_o2",
           "strict", "take"),
    Defect("C++: any interface id", CODEC + "value.hpp", "                value_has_no_encoding();\n", "",
           "cc_o2", "pack", "traps"),
    Defect("C++: a rejection with SUCCESS", CODEC + "message.hpp", "        success_is_no_refusal();\n", "", "cc_o2",
           "pack", "reject: traps"),
    Defect("C++: bits outside the row", CODEC + "violation.hpp", "return bits & mask(row);", "return bits;", "cc_o2",
           "check", "get_version_request"),
    Defect("C++: a row left out", CODEC + "violation.hpp", "        Rule rule = row.rule;\n",
           "        if (row.field == Field::sap_err) {\n            continue;\n        }\n"
           "        Rule rule = row.rule;\n",
           "cc_o2", "inspect", "inspect"),
    Defect("C++: the digit before a", CODEC + "uuid.hpp", "c >= 'a' && c <= 'f'", "c >= '`' && c <= 'f'", "cc_o2",
           "uuid", "parse UUID"),
]
HEADERS = ("abi/include", "codec/include")


def planted(defect, directory):
    """The headers with the defect in them."""
    for part in HEADERS:
        shutil.copytree(builds.ROOT / part, pathlib.Path(directory) / part)
    path = pathlib.Path(directory) / defect.file
    text = path.read_text(encoding="utf-8")
    if defect.old not in text:
        raise AssertionError(f"{defect.file} does not have: {defect.old}")
    path.chmod(0o644)
    path.write_text(text.replace(defect.old, defect.new), encoding="utf-8")
    return directory


def first(module, language, group):
    """The first case that fails, and how."""
    for name, make in claims.all_cases(language)[group]:
        _, found = prove.prove(module, name, make)
        if found:
            return make, found
    return None, None


def is_wrong_on_cpu(module, native, make, found):
    """Whether machine code is wrong for the inputs."""
    setup = claims.Setup(module, lambda name, _: found.inputs[name])
    case, count = make(setup), 0
    count = len(setup.regions.starts)
    numbers = [(symbol, z3.BitVecVal(found.inputs[name], symbol.size())) for name, symbol in setup.inputs.items()]

    def holds(condition):
        return z3.is_true(z3.simplify(z3.substitute(condition, *numbers)))

    if native.traps(setup, case, count) != holds(case.traps):
        return True
    return not holds(case.traps) and any(holds(when) for when, _ in case.wrong(native.run(setup, case, count)))


class DefectsTest(unittest.TestCase):
    def see(self, defect):
        build = builds.BUILDS[defect.build]
        with tempfile.TemporaryDirectory() as directory:
            headers = planted(defect, directory)
            module = builds.module(build, headers)
            make, found = first(module, build.language, defect.group)
            self.assertIsNotNone(found, "not seen")
            report = prove.describe(found)
            print(f"{defect.name}: {report}", file=sys.stderr)
            self.assertIn(defect.found, report)
            self.assertTrue(found.inputs)
            if not defect.undefined:
                self.assertTrue(is_wrong_on_cpu(module, Native(build, headers), make, found), "not wrong on the CPU")
            if defect.file == LAYOUT:
                self.assertTrue(builds.check_table(abi_table.lines(), headers), "the tables are still equal")

    def test_tables_are_equal(self):
        self.assertEqual(builds.check_table(abi_table.lines()), [])

    def test_unknown_ir(self):
        text = 'target datalayout = "e"\ndefine void @f(float %0) {\nentry:\n  ret void\n}\n'
        for unknown in (text, text.replace("float", "i32").replace("ret void", "fence seq_cst"),
                        text.replace("float %0", "").replace("ret void", "%x = add samesign i32 1, 2")):
            with self.subTest(unknown), self.assertRaises(ToolError):
                Module(unknown)


for number, planted_defect in enumerate(DEFECTS):
    setattr(DefectsTest, f"test_{number:02}_{planted_defect.name.replace(' ', '_')}",
            lambda self, defect=planted_defect: self.see(defect))

if __name__ == "__main__":
    unittest.main()
