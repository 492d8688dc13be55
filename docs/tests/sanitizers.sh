#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Runs the commands for sanitizers in docs/attaching-an-sp.md on the example SP, which passes, and on three SPs with a
# bug each, which the sanitizers must report. Needs gcc, clang 14, and `./bazelw build //conformance/cli:tsrpc` before.
set -euo pipefail
cd "$(dirname "$0")/../.."

export TSRPC=$PWD
export PATH=$TSRPC/out/bin/conformance/cli:$PATH
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

page=docs/attaching-an-sp.md
mapfile -t builds < <(grep -E '^(gcc|clang-14) -g -fsanitize=address,undefined ' "$page")
mapfile -t runs < <(grep -E '^LD_PRELOAD=' "$page")
[[ ${#builds[@]} == 2 && ${#runs[@]} == 2 ]] || { echo "$page: expected two builds and two runs" >&2; exit 1; }

# fail WHAT: prints it with the output of the last run.
fail() {
    echo "sanitizers: $1" >&2
    cat "$scratch/out" >&2
    exit 1
}

# run INDEX [OPTION]...: the page's commands with one compiler, on my_sp.c.
run() {
    local index=$1
    shift
    (cd "$scratch" && eval "${builds[$index]}" && eval "${runs[$index]} ${*@Q}") > "$scratch/out" 2>&1
}

# must_report NAME SED WHAT: the SP that the sed script makes fails with that message, whatever the compiler.
must_report() {
    sed "$2" conformance/examples/c_sp/sp.c > "$scratch/my_sp.c"
    cmp -s conformance/examples/c_sp/sp.c "$scratch/my_sp.c" && { echo "sanitizers: $1 changes nothing" >&2; exit 1; }
    for index in 0 1; do
        ! run "$index" --run 'memory.retrieve*' || fail "$1, '${builds[$index]%% *}': the run passes"
        grep -q "$3" "$scratch/out" || fail "$1, '${builds[$index]%% *}': no '$3'"
    done
}

must_report "a heap overflow" 's/calloc(1, sizeof \*sp)/calloc(1, 16)/' 'AddressSanitizer: heap-buffer-overflow'
must_report "an overflow of int" 's/int32_t status = TSRPC_RPC_INVALID_VALUE;/&\n    status = INT32_MAX; status += (int32_t)(request[W3] \& 0xff);/' \
    'runtime error: signed integer overflow'
must_report "a leak" 's/static void destroy(void\* sp) { free(sp); }/static void destroy(void* sp) { (void)sp; }/' \
    'LeakSanitizer: detected memory leaks'

cp conformance/examples/c_sp/sp.c "$scratch/my_sp.c"
for index in 0 1; do
    run "$index" || fail "the example, '${builds[$index]%% *}': the run fails"
    grep -q '^example conforms: ' "$scratch/out" || fail "the example: no verdict"
done
