#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Counts the test cases of Bazel runs: count_tests.py EVENTS...

EVENTS are files written by --build_event_json_file. Prints "PASSED FAILED" on standard output and names each failed
case on standard error. A test that crashed, timed out, did not run or was not built counts as one failed case, skipped
cases count as neither.
"""

import json
import pathlib
import sys
import urllib.parse
import xml.etree.ElementTree as ElementTree


def cases_of(xml):
    """Yields (name, passed) for each case of a JUnit file that ran."""
    for case in ElementTree.parse(xml).iter("testcase"):
        if case.get("status") == "notrun" or case.find("skipped") is not None:
            continue
        name = ".".join(filter(None, (case.get("classname"), case.get("name"))))
        yield name, case.find("failure") is None and case.find("error") is None


def cases_of_result(label, result):
    """Yields (name, passed) for one attempt at a test; no result stands for a test that did not run."""
    if result is None:
        yield f"{label} (not run)", False
        return
    outputs = {output["name"]: output["uri"] for output in result.get("testActionOutput", [])}
    passed = True
    try:
        xml = urllib.parse.unquote(urllib.parse.urlsplit(outputs["test.xml"]).path)
        for name, passed_case in cases_of(xml):
            passed = passed and passed_case
            yield f"{label} {name}", passed_case
    except (KeyError, OSError, ElementTree.ParseError) as error:
        passed = False
        yield f"{label} (no test.xml: {error!r})", False
    status = result.get("status", "NO_STATUS")
    if passed and status != "PASSED":
        yield f"{label} ({status})", False


def cases_of_run(events):
    """Yields (name, passed) for everything one run of Bazel tested."""
    tests = set()
    results = {}
    for event in events:
        ((kind, identity),) = event["id"].items()
        label = identity.get("label") if isinstance(identity, dict) else None
        if kind == "targetConfigured" and "testSize" in event.get("configured", {}):
            tests.add(label)
        elif kind == "targetCompleted" and label in tests and not event.get("completed", {}).get("success"):
            yield f"{label} (not built)", False
        elif kind == "testResult":
            # Of several attempts at a flaky test the last one counts.
            results[label, identity["run"], identity["shard"]] = event.get("testResult")
    for (label, _, _), result in results.items():
        yield from cases_of_result(label, result)


def main(paths):
    passed = failed = 0
    for path in paths:
        try:
            events = [json.loads(line) for line in pathlib.Path(path).read_text(encoding="utf-8").splitlines()]
        except (OSError, ValueError) as error:
            print(f"failed: no record of the tests in {path}: {error}", file=sys.stderr)
            failed += 1
            continue
        for name, ok in cases_of_run(events):
            if ok:
                passed += 1
            else:
                failed += 1
                print(f"failed: {name}", file=sys.stderr)
    print(passed, failed)


if __name__ == "__main__":
    main(sys.argv[1:])
