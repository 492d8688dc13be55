#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# output_test.sh EXPECTED PROGRAM [INPUT]: the program ends well and prints what the file holds.
set -euo pipefail
"$2" <"${3:-/dev/null}" | diff -u "$1" -
