#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Puts docs/decode.html together: build.py CODEC.wasm PAGE.html FILE... > decode.html

In PAGE.html, {{codec}} stands for the module in base64, and {{NAME}} for NAME.txt or NAME.log. embed.py says what else
the page has.
"""
import base64
import pathlib
import sys
import textwrap

import embed


def main(codec, page, *files):
    paths = [pathlib.Path(file) for file in files]
    sys.stdout.write(embed.filled(pathlib.Path(page), paths, {
        "codec": textwrap.fill(base64.b64encode(pathlib.Path(codec).read_bytes()).decode(), 120) + "\n",
        **{path.stem: path.read_text(encoding="utf-8") for path in paths if path.suffix in (".log", ".txt")},
    }))


if __name__ == "__main__":
    main(*sys.argv[1:])
