#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Tests an SP and a caller in a Bazel project, as its owner would, in a new directory: check.py [TSRPC]

The project is bazel/, joined by the example SP and caller, by a broken copy of each, and by this source tree in
third_party/tsrpc. It builds the command from there, or is given TSRPC, a command that is built already.
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse
import xml.etree.ElementTree as ElementTree
import zipfile

HERE = pathlib.Path(__file__).parent.absolute()
sys.path.append(str(HERE.parent.parent / "codec/consumers"))
sys.dont_write_bytecode = True
from projects import ROOT, Failure, copy_tree  # noqa: E402

STUBS = ("remote_coverage_tools", "rules_cc", "rules_java")
TREE = ("WORKSPACE", "abi", "bazel", "codec", "conformance")
# The SP keeps half of a tag, the caller half of a service status.
BROKEN = {
    "sp": ("join(request[W6], request[W7])", "request[W6]"),
    "caller": ("*service_status = response[W5];", "*service_status = response[W5] & 0xffff;"),
}
EXPECTED = {
    "//:my_caller_conformance_test": "PASSED",
    "//:my_sp_conformance_test": "PASSED",
    "//cases:broken_caller": "FAILED",
    "//cases:broken_sp": "FAILED",
    "//cases:listed": "PASSED",
    "//cases:listed_and_sharded": "PASSED",
    "//cases:listed_but_passes": "FAILED",
    "//cases:plugin_of_a_file": "PASSED",
    "//cases:plugin_of_sources": "PASSED",
    "//cases:plugin_prebuilt_sp_so": "PASSED",
    "//cases:sharded": "FAILED",
    "//cases:sharded_caller": "FAILED",
    "//cases:with_arguments": "PASSED",
}
BAZEL_TESTS_FAILED = 3


def expect(what, found, expected):
    if found != expected:
        raise Failure(f"{what}: {found}\nexpected: {expected}")


def broken(source, role):
    text = source.read_text()
    right, wrong = BROKEN[role]
    if text.count(right) != 1:
        raise Failure(f"{source}: expected once: {right}")
    return text.replace(right, wrong)


def make_project(work, command):
    project = work / "project"
    shutil.copytree(HERE / "bazel", project)
    copy_tree(project / "third_party/tsrpc", *TREE)
    for role in BROKEN:
        source = ROOT / f"conformance/examples/c_{role}/{role}.c"
        shutil.copy(source, project / f"my_{role}.c")
        (project / f"cases/broken_{role}.c").write_text(broken(source, role))
    (project / "cases/profile.json").write_text("{}\n")
    if command:
        shutil.copy(command, project / "tsrpc")
        for build in (project / "BUILD.bazel", project / "cases/BUILD.bazel"):
            build.write_text(build.read_text().replace("    plugin = ", '    tsrpc = "//:tsrpc",\n    plugin = '))
        with (project / "BUILD.bazel").open("a") as build:
            build.write('\nexports_files(["tsrpc"])\n')
    return project


