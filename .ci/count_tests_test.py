#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Tests of count_tests.py."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

SCRIPT = pathlib.Path(__file__).with_name("count_tests.py")


def configured(label):
    return {"id": {"targetConfigured": {"label": label}}, "configured": {"testSize": "MEDIUM"}}


def completed(label, **completed):
    return {"id": {"targetCompleted": {"label": label}}, "completed": completed}


def result(label, payload, shard=1, attempt=1):
    identity = {"label": label, "run": 1, "shard": shard, "attempt": attempt}
    return {"id": {"testResult": identity}, **payload}


class CountTests(unittest.TestCase):
    def setUp(self):
        directory = tempfile.TemporaryDirectory()
        self.addCleanup(directory.cleanup)
        self.directory = pathlib.Path(directory.name)

    def outcome(self, status, cases):
        """A testResult's payload, its test.xml holding these cases."""
        xml = self.directory / f"test {len(list(self.directory.iterdir()))}.xml"
        xml.write_text(f"<testsuites><testsuite>{cases}</testsuite></testsuites>", encoding="utf-8")
        return {"testResult": {"status": status, "testActionOutput": [{"name": "test.xml", "uri": xml.as_uri()}]}}

    def count(self, *events):
        path = self.directory / "events.json"
        path.write_text("\n".join(map(json.dumps, events)), encoding="utf-8")
        return self.count_file(path)

    def count_file(self, path):
        run = subprocess.run([sys.executable, SCRIPT, path], check=True, capture_output=True, text=True)
        return run.stdout.strip()

    def test_counts_cases_not_targets(self):
        cases = '<testcase name="a"/><testcase name="b"/><testcase name="c"><failure/></testcase>'
        self.assertEqual(self.count(result("//x", self.outcome("FAILED", cases))), "2 1")

    def test_adds_shards(self):
        one = result("//x", self.outcome("PASSED", '<testcase name="a"/>'))
        two = result("//x", self.outcome("PASSED", '<testcase name="b"/>'), shard=2)
        self.assertEqual(self.count(one, two), "2 0")

    def test_last_attempt_counts(self):
        one = result("//x", self.outcome("FAILED", '<testcase name="a"><failure/></testcase>'))
        two = result("//x", self.outcome("PASSED", '<testcase name="a"/>'), attempt=2)
        self.assertEqual(self.count(one, two), "1 0")

    def test_skipped_and_disabled_cases_are_neither(self):
        cases = '<testcase name="a"><skipped/></testcase><testcase name="b" status="notrun"/><testcase name="c"/>'
        self.assertEqual(self.count(result("//x", self.outcome("PASSED", cases))), "1 0")

    def test_error_element_fails(self):
        cases = '<testcase name="a"><error/></testcase>'
        self.assertEqual(self.count(result("//x", self.outcome("FAILED", cases))), "0 1")

    def test_crash_after_passing_cases_fails(self):
        self.assertEqual(self.count(result("//x", self.outcome("TIMEOUT", '<testcase name="a"/>'))), "1 1")

    def test_missing_xml_fails(self):
        gone = {"status": "FAILED", "testActionOutput": [{"name": "test.xml", "uri": "file:///nowhere/test.xml"}]}
        self.assertEqual(self.count(result("//x", {"testResult": gone}), result("//y", {"testResult": {}})), "0 2")

    def test_aborted_test_fails(self):
        self.assertEqual(self.count(result("//x", {"aborted": {}})), "0 1")

    def test_unbuilt_test_fails_and_a_filtered_one_does_not(self):
        events = configured("//x"), completed("//x"), configured("//y"), completed("//y", success=True)
        self.assertEqual(self.count(*events), "0 1")

    def test_missing_or_broken_record_fails(self):
        self.assertEqual(self.count_file(self.directory / "none.json"), "0 1")
        broken = self.directory / "broken.json"
        broken.write_text('{"id": ', encoding="utf-8")
        self.assertEqual(self.count_file(broken), "0 1")


if __name__ == "__main__":
    unittest.main()
