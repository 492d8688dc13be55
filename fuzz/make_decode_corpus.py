#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Writes the seeds of decode_fuzzer: every golden vector as an input, named by its id.

usage: make_decode_corpus.py DIRECTORY VECTORS
"""

import json
import pathlib
import struct
import sys

REQUEST, RESPONSE, RESPONSE_TO = 0, 1, 2  # the first byte of an input, see decode_fuzzer.cc


def words(registers):
    return struct.pack("<5I", *(int(register, 16) for register in registers))


def seed(vector):
    if vector["direction"] == "request":
        return bytes([REQUEST]) + words(vector["registers"])
    if "request" not in vector:
        return bytes([RESPONSE]) + words(vector["registers"])
    return bytes([RESPONSE_TO]) + words(vector["registers"]) + words(vector["request"])


def main(directory, vector_file):
    for vector in json.loads(pathlib.Path(vector_file).read_text())["vectors"]:
        pathlib.Path(directory, vector["id"]).write_bytes(seed(vector))


main(*sys.argv[1:])
