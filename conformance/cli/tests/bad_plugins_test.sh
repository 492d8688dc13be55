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
    env "$mark" BAD_SP="$1" "$tsrpc" check sp --target "plugin:$bad" "${@:2}" >"$scratch/raw" 2>"$scratch/err"
    status=$?
    without_seconds <"$scratch/raw" >"$scratch/out"
    expect_no_process "$1"
}

# relinquishes HOW: runs a test that RELINQ_MEM goes wrong in, between others.
relinquishes() {
    run_bad "$1" -v --timeout 1 --run version.answer --run memory.relinquish --run call.doorbell
}

# expect_verdict HOW VERDICT WHY: of that test; the others pass, on targets of their own.
expect_verdict() {
    relinquishes "$1"
    expect_lines "$1" 1 "^PASS  *version\.answer$" "^$2  *memory\.relinquish$" "^PASS  *call\.doorbell$" \
        "^    $3$" "^bad does not conform: 2 PASS, 1 $2$"
    [[ $(results | wc -l) == 3 ]] || fail "$1: not 3 results"
    [[ ! -s $scratch/err ]] || fail "$1: standard error is $(cat "$scratch/err")"
}

# The request without an answer, and the one before it, are shown, and the command that repeats it.
expect_unanswered() {
    expect_lines "$1" 1 '^    > call 0001 00ff0001 .*  # retrieve_mem request' '^    < ok 00ff0001 00000000 ' \
        '^    > call 0001 00ff0002 .*  # relinquish_mem request' '^    # no reply: the target was lost here$' \
        "^    repeat with: .* check sp --target plugin:.*bad_sp\.so --timeout 1 --run memory\.relinquish --seed 1$"
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
    expect_unreachable other_version "has plugin ABI version 2, this runner has 1: build it with" $where
    expect_unreachable null_table "tsrpc_get_sp_plugin() returned NULL" $where
    expect_unreachable no_functions "one of create, destroy and direct_request is NULL" $where
    expect_unreachable create_null "create() returned NULL" $where
done
expect_unreachable create_hangs "the SP could not be started: no answer within 1 s"
expect_unreachable create_crashes "killed by signal 11 (Segmentation fault)"

# --- the SP is lost: that test's verdict -----------------------------------------------------------------------------

expect_verdict segv CRASHED '.*killed by signal 11 \(Segmentation fault\).*'
expect_unanswered segv
expect_verdict abort CRASHED '.*killed by signal 6 \(Aborted\).*'
expect_unanswered abort
expect_verdict exit CRASHED '.*exited with status 0.*'
expect_unanswered exit
expect_verdict overrun CRASHED '.*killed by signal 11 \(Segmentation fault\).*'
expect_verdict late_touch CRASHED '.*killed by signal 11 \(Segmentation fault\).*'
expect_verdict forks_and_crashes CRASHED '.*killed by signal 11 \(Segmentation fault\).*'
expect_verdict closes_all CRASHED 'the process lives, but has closed its connection to the runner'
for how in hangs spins asks_forever stops blocks_signals forks_and_hangs; do
    expect_verdict $how HUNG 'no answer within 1 s .*\(--timeout\)'
    expect_unanswered $how
done
expect_verdict overruns_response CRASHED '.*killed by signal 6 \(Aborted\).* beyond the five words of response\[\]'
# What the C library says of it is shown with the test.
relinquishes smash
expect_lines smash 1 '^CRASHED  *memory\.relinquish$' '^    .*killed by signal 6 \(Aborted\)' \
    '^    printed:$' '^    \| \*\*\* stack smashing detected \*\*\*' '^PASS  *call\.doorbell$'
[[ ! -s $scratch/err ]] || fail "smash: standard error is $(cat "$scratch/err")"

# At the end of a test all has been answered; every test has one.
run_bad destroy_crashes --timeout 1 --run version.answer
expect_lines destroy_crashes 1 '^CRASHED  *version\.answer$' 'killed by signal 11' 'get_version response version=1$'
run_bad destroy_hangs --timeout 1 --run version.answer
expect_lines destroy_hangs 1 '^HUNG  *version\.answer$' 'no answer within 1 s '

# --- the SP answers, and the suite judges ----------------------------------------------------------------------------

expect_verdict reserved_set FAIL 'broken: memory\.relinquish_reserved_zero \(MUST, abi\.md §3\): W5\.\.W7 of .*'
expect_lines reserved_set 1 '^    W6 of the relinquish_mem response is 00000010, ' \
    '^    < ok 00ff0002 00000000 00000000 00000010 00000000  # relinquish_mem response rpc_status=0 \(SUCCESS\)$' \
    '^    # ! W6        reserved                 0x00000010       MBZ: must be 0; bit 4 differs$' \
    '^start with memory\.relinquish_reserved_zero \(MUST\): seen in 1 test$'
relinquishes garbage
expect_lines garbage 1 '^FAIL  *memory\.relinquish$' '^    # ! W3\[15:0\] ' '^    # ! W5 ' '^    also broken: control\.[a-z_]+ \(MUST\): W3 ' '^PASS  *call\.doorbell$'

# In this process there is nobody to tell: a line on standard error, and no success.
run_bad exit --in-process --run memory.relinquish
((status == 1)) && grep -q "the plugin called exit(0) in direct_request and ended the run" "$scratch/err" ||
    fail "exit in process: $status $(cat "$scratch/out" "$scratch/err")"
run_bad _exit --in-process --run memory.relinquish
((status == 1)) && grep -q "the plugin called _exit(0) in direct_request and ended the run" "$scratch/err" ||
    fail "_exit in process: $status $(cat "$scratch/out" "$scratch/err")"
run_bad exits_on_load --in-process --run memory.relinquish
expect_error "exit on load in process" 1 "the plugin called exit(0) and ended the run"
run_bad segv --in-process --run memory.relinquish
((status == 139)) && grep -q "^tsrpc: the plugin crashed and ended the run: .* direct_request 0 near null$" "$scratch/err" ||
    fail "a crash in process: $status $(cat "$scratch/out" "$scratch/err")"

relinquishes prints
((status == 0)) || fail "prints: exit status $status, expected 0"
! grep -qE "^ok |bad_sp prints" "$scratch/out" "$scratch/err" || fail "prints: what a passing SP prints is shown"

for how in forks fork_returns name_of_two_lines none; do
    relinquishes $how
    ((status == 0)) || fail "$how: exit status $status, expected 0: $(cat "$scratch/out")"
done
run_bad name_of_two_lines --run version.answer
expect_lines name_of_two_lines 0 '^bad\?name conforms: 1 PASS$'

# --- the whole suite on one of them: nothing stops it ----------------------------------------------------------------

run_bad segv
expect_lines "the whole suite" 1 '^CRASHED  *[a-z_.]+  as in [a-z_.]+$' \
    '^CRASHED: [0-9]+ tests, [a-z_.]+ first: .*killed by signal 11 ' '^bad does not conform: [0-9]+ PASS,.* [0-9]+ CRASHED$'
run_bad segv -v
all=$(results)
run check sp --list
[[ $(sort <<<"$all") == "$(cut -d' ' -f1 "$scratch/out" | sort)" ]] || fail "the whole suite: not each test has a result"
# A few tests hang; the others that need the same are not run.
SECONDS=0
run_bad hangs
expect_lines "a suite that hangs" 1 '^HUNG: [0-9]+ tests?, [a-z_.]+ first: ' '^NOT RUN  *[a-z_.]+  as in ' \
    '^not checked: [0-9]+ tests: .*hung on a relinquish_mem request' '^bad does not conform: .* [0-9]+ NOT RUN$'
((SECONDS < 60)) || fail "a suite that hangs: it took $SECONDS seconds"

finish
