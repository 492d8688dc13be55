#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""What GoogleTest and the runner make of a suite: googletest_test.py SAMPLE_SUITE."""

import os
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

SAMPLE = os.path.abspath(sys.argv.pop(1))


def run(*arguments, **variables):
    """The exit status and what is printed, in an environment without what Bazel says to this test."""
    env = {name: value for name, value in os.environ.items() if not name.startswith(("GTEST_", "TEST_", "XML_"))}
    done = subprocess.run([SAMPLE, *arguments], env={**env, **variables}, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def report(*arguments):
    """The test cases of the XML report, by id."""
    with tempfile.TemporaryDirectory() as directory:
        run(f"--gtest_output=xml:{directory}/report.xml", *arguments)
        root = ElementTree.parse(f"{directory}/report.xml").getroot()
    return {f'{case.get("classname")}.{case.get("name")}': case for case in root.iter("testcase")}


def verdicts(printed):
    return dict(reversed(match) for match in re.findall(r"^([A-Z ]+) ([a-z_.]+)\|", printed, re.MULTILINE))


class Outcomes(unittest.TestCase):
    def test_each_way_to_end(self):
        status, out, err = run()
        self.assertEqual((status, err), (0, ""))
        self.assertEqual(verdicts(out), {
            "version.answer": "PASS",
            "version.reserved_zero": "FAIL",
            "version.any_sender": "SKIP",
            "version.always_available": "UNREACHABLE",
            "control.echo_opcode": "CRASHED",
            "control.flags_zero": "FAIL",
            "control.sap_zero": "FAIL",
            "management.status_defined": "WARN",
        })
        self.assertTrue(out.endswith("\n8 selected, 8 run\n"), out)

    def test_expectations_fail_a_test_and_say_why(self):
        _, out, _ = run("--gtest_filter=control.flags_zero")
        self.assertRegex(out, r"^FAIL control\.flags_zero\|.*sample_suite\.cc:\d+: Expected equality .* 1 \+ 1 .* 3\n"
                              r"  control\.flags_zero: .*Expected equality")

    def test_expectations_come_after_findings(self):
        _, out, _ = run("--gtest_filter=control.sap_zero")
        self.assertRegex(out, r"(?s)^FAIL control\.sap_zero\|it is broken too\n.*it is broken too\n"
                              r".*of the first\n.*of the second\n")

    def test_required_tests_must_say_something(self):
        _, out, _ = run("require")
        self.assertEqual(verdicts(out)["version.any_sender"], "FAIL")
        self.assertIn("|SKIP of a test that --require names: there is none\n", out)
        self.assertIn("|UNREACHABLE of a test that --require names: no way\n", out)

    def test_a_throwing_taker_ends_the_run(self):
        status, out, err = run("throw")
        self.assertEqual((status, err), (2, "no more outcomes are taken\n"))
        self.assertEqual(len(verdicts(out)), 1)


class Listed(unittest.TestCase):
    def test_known_failures_and_unexpected_passes(self):
        _, out, _ = run("list")
        self.assertEqual({name: verdict for name, verdict in verdicts(out).items() if verdict != "FAIL"}, {
            "version.reserved_zero": "KNOWN FAIL",
            "version.any_sender": "SKIP",
            "version.always_available": "UNREACHABLE",
            "control.echo_opcode": "KNOWN FAIL",
            "management.status_defined": "WARN",
        })
        self.assertIn("FAIL version.answer|unexpectedly passes: remove line 1 of list.txt\n", out)

    def test_a_required_test_that_is_skipped_fails_as_known(self):
        self.assertEqual(verdicts(run("list", "require")[1])["version.any_sender"], "KNOWN FAIL")

    def test_they_are_skipped_in_reports(self):
        cases = report("list")
        for name in "version.reserved_zero", "control.echo_opcode":
            self.assertIsNone(cases[name].find("failure"))
            self.assertIsNotNone(cases[name].find("skipped"))
        self.assertIn("unexpectedly passes", cases["version.answer"].find("failure").get("message"))


class Ended(unittest.TestCase):
    def test_the_first_failure_ends_the_run(self):
        _, out, _ = run("fail-fast")
        self.assertEqual(verdicts(out), {"version.answer": "PASS", "version.reserved_zero": "FAIL"})
        self.assertTrue(out.endswith("\n8 selected, 2 run\n"), out)

    def test_a_known_failure_does_not(self):
        out = run("fail-fast", "list", "--gtest_filter=-version.answer")[1]
        self.assertEqual(list(verdicts(out).values()),
                         ["KNOWN FAIL", "SKIP", "UNREACHABLE", "KNOWN FAIL", "FAIL"])

    def test_what_did_not_run_is_no_pass_in_reports(self):
        for word in "fail-fast", "interrupt", "die":
            cases = report(word)
            passed = [name for name, case in cases.items()
                      if case.find("failure") is None and case.find("skipped") is None]
            self.assertEqual(passed, ["version.answer"])
            self.assertIn("NOT RUN", cases["management.status_defined"].find("skipped").get("message"))

    def test_the_interrupted_test_is_not_told(self):
        for word in "interrupt", "die":
            _, out, _ = run(word)
            self.assertEqual(verdicts(out), {"version.answer": "PASS"})
            self.assertTrue(out.endswith("\n8 selected, 1 run\n"), out)


class Times(unittest.TestCase):
    def test_each_test_runs_twice_and_the_report_has_both(self):
        _, out, _ = run("twice", "--gtest_filter=version.*")
        self.assertEqual(out.count("FAIL version.reserved_zero|"), 2)
        self.assertTrue(out.endswith("\n8 selected, 8 run\n"), out)
        with tempfile.TemporaryDirectory() as directory:
            run("twice", f"--gtest_output=xml:{directory}/report.xml")
            root = ElementTree.parse(f"{directory}/report.xml").getroot()
        self.assertEqual((root.get("tests"), len(list(root.iter("testcase")))), ("16", 16))

    def test_each_is_announced_and_has_what_was_printed_in_it(self):
        _, out, _ = run("begin", "twice", "--gtest_filter=version.answer")
        self.assertEqual(out, "1/2 version.answer\nPASS version.answer|\nprinted 2\n"
                              "2/2 version.answer\nPASS version.answer|\nprinted 4\n2 selected, 2 run\n")


class Report(unittest.TestCase):
    def setUp(self):
        self.cases = report()

    def test_each_case_has_its_own_place(self):
        places = [(case.get("file"), case.get("line")) for case in self.cases.values()]
        self.assertEqual(places, [("sample/suite.cc", str(line)) for line in range(1, 9)])

    def test_a_failure_is_at_that_place(self):
        failures = [failure.get("message") for failure in self.cases["version.reserved_zero"].iter("failure")]
        self.assertEqual(len(failures), 1)
        self.assertRegex(failures[0], r"^sample/suite\.cc:2\n(.*\n)?it is broken$")

    def test_no_pass_but_passes(self):
        passed = [name for name, case in self.cases.items()
                  if case.find("failure") is None and case.find("skipped") is None]
        self.assertEqual(passed, ["version.answer"])
        self.assertIn("sample/suite.cc:3", self.cases["version.any_sender"].find("skipped").get("message"))


class Selection(unittest.TestCase):
    def test_repetition_and_listing(self):
        _, out, _ = run("--gtest_filter=version.answer", "--gtest_repeat=3")
        self.assertTrue(out.endswith("3 selected, 3 run\n"), out)
        _, out, _ = run("--gtest_list_tests")
        self.assertTrue(out.endswith("8 selected, 0 run, listed\n"), out)

    def test_the_run_can_end_early(self):
        _, out, _ = run("--gtest_fail_fast")
        self.assertTrue(out.endswith("\n8 selected, 2 run\n"), out)

    def test_an_unknown_flag(self):
        for flag in "--gtest_frobnicate", "--gtest_repeat=often":
            status, out, err = run(flag)
            self.assertEqual((status, out), (2, ""))
            self.assertEqual(err, f"'{flag}' is no flag of GoogleTest, or has a value that it does not take\n")

    def test_shards(self):
        for prefix in "GTEST", "TEST":
            shards = [verdicts(run(**{f"{prefix}_TOTAL_SHARDS": "3", f"{prefix}_SHARD_INDEX": str(index)})[1])
                      for index in range(3)]
            self.assertEqual(sorted(len(shard) for shard in shards), [2, 3, 3])
            self.assertEqual(len({name for shard in shards for name in shard}), 8)

    def test_the_status_file(self):
        with tempfile.TemporaryDirectory() as directory:
            run(GTEST_SHARD_STATUS_FILE=f"{directory}/status")
            run(TEST_SHARD_STATUS_FILE=f"{directory}/of_bazel")
            self.assertEqual(sorted(os.listdir(directory)), ["of_bazel", "status"])

    def test_wrong_shard_variables(self):
        wanted = "expected a whole number from"
        for variables, error in [
                ({"TOTAL_SHARDS": "x", "SHARD_INDEX": "0"}, f"TOTAL_SHARDS is 'x'; {wanted} 1 to 2147483647"),
                ({"TOTAL_SHARDS": "0", "SHARD_INDEX": "0"}, f"TOTAL_SHARDS is '0'; {wanted} 1"),
                ({"TOTAL_SHARDS": "2 ", "SHARD_INDEX": "0"}, f"TOTAL_SHARDS is '2 '; {wanted} 1"),
                ({"TOTAL_SHARDS": "", "SHARD_INDEX": "0"}, f"TOTAL_SHARDS is ''; {wanted} 1"),
                ({"TOTAL_SHARDS": "2", "SHARD_INDEX": "-1"}, f"SHARD_INDEX is '-1'; {wanted} 0"),
                ({"TOTAL_SHARDS": "2147483648", "SHARD_INDEX": "0"}, f"TOTAL_SHARDS is '2147483648'; {wanted} 1"),
                ({"TOTAL_SHARDS": "2", "SHARD_INDEX": "2"}, "SHARD_INDEX is 2 and"),
                ({"TOTAL_SHARDS": "2"}, "SHARD_INDEX is not; expected both or neither"),
                ({"SHARD_INDEX": "2"}, "TOTAL_SHARDS is not; expected both or neither"),
                ({"SHARD_STATUS_FILE": "/no/such/file"},
                 "SHARD_STATUS_FILE is '/no/such/file': No such file or directory")]:
            for prefix in "GTEST_", "TEST_":
                status, out, err = run(**{prefix + name: value for name, value in variables.items()})
                self.assertEqual((status, out, err.count("\n")), (2, "", 1), err)
                self.assertIn(error, err)


if __name__ == "__main__":
    unittest.main()
