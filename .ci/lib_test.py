#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Tests of lib.sh: what scripts that source it print last, and exit with."""

import functools
import json
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile
import unittest

HERE = pathlib.Path(__file__).absolute().parent

# Stands for Bazel: reports one test that passed and as many that failed as it is told, as it was told to by lib.sh.
BAZEL = """#!/usr/bin/python3
import json, pathlib, re, sys
failures, status = map(int, sys.argv[1:])
cases = "<testcase name='good'/>" + "<testcase name='bad'><failure/></testcase>" * failures
xml = pathlib.Path("test.xml").absolute()
xml.write_text(f"<testsuites>{cases}</testsuites>")
result = {"status": "FAILED" if failures else "PASSED", "testActionOutput": [{"name": "test.xml", "uri": xml.as_uri()}]}
event = {"id": {"testResult": {"label": "//x", "run": 1, "shard": 1, "attempt": 1}}, "testResult": result}
rc = pathlib.Path("out/ci.bazelrc").read_text()
pathlib.Path(re.search("--build_event_json_file=(.*)", rc)[1]).write_text(json.dumps(event))
sys.exit(status)
"""


class LibTest(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.root = pathlib.Path(directory.name)
        (self.root / ".ci").mkdir()
        for name in ("lib.sh", "count_tests.py"):
            shutil.copy(HERE / name, self.root / ".ci")
        self.write("bazel", BAZEL)
        self.write("PAGE.md", "run `echo documented`\n")

    def write(self, name, text):
        path = self.root / name
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
        return path

    def script(self, steps):
        return self.write(".ci/script", f'#!/bin/bash\n. "$(dirname "$0")/lib.sh"\n{steps}\n')

    def outcome(self, steps):
        """The last line that the script prints, and its exit status."""
        run = subprocess.run([self.script(steps)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                             check=False, cwd="/")
        self.assertFalse((self.root / "out/ci.bazelrc").exists(), "a later run of Bazel must not read it")
        return run.stdout.splitlines()[-1], run.returncode

    def test_counts_cases_of_all_steps(self):
        self.assertEqual(self.outcome("tests a ./bazel 0 0\ntests b ./bazel 0 0\nconclude"), ("2 passed, 0 failed", 0))

    def test_a_failed_case_counts_once(self):
        self.assertEqual(self.outcome("tests a ./bazel 2 3\nconclude"), ("1 passed, 2 failed", 1))

    def test_a_command_that_fails_otherwise_counts_too(self):
        self.assertEqual(self.outcome("tests a ./bazel 0 1\nconclude"), ("1 passed, 1 failed", 1))

    def test_a_command_without_a_record_fails(self):
        self.assertEqual(self.outcome("tests a true\nconclude"), ("0 passed, 1 failed", 1))

    def test_steps_go_on_after_a_failure(self):
        self.assertEqual(self.outcome("check a false\ntests b ./bazel 0 0\nconclude"), ("1 passed, 1 failed", 1))

    def test_a_step_that_passes_is_no_case(self):
        self.assertEqual(self.outcome("check a true\nconclude"), ("0 passed, 0 failed", 0))

    def test_documented_commands_run_with_more_after_them(self):
        self.assertEqual(self.outcome("check a documented PAGE.md 'echo documented' '>said'\nconclude")[1], 0)
        self.assertEqual((self.root / "said").read_text(), "documented\n")

    def test_undocumented_commands_fail_and_do_not_run(self):
        self.assertEqual(self.outcome("check a documented PAGE.md 'touch said'\nconclude"), ("0 passed, 1 failed", 1))
        self.assertFalse((self.root / "said").exists())

    def test_an_end_before_the_last_step_fails(self):
        for end in ("exit 0", "exit 7", "false", "no_such_command", "echo $unset"):
            self.assertEqual(self.outcome(f"tests a ./bazel 0 0\n{end}\nconclude"), ("1 passed, 1 failed", 1), end)

    def test_a_killed_script_fails(self):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            steps = "tests a ./bazel 0 0\necho started\ncheck b sleep 1\nconclude"
            # As a terminal does it: to the script and what it runs. A job in the background may ignore SIGINT.
            default = functools.partial(signal.signal, number, signal.SIG_DFL)
            with subprocess.Popen(
                [self.script(steps)], stdout=subprocess.PIPE, text=True, preexec_fn=default, start_new_session=True
            ) as run:
                for line in run.stdout:
                    if line == "== b\n":
                        os.killpg(run.pid, number)
                        break
                rest = run.stdout.read().splitlines()
            self.assertNotEqual(run.returncode, 0, number)
            if rest:
                self.assertEqual(rest[-1], "1 passed, 1 failed", number)


if __name__ == "__main__":
    unittest.main()
