# SPDX-License-Identifier: BSD-3-Clause
"""Puts style sheets and scripts into a page that is one file.

In the page, {{style}} stands for the .css files and {{script}} for the .js files in the order given. With {{style_hash}}
and {{script_hash}} a page can allow itself what stands in it and nothing else.
"""
import base64
import hashlib
import re


def joined(paths, suffix):
    return "".join(path.read_text(encoding="utf-8") for path in paths if path.suffix == suffix)


def digest(text):
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def filled(page, paths, others):
    """The text of the page. `others` has what stands for other marks than those above."""
    style = "\n" + joined(paths, ".css")
    script = '\n"use strict";\n' + joined(paths, ".js")
    parts = {"style": style, "style_hash": digest(style), "script": script, "script_hash": digest(script), **others}
    return re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], page.read_text(encoding="utf-8"))
