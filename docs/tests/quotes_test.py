#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Checks that pages quote files as they are: quotes_test.py FILE...

Files that end in .md are the pages, all others are what they quote. A line that is only a link and a colon names the
file that the code block after it quotes: whole lines, in one piece. Each file must be quoted, and nothing else. No
page has C, C++ or Rust that is not quoted, as no compiler would see it.
"""

import os
import pathlib
import re
import sys

LINK = re.compile(r"\[[^]]+\]\(([^)]+)\):")
FENCE = re.compile(r"\s*(?:>\s*)*(`{3,}|~{3,})\s*(\S*)")
COMPILED = {"c", "h", "cc", "cpp", "cxx", "c++", "hh", "hpp", "h++", "rs", "rust"}


def blocks(page):
    """The (line, file, language, text) of each code block; file is None where none is named before it, and text is None
    for a file's name with no block after it."""
    file = fence = None
    for number, line in enumerate(pathlib.Path(page).read_text().splitlines() + ["end"], 1):
        mark = FENCE.match(line)
        if fence:
            if mark and mark[1].startswith(fence) and not mark[2]:
                yield start, file, language, "".join(text)
                file = fence = None
            else:
                text.append(line + "\n")
        elif mark:
            start, fence, language, text = number, mark[1], mark[2].lower(), []
        elif line:
            if file:
                yield number, file, "", None
            name = LINK.fullmatch(line)
            file = name and os.path.normpath(os.path.join(os.path.dirname(page), name[1]))
    if fence:
        yield start, None, "", None


def complaints(page, files, quoted):
    """What is wrong with a page; adds the files that it quotes to `quoted`."""
    for number, file, language, text in blocks(page):
        quoted.add(file)
        if file and text is None:
            yield f"line {number}: a code block must follow {file}:"
        elif file and file not in files:
            yield f"line {number}: {file} is none of the files to quote"
        elif file and "\n" + text not in "\n" + pathlib.Path(file).read_text():
            yield f"line {number}: {file} does not contain\n{text}"
        elif not language:
            yield f"line {number}: a code block without its language or its end"
        elif not file and language in COMPILED:
            yield f"line {number}: no file is named for this {language}, so that no compiler sees it"


def main(arguments):
    pages = [file for file in arguments if file.endswith(".md")]
    files = [file for file in arguments if not file.endswith(".md")]
    quoted = set()
    found = [f"{page}: {complaint}" for page in pages for complaint in complaints(page, files, quoted)]
    found += [f"{file}: is not quoted" for file in files if file not in quoted]
    for complaint in found:
        print(complaint, file=sys.stderr)
    return bool(found)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
