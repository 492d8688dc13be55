#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Checks that .ci/run and .ci/full run every command of the pages as it stands there.

What counts for README.md's table, docs/ci.md and fuzz/README.md is a step of the form: documented PAGE 'COMMAND'. Of
other pages it is enough that a script has the command.
"""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).absolute().parent.parent
SCRIPTS = (".ci/run", ".ci/full")


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def scripts():
    """What the scripts run, a step a line."""
    lines = [line for script in SCRIPTS for line in read(script).splitlines() if not line.startswith("#")]
    return "\n".join(lines).replace("\\\n", "")


def quoted():
    """The pages and their commands that the scripts quote in steps."""
    step = r"^(?:check|tests) .* documented (\S+) +(?:'([^']+)'|\"([^\"]+)\")"
    return [(page, single or double) for page, single, double in re.findall(step, scripts(), re.MULTILINE)]


def steps(page):
    """The commands of a page that the scripts run."""
    return [command for quoted_page, command in quoted() if quoted_page == page]


def table_commands():
    """The commands in the first column of README.md's table of configurations."""
    section = re.search(r"^## Configurations$(.*?)^## ", read("README.md"), re.MULTILINE | re.DOTALL)[1]
    return re.findall(r"^\| `([^`]+)` \|", section, re.MULTILINE)


def block_commands(page):
    """The commands of a page's blocks of sh, a line each."""
    blocks = re.findall(r"^```sh\n(.*?)^```$", read(page), re.MULTILINE | re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def bazel_commands(page):
    """The calls of bazelw anywhere in a page."""
    call = r"\./bazelw (?:run|build|test|coverage)(?:\s(?:--(?!>)[\w=:*'/.-]+|//[\w/:.]+))+(?: -- [^`\n]+)?"
    return [" ".join(command.split()) for command in re.findall(call, read(page))]


class CommandsTest(unittest.TestCase):
    def test_pages_say_what_scripts_quote(self):
        self.assertGreater(len(quoted()), 30)
        self.assertEqual([(page, command) for page, command in quoted() if command not in read(page)], [])

    def test_readme_table(self):
        commands = table_commands()
        self.assertIn("./bazelw test //...", commands)
        self.assertCountEqual(commands, [*steps("README.md"), *SCRIPTS])

    def test_fuzz_page(self):
        commands = block_commands("fuzz/README.md")
        self.assertGreater(len(commands), 5)
        self.assertCountEqual(commands, steps("fuzz/README.md"))

    def test_ci_page(self):
        commands = block_commands("docs/ci.md")
        self.assertGreater(len(commands), 5)
        self.assertCountEqual(commands, steps("docs/ci.md"))

    def test_other_pages(self):
        pages = sorted(str(page.relative_to(ROOT)) for page in ROOT.glob("docs/*.md")) + ["vectors/README.md"]
        commands = {command for page in pages for command in bazel_commands(page)}
        self.assertGreater(len(commands), 8)
        self.assertEqual([command for command in sorted(commands) if command not in scripts()], [])


if __name__ == "__main__":
    unittest.main()
