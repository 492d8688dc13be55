# SPDX-License-Identifier: BSD-3-Clause
"""HTML reports that `tsrpc check` writes of targets that go wrong, and a page of Chromium for each.

A program that imports this has the arguments TSRPC BAD_SP.so BAD_CALLER.so CONTRAST.js READ_REPORT.js.
"""
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

from chromium import Chromium, Page

TSRPC, BAD_SP, BAD_CALLER, CONTRAST, READ_REPORT = sys.argv[1:]
# Without what Bazel says to this test, whose own report the command would write.
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith(("GTEST_", "TEST_", "XML_"))}
NEEDS_LOOK = {"FAIL", "CRASHED", "HUNG", "ERROR", "NOT RUN", "WARN", "KNOWN FAIL"}

# Each run: what is checked, as $BAD_SP has it, and options.
RUNS = {
    "conforming": ("reference", "--run", "version.*", "--run", "memory.retrieve"),
    "many": ("garbage",),
    "reserved": ("reserved_set", "--run", "memory.*"),
    "crash": ("segv", "--run", "memory.r*", "--run", "version.*"),
    "hang": ("hangs", "--run", "memory.r*", "--run", "version.*", "--timeout", "0.3"),
    "incomplete": ("reserved_set", "--fail-fast"),
    "known": ("reserved_set", "--run", "memory.*", "--known-failing", "LIST", "--strict"),
    "repeat": ("reserved_set", "--run", "memory.retrieve*", "--run", "version.*", "--repeat", "3"),
    "skips": ("no_test_service", "--run", "service_info.*", "--run", "memory.*"),
    "caller": ("caller",),
}


def read(path):
    return pathlib.Path(path).read_text(encoding="utf-8")


class Reports:
    """The reports of all runs, in files that are gone with the program."""

    def __init__(self):
        self._directory = tempfile.TemporaryDirectory()
        self.root = pathlib.Path(self._directory.name)
        known = self.root / "known.txt"
        known.write_text("memory.retrieve* <b>bold</b> reason\n", encoding="utf-8")
        for name, (target, *options) in RUNS.items():
            subject = {"reference": ["sp"], "caller": ["caller", "--target", f"plugin:{BAD_CALLER}"]}.get(
                target, ["sp", "--target", f"plugin:{BAD_SP}"])
            reports = [part for suffix in ("html", "json") for part in ("--report", f"{self.root}/{name}.{suffix}")]
            done = subprocess.run(
                [TSRPC, "check", *subject, *[str(known) if option == "LIST" else option for option in options],
                 *reports], env={**ENVIRONMENT, "BAD_SP": target}, capture_output=True, text=True, check=False)
            if done.returncode != (0 if name in ("conforming", "skips") else 1):
                raise AssertionError(f"{name}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
        self.data = {name: json.loads(read(self.root / f"{name}.json")) for name in RUNS}

    def page(self, name):
        return self.root / f"{name}.html"


REPORTS = Reports()


def tests_of(report):
    """The results of each test."""
    tests = collections.OrderedDict()
    for result in report["results"]:
        tests.setdefault(result["requirement"]["id"], []).append(result)
    return tests


def by_area(ids):
    areas = list(dict.fromkeys(test.partition(".")[0] for test in ids))
    return sorted(ids, key=lambda test: areas.index(test.partition(".")[0]))


def with_verdict(report, verdicts):
    return by_area([test for test, results in tests_of(report).items()
                    if any(result["verdict"] in verdicts for result in results)])


class ReportTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.browser = cls.enterClassContext(Chromium())

    def open(self, name, fragment="", **settings):
        page = Page(self.browser, **settings)
        page.open(REPORTS.page(name), fragment)
        page.evaluate(read(CONTRAST) + read(READ_REPORT) + "; 0")
        self.addCleanup(self.check_quiet, page, REPORTS.page(name))
        return page

    def check_quiet(self, page, path):
        """No page says anything on the console or asks for anything but itself."""
        said, asked = page.complaints()
        page.close()
        self.assertEqual(said, [])
        self.assertEqual([url.partition("#")[0] for url in asked], [path.resolve().as_uri()])

    def each(self, check, fragment="", leave_out=(), **settings):
        """Calls check(report, page) for all reports but those to leave out."""
        for name, report in ((name, report) for name, report in REPORTS.data.items() if name not in leave_out):
            with self.subTest(name, **settings):
                check(report, self.open(name, fragment, **settings))
            self.doCleanups()  # many pages at once are slow
