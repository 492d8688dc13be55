#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Checks that a page quotes files as they are: quotes_test.py PAGE FILE...

A line that is only a link and a colon names the file that the code block after it quotes: whole lines, in one piece.
Each FILE must be quoted, and nothing else.
"""

import os
import pathlib
import re
import sys

LINK = re.compile(r"^\[[^]\n]+\]\(([^)\n]+)\):\n", re.MULTILINE)
BLOCK = re.compile(r"\n```\w*\n(.*?\n)```\n", re.DOTALL)


def quotes(page):
    """The (file, text) pairs of a page; the text is None where no code block follows."""
    text = pathlib.Path(page).read_text()
    for link in LINK.finditer(text):
        block = BLOCK.match(text, link.end())
        yield os.path.normpath(os.path.join(os.path.dirname(page), link[1])), block and block[1]


def complaints(page, files):
    quoted = set()
    for file, text in quotes(page):
        quoted.add(file)
        if text is None:
            yield f"{file}: a code block must follow its name"
        elif file not in files:
            yield f"{file}: none of the files to quote"
        elif "\n" + text not in "\n" + pathlib.Path(file).read_text():
            yield f"{file}: does not contain\n{text}"
    for file in files:
        if file not in quoted:
            yield f"{file}: is not quoted"


def main(page, *files):
    found = list(complaints(page, files))
    for complaint in found:
        print(f"{page}: {complaint}", file=sys.stderr)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
