#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Puts docs/decode.html together: build.py CODEC.wasm PAGE.html FILE... > decode.html

In PAGE.html, {{style}} stands for the .css files, {{script}} for the .js files in the order given, {{codec}} for the
module in base64, and {{NAME}} for NAME.txt or NAME.log. The page allows itself what stands in it and nothing else, by
hashes.
"""
import base64
import hashlib
import pathlib
import re
import sys
import textwrap


def read(paths, suffix):
    return "".join(path.read_text(encoding="utf-8") for path in paths if path.suffix == suffix)


def digest(text):
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def main(codec, page, *files):
    paths = [pathlib.Path(file) for file in files]
    style = "\n" + read(paths, ".css")
    script = '\n"use strict";\n' + read(paths, ".js")
    parts = {
        "style": style,
        "style_hash": digest(style),
        "script": script,
        "script_hash": digest(script),
        "codec": textwrap.fill(base64.b64encode(pathlib.Path(codec).read_bytes()).decode(), 120) + "\n",
        **{path.stem: path.read_text(encoding="utf-8") for path in paths if path.suffix in (".log", ".txt")},
    }
    template = pathlib.Path(page).read_text(encoding="utf-8")
    sys.stdout.write(re.sub(r"\{\{(\w+)\}\}", lambda match: parts[match[1]], template))


if __name__ == "__main__":
    main(*sys.argv[1:])
