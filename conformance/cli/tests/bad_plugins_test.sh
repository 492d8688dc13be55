#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# What tsrpc check sp makes of SPs that crash, hang, lie or cannot be had: TSRPC BAD_SP.so NO_SYMBOL.so.
. conformance/cli/tests/lib.sh || exit 1
bad=$2
no_symbol=$3

# The signals themselves are what is looked at.
signals=handle_segv=0:handle_abort=0:handle_sigbus=0
export ASAN_OPTIONS=$signals TSAN_OPTIONS=$signals

mark=TSRPC_TEST_MARK=$$-$RANDOM

# Nothing that the last run started is alive. Zombies have no environment.
expect_no_process() {
    local left
    for _ in {1..100}; do
        left=$(grep -lsazxF "$mark" /proc/[0-9]*/environ) || return 0
        sleep 0.1
    done
    fail "$1: processes are left: $left"
}

# run_bad HOW ARGUMENTS
run_bad() {
    env "$mark" BAD_SP="$1" "$tsrpc" check sp --target "plugin:$bad" "${@:2}" >"$scratch/out" 2>"$scratch/err"
    status=$?
    expect_no_process "$1"
}

# relinquishes HOW: runs a test that RELINQ_MEM goes wrong in, between others.
relinquishes() {
    run_bad "$1" --timeout 1 --run version.answer --run memory.relinquish --run call.doorbell
}

# expect_verdict HOW VERDICT WHY: of that test; the others pass, on targets of their own.
expect_verdict() {
    relinquishes "$1"
    ((checks += 1))
    [[ $status == 1 ]] || fail "$1: exit status $status, expected 1"
    expect_lines "$1" "^PASS  *version\.answer$" "^$2  *memory\.relinquish$" "^PASS  *call\.doorbell$" \
        "^    $3$" "^bad does not conform: 2 PASS, 1 $2$"
    [[ $(grep -c . <(grep -E '^[A-Z]+ +[a-z_]+\.[a-z_]+$' "$scratch/out")) == 3 ]] || fail "$1: not 3 results"
    [[ ! -s $scratch/err ]] || fail "$1: standard error is $(cat "$scratch/err")"
}

# expect_lines NAME PATTERN...: on standard output.
expect_lines() {
    local pattern
    for pattern in "${@:2}"; do
        grep -qE -- "$pattern" "$scratch/out" ||
            fail "$1: no line matches $pattern in"$'\n'"$(cat "$scratch/out" "$scratch/err")"
    done
}

# The request without an answer, and the one before it, are shown, and the command that repeats it.
expect_unanswered() {
    expect_lines "$1" '^      0x0001 > 00ff0001 .* retrieve_mem request' '^             < 00ff0001 00000000 ' \
        '^      0x0001 > 00ff0002 .* relinquish_mem request' '^             < no answer$' \
        "^    repeat with: .* check sp --target plugin:.*bad_sp\.so --run memory\.relinquish --seed 1 --timeout 1$"
}

# --- no SP to be had: exit status 3, one line that says what to do ---------------------------------------------------

run check sp --target "plugin:$scratch/missing.so"
expect_error "a missing file" 3 "cannot read plugin '$scratch/missing.so': No such file or directory"
run check sp --target "plugin:$scratch"
expect_error "a folder" 3 "cannot load plugin '$scratch'"
echo "not a shared object" >"$scratch/text.so"
run check sp --target "plugin:$scratch/text.so"
expect_error "a text file" 3 "cc -shared -fPIC"
run check sp --target "plugin:$no_symbol"
expect_error "no symbol" 3 "has no symbol tsrpc_get_sp_plugin: export it with C linkage"

# expect_unreachable HOW PART [--in-process]
expect_unreachable() {
    run_bad "$1" --timeout 1 "${@:3}"
    expect_error "$*" 3 "$2"
}
for where in "" --in-process; do
    expect_unreachable other_version "has plugin ABI version 2, this harness has 1: build it with" $where
    expect_unreachable null_table "tsrpc_get_sp_plugin() returned NULL" $where
    expect_unreachable no_functions "one of create, destroy and direct_request is NULL" $where
    expect_unreachable create_null "create() returned NULL" $where
