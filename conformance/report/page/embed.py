# SPDX-License-Identifier: BSD-3-Clause
"""Puts style sheets and scripts into a page that is one file.

In the page, {{style FILE...}} stands for style sheets and {{script FILE...}} for scripts, by their names and in that order.
With {{style_hash}} and {{script_hash}} a page can allow itself what stands in it and nothing else.
"""
import base64
import hashlib
import re


def digest(text):
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def filled(page, paths, others):
    """The text of the page. `paths` has the files it names; `others` what stands for other marks than those above."""
    template = page.read_text(encoding="utf-8")
    texts = {path.name: path.read_text(encoding="utf-8") for path in paths if path.suffix in (".css", ".js")}
    parts = dict(others)
    for mark, kind, names in re.findall(r"\{\{((style|script) ([^}]*))\}\}", template):
        head = "\n" if kind == "style" else '\n"use strict";\n'
        parts[mark] = head + "".join(texts.pop(name) for name in names.split())
        parts[f"{kind}_hash"] = digest(parts[mark])
    if texts:
        raise ValueError(f"{page} does not name {', '.join(texts)}")
    return re.sub(r"\{\{([^}]*)\}\}", lambda match: parts[match[1]], template)
