#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# The command as a user runs it, from a checkout: README's first command, an SP in C, a broken one and its
# trace, and frames.
set -euo pipefail
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# expect STATUS TEXT COMMAND...: the command exits with that status, and what it prints has that text in it.
expect() {
    local wanted=$1 text=$2 status=0
    "${@:3}" >"$scratch/out" 2>&1 </dev/null || status=$?
    if [[ $status != "$wanted" ]] || ! grep -qF -- "$text" "$scratch/out"; then
        cat "$scratch/out"
        echo "$0: ${*:3}: exit status $status, expected $wanted and: $text" >&2
        exit 1
    fi
}

expect 0 "reference conforms: " ./bazelw run //conformance/cli:tsrpc -- check sp

tsrpc=out/bin/conformance/cli/tsrpc
sp=conformance/examples/c_sp/sp.c
build() { cc -std=c11 -Wall -Wextra -fPIC -shared -Iabi/include -Iconformance/include -o "$scratch/$1" "$2"; }
build sp.so $sp
expect 0 "example conforms: " $tsrpc check sp --target "plugin:$scratch/sp.so"

# Takes any caller for the memory's owner.
sed 's/slot->sender_id == sender_id && //' $sp >"$scratch/broken.c"
build broken.so "$scratch/broken.c"
expect 1 "FAIL        isolation.foreign_call" $tsrpc check sp --target "plugin:$scratch/broken.so" --traces "$scratch"
expect 0 "the same happened" $tsrpc replay "$scratch/isolation.foreign_call.trace" --target "plugin:$scratch/broken.so"
expect 1 "is different" $tsrpc replay "$scratch/isolation.foreign_call.trace" --target "plugin:$scratch/sp.so"
# Hosts no service whose answers are known.
sed '/{TSRPC_TEST_SERVICE_UUID_BYTES/d; /test_service(const struct call/d' $sp >"$scratch/without.c"
build without.so "$scratch/without.c"
expect 1 "nothing was checked" $tsrpc check sp --target "plugin:$scratch/without.so" --run call.service_status
expect 3 "cannot read plugin 'missing.so'" $tsrpc check sp --target plugin:missing.so

expect 0 "0 do not" $tsrpc vectors check vectors/tsrpc-v1.json
expect 0 "get_version request" $tsrpc decode 00ff0000 0 0 0 0
expect 1 "not valid" $tsrpc decode 00ff0000 0 0 0 1
echo '{"message": "get_version", "direction": "request"}' >"$scratch/frame.json"
expect 0 "00ff0000 00000000 00000000 00000000 00000000" bash -c "$tsrpc encode <'$scratch/frame.json'"
echo "$0: passed"
