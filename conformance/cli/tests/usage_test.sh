#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Help, version and wrong usage.
. conformance/cli/tests/lib.sh || exit 1

run
expect_error "no subcommand" 2 'A subcommand is required'
run frobnicate
expect_error "an unknown subcommand" 2 'tsrpc: '
run vectors
expect_error "half a subcommand" 2 'tsrpc vectors: A subcommand is required'

run --version
expect "--version" 0 "tsrpc 0.2.0, TS-RPC ABI version 1" ""

for words in "" "check sp" decode encode replay trace vectors "vectors check"; do
    # shellcheck disable=SC2086
    run $words --help
    ((checks += 1))
    ((status == 0)) || fail "$words --help: exit status $status"
    [[ ! -s $scratch/err ]] || fail "$words --help: there is something on standard error"
    grep -q "Usage: tsrpc" "$scratch/out" || fail "$words --help: no usage"
    [[ $words == vectors ]] || grep -q "^Exit status: 0" "$scratch/out" || fail "$words --help: no exit statuses"
    [[ $words == vectors ]] || grep -q "^Example" "$scratch/out" || fail "$words --help: no examples"
    awk 'length > 120 { exit 1 }' "$scratch/out" || fail "$words --help: a line of more than 120 columns"
done
for name in check decode encode replay trace vectors; do
    run --help
    grep -q "^  $name " "$scratch/out" || fail "--help does not list $name"
done

"$tsrpc" --help >/dev/full 2>"$scratch/err"
status=$?
: >"$scratch/out"
expect_error "help on a full disk" 1 'cannot write to standard output'

finish
