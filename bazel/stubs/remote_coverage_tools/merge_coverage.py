#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Merges gcov's JSON and lcov traces into one lcov trace.

Stands in for Bazel's two Java tools: with --coverage_dir it reads what one test left there, with --reports_file the
traces of all tests.
"""

import argparse
import collections
import gzip
import json
import pathlib
import re


class Source:
    """What was counted in one source file."""

    def __init__(self):
        self.lines = collections.Counter()
        self.branches = collections.Counter()  # (line, index in the line)
        self.functions = collections.Counter()  # (line, name)


def add_gcov(sources, path):
    with gzip.open(path, "rt", encoding="utf-8") as stream:
        report = json.load(stream)
    for file in report["files"]:
        source = sources[file["file"]]
        for function in file["functions"]:
            source.functions[function["start_line"], function["name"]] += function["execution_count"]
        # A template's line is listed once an instance: its branches are numbered on through all of them.
        indices = collections.Counter()
        for line in file["lines"]:
            number = line["line_number"]
            source.lines[number] += line["count"]
            for branch in (b for b in line["branches"] if not b["throw"]):
                source.branches[number, indices[number]] += branch["count"]
                indices[number] += 1


def add_lcov(sources, path):
    starts = {}
    for record in path.read_text(encoding="utf-8").splitlines():
        key, _, value = record.partition(":")
        if key == "SF":
            source = sources[value]
            starts = {}
        elif key == "FN":
            line, name = value.split(",", 1)
            starts[name] = int(line)
        elif key == "FNDA":
            count, name = value.split(",", 1)
            source.functions[starts[name], name] += int(count)
        elif key == "BRDA":
            line, _, index, count = value.split(",")
            source.branches[int(line), int(index)] += 0 if count == "-" else int(count)
        elif key == "DA":
            line, count = value.split(",")[:2]
            source.lines[int(line)] += int(count)


def lcov_records(name, source):
    yield f"SF:{name}"
    for line, function in sorted(source.functions):
        yield f"FN:{line},{function}"
    for (_, function), count in sorted(source.functions.items()):
        yield f"FNDA:{count},{function}"
    yield f"FNF:{len(source.functions)}"
    yield f"FNH:{sum(count > 0 for count in source.functions.values())}"
    for (line, index), count in sorted(source.branches.items()):
        yield f"BRDA:{line},0,{index},{count if source.lines[line] else '-'}"
    yield f"BRF:{len(source.branches)}"
    yield f"BRH:{sum(count > 0 for count in source.branches.values())}"
    for line, count in sorted(source.lines.items()):
        yield f"DA:{line},{count}"
    yield f"LF:{len(source.lines)}"
    yield f"LH:{sum(count > 0 for count in source.lines.values())}"
    yield "end_of_record"


def real_names(path):
    """The sources behind the paths of _virtual_includes, as Bazel lists them: reported:actual."""
    return dict(line.split(":", 1) for line in path.read_text(encoding="utf-8").splitlines() if line) if path else {}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--coverage_dir", type=pathlib.Path)
    parser.add_argument("--reports_file", type=pathlib.Path)
    parser.add_argument("--output_file", type=pathlib.Path, required=True)
    parser.add_argument("--filter_sources", action="append", default=[])
    parser.add_argument("--sources_to_replace_file", type=pathlib.Path)
    options, _ = parser.parse_known_args()

    sources = collections.defaultdict(Source)
    if options.coverage_dir:
        for path in sorted(options.coverage_dir.rglob("*.gcov.json.gz")):
            add_gcov(sources, path)
        for path in sorted(options.coverage_dir.rglob("*.dat")):
            add_lcov(sources, path)
    if options.reports_file:
        for name in options.reports_file.read_text(encoding="utf-8").split():
            add_lcov(sources, pathlib.Path(name))

    names = real_names(options.sources_to_replace_file)
    with options.output_file.open("w", encoding="utf-8") as out:
        for name, source in sorted(sources.items()):
            if source.lines and not any(re.fullmatch(pattern, name) for pattern in options.filter_sources):
                print(*lcov_records(names.get(name, name), source), sep="\n", file=out)


if __name__ == "__main__":
    main()
