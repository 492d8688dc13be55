#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Checks that what pages cite as "abi.md §3" is there: citations_test.py ABI PAGE..."""

import pathlib
import re
import sys


def main(abi, pages):
    sections = set(re.findall(r"^## (\d+)\. ", pathlib.Path(abi).read_text(encoding="utf-8"), re.MULTILINE))
    cited = [(page, section) for page in pages
             for section in re.findall(r"§(\d+)", pathlib.Path(page).read_text(encoding="utf-8"))]
    wrong = [f"{page}: {abi} has no section {section}" for page, section in cited if section not in sections]
    for complaint in wrong:
        print(complaint, file=sys.stderr)
    print(f"{len(cited)} citations of {len(sections)} sections")
    return bool(wrong or not cited)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
