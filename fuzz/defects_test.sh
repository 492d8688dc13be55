#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# defects_test.sh REPLAY CORPUS: sp_fuzzer's seeds pass on conforming variants of the reference SP, and end the run on
# each defective one with what its defect breaks.
set -uo pipefail

replay=$1
corpus=$2
output=$TEST_TMPDIR/output
failures=0

fail() {
    echo "FAILED: $1" >&2
    tail -n 20 "$output" >&2
    ((failures += 1))
}

# A core dump would only take time.
ulimit -c 0

for variant in '' slots-by-caller; do
    TSRPC_VARIANT=$variant "$replay" "$corpus" >"$output" 2>&1 || fail "'$variant', which conforms: exit status $?"
done

# expect DEFECT PATTERN
expect() {
    if TSRPC_VARIANT=$1 TSRPC_FUZZ_PRINT=1 "$replay" "$corpus" >"$output" 2>&1; then
        fail "$1: nothing found"
    elif ! grep -qE "$2" "$output"; then
        fail "$1: no line is like '$2'"
    fi
}

expect any-sender '^broken requirement: isolation\.foreign_(call|relinquish) \(MUST, abi\.md §3, §4\)'
expect low-sender-bits '^broken requirement: isolation\.foreign_relinquish '
expect narrow-opcode '^broken requirement: control\.echo_opcode '

# A crash says nothing of itself: the step before it does.
expect crash-on-flags ''
last_step=$(grep -E '^[a-z_]+ sender=' "$output" | tail -n 1)
[[ $last_step == words* ]] || fail "crash-on-flags: the last step is '$last_step'"

exit $((failures != 0))
