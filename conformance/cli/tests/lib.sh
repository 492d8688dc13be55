# SPDX-License-Identifier: BSD-3-Clause
#
# Sourced by the tests of the command, whose path is their first argument. They end with `finish`.
set -uo pipefail

# What Bazel sets for its own tests is none of the command's business.
unset "${!GTEST_@}" "${!TEST_TOTAL_@}" "${!TEST_SHARD_@}" XML_OUTPUT_FILE TESTBRIDGE_TEST_ONLY TEST_PREMATURE_EXIT_FILE

tsrpc=$1
[[ $tsrpc == /* ]] || tsrpc=$PWD/$tsrpc
scratch=$(mktemp -d "${TEST_TMPDIR:-/tmp}/cli.XXXXXX") || exit 1
checks=0
failures=0

fail() {
    echo "FAILED: $1" >&2
    ((failures += 1))
}

# without_seconds: the last line of a run without its " in 2.1 s", which depends on the machine.
without_seconds() {
    sed -E 's/^([^ ].*: [0-9]+ PASS.*) in [0-9]+(\.[0-9])? s$/\1/'
}

# run ARGUMENTS: runs the command; leaves $status, $scratch/out, without seconds, and $scratch/err.
run() {
    "$tsrpc" "$@" >"$scratch/raw" 2>"$scratch/err"
    status=$?
    without_seconds <"$scratch/raw" >"$scratch/out"
}

# expect NAME STATUS STDOUT STDERR: compares what `run` left, the texts without their last line feed.
expect() {
    ((checks += 1))
    local out err
    out=$(cat "$scratch/out")
    err=$(cat "$scratch/err")
    [[ $status == "$2" ]] || fail "$1: exit status $status, expected $2"
    [[ $out == "$3" ]] || fail "$1: standard output is"$'\n'"$out"$'\n'"expected"$'\n'"$3"
    [[ $err == "$4" ]] || fail "$1: standard error is"$'\n'"$err"$'\n'"expected"$'\n'"$4"
}

# expect_lines NAME STATUS PATTERN...: for each a line of standard output matches.
expect_lines() {
    ((checks += 1))
    local pattern
    [[ $status == "$2" ]] || fail "$1: exit status $status, expected $2"
    for pattern in "${@:3}"; do
        grep -qE -- "$pattern" "$scratch/out" ||
            fail "$1: no line matches $pattern in"$'\n'"$(cat "$scratch/out" "$scratch/err")"
    done
}

# expect_error NAME STATUS PART: nothing on standard output, one line with PART on standard error.
expect_error() {
    ((checks += 1))
    [[ $status == "$2" ]] || fail "$1: exit status $status, expected $2"
    [[ ! -s $scratch/out ]] || fail "$1: there is something on standard output"
    [[ $(wc -l <"$scratch/err") == 1 && $(cat "$scratch/err") == *"$3"* ]] ||
        fail "$1: standard error is"$'\n'"$(cat "$scratch/err")"$'\n'"expected one line with"$'\n'"$3"
}

# results: the ids of the last run's results, a line each; -v prints all.
results() {
    sed -nE 's/^(PASS|FAIL|WARN|SKIP|UNREACHABLE|CRASHED|HUNG|ERROR|NOT RUN|KNOWN FAIL) +([a-z_]+\.[a-z0-9_]+)(  as in .*)?$/\2/p' \
        "$scratch/out"
}

finish() {
    echo "$checks checks, $failures failures"
    ((checks > 0 && failures == 0))
    exit
}
