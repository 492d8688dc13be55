#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Builds and runs the examples: all vectors pass; with a defect planted in the codec under test, some fail. The README's
commands work.
"""

import pathlib
import re
import shutil
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).absolute().parent
VECTORS = HERE.parent
CODEC = VECTORS.parent / "codec"

# (text of the codec, what a defect makes of it)
PYTHON_DEFECTS = [
    ('"<2Q"', '">2Q"'), ('"<i"', '"<I"'), ("words[2] & 0xff", "words[2]"), ("bytes=data", "bytes_le=data"),
    ("control, opcode = request[0], request[0]", "control, opcode = words[0], words[0]"),
    ("NAMES[opcode] if opcode < 4", "NAMES[opcode % 256] if opcode % 256 < 4"),
]
C_DEFECTS = [
    ("TSRPC_W3, 24, 6, TSRPC_RULE_FIXED", "TSRPC_W3, 24, 6, TSRPC_RULE_MBZ"),
    ("TSRPC_W3, 24, 6, ", "TSRPC_W3, 25, 5, "),
    ("return tsrpc_join_(words->words[TSRPC_W4], words->words[TSRPC_W5]) == TSRPC_INVALID_MEMORY_HANDLE",
     "return words->words[TSRPC_W4] == (uint32_t)TSRPC_INVALID_MEMORY_HANDLE"),
]
RUST_DEFECTS = [
    ("0x3f00_0000", "0x3e00_0000"), ("Rule::Mbz", "Rule::Res"), ("Never::Value(0x0000_00ff)", "Never::Nothing"),
]


class ExamplesTest(unittest.TestCase):
    def setUp(self):
        self.scratch = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def test_commands_of_the_page(self):
        for folder in ("abi", "codec", "conformance", "vectors"):
            (self.scratch / folder).symlink_to(VECTORS.parent / folder)
        blocks = re.findall(r"^```sh\n(.*?)^```$", (VECTORS / "README.md").read_text(), re.MULTILINE | re.DOTALL)
        self.assertGreater(len(blocks), 1)
        for block in blocks:
            subprocess.run(["/bin/bash", "-e", "-c", block], cwd=self.scratch, check=True)

    def run_on(self, file, *command):
        done = subprocess.run([*map(str, command), str(VECTORS / file)], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, check=False)
        vectors = (VECTORS / "tsrpc-v1.txt").read_text().count("\n") - 3
        self.assertIn(f"\n{vectors} vectors, ", "\n" + done.stdout)
        self.assertEqual(done.returncode, 0 if f"{vectors} vectors, 0 failed" in done.stdout else 1)
        return done.returncode

    def copy(self, source, defect=("", "")):
        """A copy of a file, with its text or a folder's files changed as the defect has it."""
        target = self.scratch / source.name
        shutil.rmtree(target, ignore_errors=True)
        if source.is_dir():
            shutil.copytree(source, target)
        else:
            shutil.copy(source, target)
        changed = 0
        for file in target.rglob("*.rs") if source.is_dir() else [target]:
            text = file.read_text()
            changed += defect[0] in text
            file.chmod(0o644)
            file.write_text(text.replace(*defect, 1) if defect[0] else text)
        self.assertTrue(changed, f"{defect[0]} is not there")
        return target

    def test_python(self):
        self.assertEqual(self.run_on("tsrpc-v1.json", "python3", HERE / "vectors.py"), 0)
        for defect in PYTHON_DEFECTS:
            with self.subTest(defect[1]):
                self.assertEqual(self.run_on("tsrpc-v1.json", "python3", self.copy(HERE / "vectors.py", defect)), 1)

    def build_c(self, *defect):
        self.copy(CODEC / "single_include/tsrpc.h", *defect)
        program = self.scratch / "vectors_c"
        subprocess.run(["gcc", "-std=c11", "-Wall", "-Wextra", "-Wpedantic", *([] if defect else ["-Werror"]),
                        f"-I{self.scratch}", "-o", program, HERE / "vectors.c"], check=True,
                       stderr=subprocess.DEVNULL if defect else None)
        return program

    def test_c(self):
        self.assertEqual(self.run_on("tsrpc-v1.txt", self.build_c()), 0)
        for defect in C_DEFECTS:
            with self.subTest(defect[1]):
                self.assertEqual(self.run_on("tsrpc-v1.txt", self.build_c(defect)), 1)

    def build_rust(self, *defect):
        crate = self.copy(CODEC / "rust/src", *defect)
        library, program = self.scratch / "libtsrpc.rlib", self.scratch / "vectors_rs"
        subprocess.run(["rustc", "--edition", "2021", "--cap-lints", "allow", "--crate-name", "tsrpc", "--crate-type",
                        "rlib", "-o", library, crate / "lib.rs"], check=True)
        subprocess.run(["rustc", "--edition", "2021", "-D", "warnings", "--extern", f"tsrpc={library}", "-o", program,
                        HERE / "vectors.rs"], check=True)
        return program

    def test_rust(self):
        self.assertEqual(self.run_on("tsrpc-v1.txt", self.build_rust()), 0)
        for defect in RUST_DEFECTS:
            with self.subTest(defect[1]):
                self.assertEqual(self.run_on("tsrpc-v1.txt", self.build_rust(defect)), 1)


if __name__ == "__main__":
    unittest.main()
