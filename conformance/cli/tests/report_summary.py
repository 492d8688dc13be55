#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""report_summary.py FILE: a JUnit file's counts, then "id status" of each test case, by its elements."""

import sys
import xml.etree.ElementTree as ElementTree


def status(case):
    if case.find("failure") is not None:
        return "failed"
    return "skipped" if case.find("skipped") is not None else "passed"


def verdict(case):
    return "".join(p.get("value") for p in case.iter("property") if p.get("name") == "verdict")


root = ElementTree.parse(sys.argv[1]).getroot()
cases = list(root.iter("testcase"))
suites = list(root.iter("testsuite"))
statuses = [status(case) for case in cases]
assert int(root.get("tests")) == len(cases)
assert int(root.get("failures")) == statuses.count("failed")
assert sum(int(suite.get("skipped")) for suite in suites) == statuses.count("skipped")
for suite in suites:
    assert all(case.get("classname") == suite.get("name") for case in suite.iter("testcase"))
print(f"{len(cases)} tests, {statuses.count('failed')} failed, {statuses.count('skipped')} skipped")
for case in cases:
    print(f"{case.get('classname')}.{case.get('name')} {status(case)} {verdict(case)}")
