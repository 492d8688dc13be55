#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Compiles the Rust crate, its examples, its documentation, and what it must refuse; checks its format and version.

Each file of must_not_compile/ passes with `--cfg good`; without, it fails, and the first error says what the file's line
"// expect: REGEX" does.
"""
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

HERE = pathlib.Path(__file__).absolute().parent
ROOT = HERE.parent.parent.parent
CRATE = ROOT / "codec/rust"
RUST = ["--edition", "2021"]


def run(*command):
    """The exit status and all that was printed."""
    done = subprocess.run(list(map(str, command)), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                          check=False)
    return done.returncode, done.stdout


class CrateTest(unittest.TestCase):
    def setUp(self):
        self.scratch = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory()))

    def passes(self, *command):
        status, output = run(*command)
        self.assertEqual(status, 0, output)
        return output

    def compile_crate(self, *options):
        """The crate for others to use."""
        library = self.scratch / "libtsrpc.rlib"
        self.passes("rustc", *RUST, "-D", "warnings", "--crate-name", "tsrpc", "--crate-type", "rlib", *options,
                    "-o", library, CRATE / "src/lib.rs")
        return library

    def test_needs_no_library_but_core(self):
        target = "lib/rustlib/x86_64-unknown-linux-gnu/lib"
        installed = pathlib.Path(self.passes("rustc", "--print", "sysroot").strip(), target)
        (self.scratch / target).mkdir(parents=True)
        for name in ("core", "compiler_builtins", "rustc_std_workspace_core"):
            [path] = installed.glob(f"lib{name}-*.rlib")
            (self.scratch / target / path.name).symlink_to(path)
        for level in "0", "s", "2":
            self.compile_crate("--sysroot", self.scratch, "-C", f"opt-level={level}")
        status, output = run("rustc", *RUST, "--sysroot", self.scratch, "-o", self.scratch / "out",
                             HERE / "rust_codec.rs")
        self.assertNotEqual(status, 0)
        self.assertIn("can't find crate for `std`", output)

    def test_forbids_what_it_promises_to_lack(self):
        text = (CRATE / "src/lib.rs").read_text()
        for attribute in "#![no_std]", "#![forbid(unsafe_code)]", "#![deny(missing_docs)]":
            self.assertIn(f"\n{attribute}\n", text)

    def test_examples_and_documentation(self):
        library = self.compile_crate()
        options = [*RUST, "-D", "warnings", "--crate-name", "tsrpc", CRATE / "src/lib.rs"]
        output = self.passes("rustdoc", "--test", "--extern", f"tsrpc={library}", *options)
        self.assertRegex(output, r"test result: ok\. [1-9]\d* passed")
        self.passes("rustdoc", "-o", self.scratch, *options)

    def test_must_not_compile(self):
        library = self.compile_crate()
        files = sorted(HERE.glob("must_not_compile/*.rs"))
        self.assertGreater(len(files), 5)
        for path in files:
            command = ["rustc", *RUST, "-D", "warnings", "--crate-type", "rlib", "--extern", f"tsrpc={library}",
                       "-o", self.scratch / "out", path]
            with self.subTest(path.name):
                self.passes(*command, "--cfg", "good")
                status, output = run(*command)
                self.assertNotEqual(status, 0, "compiles")
                expected = re.search(r"^// expect: (.*)$", path.read_text(), re.MULTILINE)[1]
                self.assertRegex(output.partition("\n\n")[0], expected)

    def test_format(self):
        files = [*CRATE.glob("src/*.rs"), *HERE.rglob("*.rs"), ROOT / "codec/consumers/main.rs",
                 ROOT / "codec/bench/functions.rs"]
        self.assertGreater(len(files), 10)
        self.passes("rustfmt", "--check", "--config-path", CRATE / "rustfmt.toml", *files)

    def test_version(self):
        header = (ROOT / "abi/include/tsrpc/version.h").read_text()
        numbers = re.findall(r"#define TSRPC_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", header)
        self.assertIn(f'\nversion = "{".".join(numbers)}"\n', (CRATE / "Cargo.toml").read_text())


if __name__ == "__main__":
    sys.exit(unittest.main())
