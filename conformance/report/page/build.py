#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Puts the page of an HTML report into a C++ header: build.py PAGE.html FILE... > html_page.hpp

In PAGE.html, {{style}} stands for the .css files and {{script}} for the .js files in the order given; {{report}} stays,
for the report. The page allows itself what stands in it and nothing else, by hashes.
"""
import base64
import hashlib
import pathlib
import re
import sys

HEADER = """// SPDX-License-Identifier: BSD-3-Clause
// Made by conformance/report/page/build.py.
#ifndef TSRPC_CONFORMANCE_REPORT_HTML_PAGE_HPP
#define TSRPC_CONFORMANCE_REPORT_HTML_PAGE_HPP

namespace tsrpc::conformance {{

inline constexpr char html_page[] = R"page({page})page";

}} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_REPORT_HTML_PAGE_HPP
"""


def read(paths, suffix):
    return "\n" + "".join(path.read_text(encoding="utf-8") for path in paths if path.suffix == suffix)


def digest(text):
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def main(page, *files):
    paths = [pathlib.Path(file) for file in files]
    style = read(paths, ".css")
    script = '\n"use strict";' + read(paths, ".js")
    parts = {"style": style, "style_hash": digest(style), "script": script, "script_hash": digest(script),
             "report": "{{report}}"}
    template = pathlib.Path(page).read_text(encoding="utf-8")
    text = re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], template)
    if ')page"' in text:
        raise ValueError("the page ends its own literal")
    sys.stdout.write(HEADER.format(page=text))


if __name__ == "__main__":
    main(*sys.argv[1:])
