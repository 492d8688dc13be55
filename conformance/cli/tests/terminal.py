#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""terminal.py COMMAND...: runs it on a terminal, and prints what that got. TERM is xterm if there is none."""

import os
import pty
import sys

if os.environ.get("TERM") != "dumb":
    os.environ["TERM"] = "xterm"
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
while True:
    try:
        text = os.read(terminal, 65536)
    except OSError:  # nobody has it open any more
        break
    if not text:
        break
    sys.stdout.buffer.write(text)
os.waitpid(child, 0)
