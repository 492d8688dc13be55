#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# A million frames from a pipe: TSRPC COUNT.
. conformance/cli/tests/lib.sh || exit 1
count=$2

awk -v count="$count" \
    'BEGIN { for (i = 0; i < count; ++i) printf "0003%04x %08x 00000007 %08x 00000000\n", i % 65536, i, i % 4096 }' \
    >"$scratch/frames"

((checks += 1))
cat "$scratch/frames" | "$tsrpc" decode --format json | "$tsrpc" encode | cmp - "$scratch/frames" ||
    fail "$count frames should be the same after decode and encode"

((checks += 1))
valid=$(cat "$scratch/frames" | "$tsrpc" decode | grep -c '^> .* valid$')
[[ $valid == "$count" ]] || fail "$count valid frames as text: there are $valid"

# Requests and their responses, memory retrieved and relinquished in turn.
awk -v count="$count" 'BEGIN {
    for (i = 0; i < count / 4; ++i) {
        printf "[%12.6f] tstee: > 00ff0001 %08x 00000007 00000000 00000000\n", i / 1000, i % 1000
        printf "[%12.6f] tstee: < 00ff0001 00000000 00000000 00000000 00000000\n", i / 1000
        printf "[%12.6f] tstee: > 00ff0002 %08x 00000007 00000000 00000000\n", i / 1000, i % 1000
        printf "[%12.6f] tstee: < 00ff0002 00000000 00000000 00000000 00000000\n", i / 1000
    }
}' >"$scratch/log"
run trace "$scratch/log"
expect_lines "$count frames, judged" 0 "^log conforms: $count frames, $((count / 2)) exchanges$"
[[ $(grep -c '^[<>] ' "$scratch/out") == "$count" ]] || fail "$count frames, judged: not each is printed once"

finish