done
expect_unreachable create_hangs "the SP could not be started: no answer within 1000 ms"
expect_unreachable create_crashes "the process was killed by signal 11 (Segmentation fault); --in-process lets"

# --- the SP is lost: that test's verdict -----------------------------------------------------------------------------

expect_verdict segv CRASHED 'the process was killed by signal 11 \(Segmentation fault\)'
expect_unanswered segv
expect_verdict abort CRASHED 'the process was killed by signal 6 \(Aborted\)'
expect_unanswered abort
expect_verdict exit CRASHED 'the process exited with status 0'
expect_unanswered exit
expect_verdict overrun CRASHED 'the process was killed by signal 11 \(Segmentation fault\)'
expect_verdict late_touch CRASHED 'the process was killed by signal 11 \(Segmentation fault\)'
expect_verdict forks_and_crashes CRASHED 'the process was killed by signal 11 \(Segmentation fault\)'
expect_verdict closes_all CRASHED 'the process closed the connection to the runner, a file descriptor .*'
for how in hangs spins asks_forever stops blocks_signals forks_and_hangs; do
    expect_verdict $how HUNG 'no answer within 1000 ms'
    expect_unanswered $how
done
# What is said of these goes to standard error.
for how in smash overruns_response; do
    relinquishes $how
    expect_lines $how '^CRASHED  *memory\.relinquish$' '^    the process was killed by signal 6 \(Aborted\)$' \
        '^PASS  *call\.doorbell$'
    [[ -s $scratch/err ]] || fail "$how: nothing on standard error"
done

# At the end of a test all has been answered; every test has one.
run_bad destroy_crashes --timeout 1 --run version.answer
expect_lines destroy_crashes '^CRASHED  *version\.answer$' 'killed by signal 11' 'get_version response version=1$'
run_bad destroy_hangs --timeout 1 --run version.answer
expect_lines destroy_hangs '^HUNG  *version\.answer$' 'no answer within 1000 ms'

# --- the SP answers, and the suite judges ----------------------------------------------------------------------------

expect_verdict reserved_set FAIL 'broken: memory\.relinquish_reserved_zero \(MUST, abi\.md §3\): W5\.\.W7 of .*'
expect_lines reserved_set '^    W6 reserved is 0x00000010; must be 0; bit 4 differs$' \
    '^             < 00ff0002 00000000 00000000 00000010 00000000  relinquish_mem response rpc_status=0 \(SUCCESS\)$' \
    '^             ! W6        reserved                 0x00000010       MBZ: must be 0; bit 4 differs$' \
    '^broken: memory\.relinquish_reserved_zero \(MUST\), in 1 test$'
relinquishes garbage
expect_lines garbage '^FAIL  *memory\.relinquish$' '^             ! W3' '^PASS  *call\.doorbell$'

relinquishes prints
((status == 0)) || fail "prints: exit status $status, expected 0"
! grep -q "^ok " "$scratch/out" || fail "prints: what the SP prints mixes with the report"
grep -qx "bad_sp prints" "$scratch/err" && grep -q "^ok " "$scratch/err" || fail "prints: nothing on standard error"

for how in forks fork_returns name_of_two_lines none; do
    relinquishes $how
    ((status == 0)) || fail "$how: exit status $status, expected 0: $(cat "$scratch/out")"
done
run_bad name_of_two_lines --run version.answer
expect_lines name_of_two_lines '^bad\?name conforms: 1 PASS$'

# --- the whole suite on one of them: nothing stops it ----------------------------------------------------------------

run_bad segv
results=$(grep -cE '^(PASS|FAIL|WARN|SKIP|UNREACHABLE|CRASHED|HUNG|ERROR|NOT RUN) ' "$scratch/out")
"$tsrpc" check sp --list >"$scratch/list"
[[ $results == $(wc -l <"$scratch/list") ]] || fail "the whole suite: $results results"
expect_lines "the whole suite" '^bad does not conform: [0-9]+ PASS, [0-9]+ CRASHED$'

finish
