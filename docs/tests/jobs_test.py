#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Runs the jobs of docs/ci.md as their services would: jobs_test.py TSRPC|ARCHIVE GITHUB_YML GITLAB_YML

The repository is the example SP, a broken copy of it, or that with a list of what is known to fail. The archive that the
jobs download is a release, or one that is made of TSRPC, the command. Nothing is installed: apt-get is a script here.
"""

import hashlib
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree

import yaml

ROOT = pathlib.Path.cwd()
SP = ROOT / "conformance/examples/c_sp/sp.c"
HEADERS = [ROOT / "abi/include/tsrpc/abi.h", *(ROOT / "conformance/include/tsrpc").glob("*.h")]
BROKEN = ("join(request[W6], request[W7])", "request[W6]")  # half of a tag is lost
KNOWN = """\
memory.retrieve_tag ticket 12
memory.retrieve_reserved_zero ticket 12
"""
ONLY_MEMORY = {"GTEST_FILTER": "memory.*"}


def make_archive(command, directory):
    """What packaging/release makes, as far as the jobs use it."""
    if command.name.endswith(".tar.xz"):
        return command
    top = directory / "tsrpc-0.0.0-linux-x86_64"
    (top / "bin").mkdir(parents=True)
    (top / "include/tsrpc").mkdir(parents=True)
    shutil.copy(command, top / "bin/tsrpc")
    for header in HEADERS:
        shutil.copy(header, top / "include/tsrpc")
    archive = directory / "tsrpc.tar.xz"
    subprocess.run(["tar", "--create", f"--file={archive}", "--use-compress-program=xz -0", f"--directory={directory}",
                    top.name], check=True)
    return archive


class Service:
    """Steps of shell commands in a checkout."""

    def __init__(self, archive, source, known_failing=""):
        self.directory = pathlib.Path(tempfile.mkdtemp())
        self.checkout = self.directory / "checkout"
        self.checkout.mkdir()
        (self.checkout / "my_sp.c").write_text(source)
        (self.checkout / "not-yet.txt").write_text(known_failing)
        tools = self.directory / "bin"
        tools.mkdir()
        (tools / "apt-get").write_text("#!/bin/sh\necho \"$@\" >>\"$APT_LOG\"\n")
        (tools / "apt-get").chmod(0o755)
        # Nothing of what Bazel says to this test.
        inherited = {name: value for name, value in os.environ.items()
                     if not name.startswith(("GTEST_", "TEST_", "XML_"))}
        self.env = {**inherited, "PATH": f"{tools}:{os.environ['PATH']}", "APT_LOG": str(self.directory / "apt"),
                    "GITHUB_STEP_SUMMARY": str(self.directory / "step_summary"), "TSRPC_URL": archive.as_uri(),
                    "TSRPC_SHA256": hashlib.sha256(archive.read_bytes()).hexdigest(), **ONLY_MEMORY}

    def run(self, command):
        """Whether it succeeds, as both services run it: bash, which ends with the first failure."""
        done = subprocess.run(["bash", "-e", "-o", "pipefail", "-c", command], cwd=self.checkout, env=self.env,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
                              check=False)
        print(f"$ {command}\n{done.stdout}exit status {done.returncode}")
        return done.returncode == 0


def run_github(job, service):
    """Whether the job passes, and what it uploads."""
    passed, uploaded = True, []
    for step in job["steps"]:
        if not passed and step.get("if") != "${{ !cancelled() }}":
            continue
        if "run" in step:
            passed = service.run(step["run"]) and passed
        elif step["uses"].startswith("actions/upload-artifact@"):
            uploaded = step["with"]["path"].split()
    return passed, uploaded


def run_gitlab(job, service):
    passed = all(service.run(command) for command in job["before_script"] + job["script"])
    artifacts = job["artifacts"]
    uploaded = [*artifacts["paths"], artifacts["reports"]["junit"]]
    return passed, uploaded if passed or artifacts["when"] == "always" else []


class JobsTest(unittest.TestCase):
    archive = github = gitlab = None

    def check(self, run, job, source, known, conforms):
        service = Service(self.archive, source, known)
        self.addCleanup(shutil.rmtree, service.directory)
        passed, uploaded = run(job, service)
        self.assertEqual(passed, conforms)
        self.assertCountEqual([name.rstrip("/") for name in uploaded], ["junit.xml", "summary.md", "traces"])
        cases = list(ElementTree.parse(service.checkout / "junit.xml").iter("testcase"))
        failed = {case.get("name") for case in cases if case.find("failure") is not None}
        self.assertGreater(len(cases), 20)
        self.assertEqual("retrieve_tag" in failed or "memory.retrieve_tag" in failed, not conforms)
        summary = (service.checkout / "summary.md").read_text()
        self.assertIn("PASS", summary)
        if not conforms:
            self.assertIn("memory.retrieve_tag", summary)
            self.assertTrue((service.checkout / "traces/memory.retrieve_tag.trace").exists())
        if run is run_github:
            self.assertEqual((service.directory / "step_summary").read_text(), summary)
        else:
            self.assertIn("install", (service.directory / "apt").read_text())

    def check_all(self, run, job):
        right = SP.read_text()
        self.assertEqual(right.count(BROKEN[0]), 1)
        broken = right.replace(*BROKEN)
        self.check(run, job, right, "", True)
        self.check(run, job, broken, "", False)
        self.check(run, job, broken, KNOWN, True)

    def test_github(self):
        self.check_all(run_github, self.github["jobs"]["sp"])

    def test_gitlab(self):
        self.check_all(run_gitlab, self.gitlab["sp"])

    def test_syntax(self):
        steps = [step["run"] for step in self.github["jobs"]["sp"]["steps"] if "run" in step]
        for command in steps + self.gitlab["sp"]["before_script"] + self.gitlab["sp"]["script"]:
            self.assertEqual(subprocess.run(["bash", "-n", "-c", command], check=False).returncode, 0, command)

    def test_same_check(self):
        """The services differ, what is checked does not."""
        (check,) = (step["run"] for step in self.github["jobs"]["sp"]["steps"] if step.get("name") == "Check the SP")
        self.assertEqual(check, self.gitlab["sp"]["script"][-1])

    def test_same_variables(self):
        """The page names them: no job needs others."""
        self.assertEqual(set(self.github["jobs"]["sp"]["env"]), {"TSRPC_URL", "TSRPC_SHA256"})


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        JobsTest.archive = make_archive(pathlib.Path(sys.argv[1]).absolute(), pathlib.Path(made))
        JobsTest.github, JobsTest.gitlab = (yaml.safe_load(pathlib.Path(file).read_text()) for file in sys.argv[2:4])
        unittest.main(argv=sys.argv[:1])
