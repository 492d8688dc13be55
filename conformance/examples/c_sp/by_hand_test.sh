#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
set -euo pipefail
cd conformance/examples/c_sp

command=$(sed -n 's/^ \*   \(cc .*\)/\1/p' sp.c)
[[ $command == cc\ *\ sp.c ]] || { echo "sp.c: no line that begins with 'cc' in its first comment" >&2; exit 1; }
output=$TEST_TMPDIR/example_sp.so
bash -c "${command/-o example_sp.so/-Werror -o $output}"

exported=$(nm --dynamic --defined-only --format=posix "$output" | cut -d' ' -f1)
[[ $exported == tsrpc_get_sp_plugin ]] || { echo "exported: $exported; expected: tsrpc_get_sp_plugin" >&2; exit 1; }