class Bazel:
    """Bazel as the project's owner has it, but that nothing is downloaded."""

    def __init__(self, work, project):
        self.project = project
        self.startup = ["bazel", f"--output_base={work}/output", "--max_idle_secs=60"]
        tree = project / "third_party/tsrpc"
        self.options = ["--nosandbox_debug", *(f"--override_repository={name}={tree}/bazel/stubs/{name}"
                                               for name in STUBS)]

    def run(self, command, *words, status=0):
        """What it prints; raises Failure if it does not end with the status."""
        options = self.options if command in ("build", "test") else []
        done = subprocess.run([*self.startup, command, *options, *words], cwd=self.project, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
        if done.returncode != status:
            raise Failure(f"bazel {command} {' '.join(words)}: exit status {done.returncode}\n{done.stdout}")
        return done.stdout


class Results:
    """What a test command told in its events, by label."""

    def __init__(self, events):
        self.status, self.outputs = {}, {}
        for event in map(json.loads, events.read_text().splitlines()):
            if "testSummary" in event["id"]:
                self.status[event["id"]["testSummary"]["label"]] = event["testSummary"]["overallStatus"]
            elif "testResult" in event["id"]:
                files = {file["name"]: pathlib.Path(urllib.parse.unquote(urllib.parse.urlsplit(file["uri"]).path))
                         for file in event["testResult"]["testActionOutput"]}
                self.outputs.setdefault(event["id"]["testResult"]["label"], []).append(files)

    def verdicts(self, label):
        """The verdict of each test, a list of one dictionary a shard."""
        return [{case.get("classname") + "." + case.get("name"): verdict(case)
                 for case in ElementTree.parse(files["test.xml"]).iter("testcase") if case.get("status") != "notrun"}
                for files in self.outputs[label]]


def verdict(case):
    values = [item.get("value") for item in case.iter("property") if item.get("name") == "verdict"]
    expect(f"verdicts of {case.get('name')}", len(values), 1)
    return values[0]


def check_shards(results, sharded, whole, count):
    """Each test runs in one shard, with the verdict that it has without shards."""
    (expected,) = results.verdicts(whole)
    shards = results.verdicts(sharded)
    expect(f"shards of {sharded}", len(shards), count)
    expect(f"tests of {sharded}", sum(map(len, shards)), len(expected))
    expect(f"verdicts of {sharded}", {name: word for shard in shards for name, word in shard.items()}, expected)
    if not all(shards) or set(expected.values()) < {"PASS", "FAIL"}:
        raise Failure(f"{sharded} compares too little: {shards}")


def check_results(results):
    labels = results.status.keys() | EXPECTED.keys()
    wrong = {label: results.status.get(label) for label in labels if results.status.get(label) != EXPECTED.get(label)}
    expect("tests with another status than in EXPECTED", wrong, {})
    check_shards(results, "//cases:sharded", "//cases:broken_sp", 3)
    check_shards(results, "//cases:sharded_caller", "//cases:broken_caller", 2)
    check_shards(results, "//cases:listed_and_sharded", "//cases:listed", 3)
    (verdicts,) = results.verdicts("//cases:listed")
    expect("verdict of a listed test", verdicts["memory.retrieve_tag"], "KNOWN FAIL")
    (verdicts,) = results.verdicts("//cases:with_arguments")
    expect("tests that args select", sorted(verdicts),
           ["version.always_available", "version.any_sender", "version.reserved_zero"])
    (outputs,) = results.outputs["//cases:broken_sp"]
    with zipfile.ZipFile(outputs["test.outputs__outputs.zip"]) as archive:
        if "traces/memory.retrieve_tag.trace" not in archive.namelist():
            raise Failure(f"no trace of memory.retrieve_tag in {archive.namelist()}")


def check_remote_options(bazel):
    """This Bazel has the options of docs/ci.md: there are no workers here to use them with."""
    lines = re.findall("^build:.*", (ROOT / "docs/examples/ci/remote.bazelrc").read_text(), re.MULTILINE)
    options = [word for line in lines for word in line.split()[1:] if not word.startswith("--config=")]
    printed = bazel.run("canonicalize-flags", "--for_command=test", "--", *options)
    expect("options that are known", [option for option in options if option.split("=")[0] not in printed], [])
    expect("workers among them", any(option.startswith("--remote_executor=") for option in options), True)


def check(work, command):
    project = make_project(work, command)
    bazel = Bazel(work, project)
    try:
        events = work / "events.json"
        bazel.run("test", "--keep_going", f"--build_event_json_file={events}", "//...", status=BAZEL_TESTS_FAILED)
        check_results(Results(events))
        bazel.run("build", "//cases:profiled")
        launcher = (project / "bazel-bin/cases/profiled.sh").read_text()
        expect("--profile in the launcher", "'--profile' 'cases/profile.json'" in launcher, True)
        printed = bazel.run("build", "--nobuild", "//errors:no_shared_object", status=1)
        check_remote_options(bazel)
        expect("a plugin that is none", "//errors:BUILD.bazel gives 0 shared objects" in printed, True)
    finally:
        bazel.run("shutdown")


def main(arguments):
    with tempfile.TemporaryDirectory() as work:
        try:
            check(pathlib.Path(work), arguments[0] if arguments else None)
        except Failure as failure:
            print(f"a Bazel project that tests its SP: failed\n{failure}")
            return 1
    print("a Bazel project that tests its SP: passed")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
