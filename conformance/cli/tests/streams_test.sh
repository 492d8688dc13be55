#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Streams that cannot be written, closed streams, and interrupts of tsrpc check sp: TSRPC BAD_SP.so.
. conformance/cli/tests/lib.sh || exit 1
bad=$PWD/$2
cd "$scratch" || exit 1
cp "$bad" here.so

few=(--run version.answer --run version.reserved_zero)
few_results=$'PASS        version.answer\nPASS        version.reserved_zero\nreference conforms: 2 PASS'

# --- standard output -------------------------------------------------------------------------------------------------

"$tsrpc" check sp "${few[@]}" >/dev/full 2>"$scratch/err"
status=$?
: >"$scratch/out"
expect_error "a full disk" 1 "cannot write to standard output: No space left on device"
"$tsrpc" check sp "${few[@]}" >&- 2>"$scratch/err"
status=$?
expect_error "a closed standard output" 1 "cannot write to standard output: Bad file descriptor"
"$tsrpc" check sp "${few[@]}" >"$scratch/out" 2>"$scratch/err" <&-
status=$?
expect "a closed standard input" 0 "$few_results" ""
# What the SP prints must not reach what took the streams' numbers.
BAD_SP=prints "$tsrpc" check sp --run memory.relinquish --target plugin:here.so >"$scratch/out" <&- 2>&-
status=$?
: >"$scratch/err"
expect "closed standard input and error" 0 $'PASS        memory.relinquish\nbad conforms: 1 PASS' ""

# --- standard error: the exit status says what it says with it -------------------------------------------------------

# without_errors STATUS ARGUMENTS...
without_errors() {
    local expected=$1
    "$tsrpc" "${@:2}" 2>&- >/dev/null </dev/null
    status=$?
    ((checks += 1))
    ((status == expected)) || fail "closed standard error: ${*:2}: exit status $status, expected $expected"
    "$tsrpc" "${@:2}" 2>/dev/full >/dev/null </dev/null
    status=$?
    ((status == expected)) || fail "standard error on a full disk: ${*:2}: exit status $status, expected $expected"
    "$tsrpc" "${@:2}" 2> >(exec 0<&-) >/dev/null </dev/null
    status=$?
    ((status == expected)) || fail "standard error that nobody reads: ${*:2}: exit status $status, expected $expected"
}
without_errors 2
without_errors 2 decode 1 2
without_errors 2 check sp --seed abc
without_errors 3 check sp --target plugin:missing.so
without_errors 0 check sp "${few[@]}"
export BAD_SP=prints
without_errors 0 check sp --run memory.relinquish --target plugin:here.so
BAD_SP=reserved_set
without_errors 1 check sp --run memory.relinquish --target plugin:here.so
unset BAD_SP
"$tsrpc" check sp "${few[@]}" >/dev/full 2>&-
status=$?
((status == 1)) || fail "no stream can be written: exit status $status, expected 1"

# --- interrupts ------------------------------------------------------------------------------------------------------

# Knows GET_VERSION and no service; all else hangs, with a process of its own left.
cat >target.py <<'EOF'
import subprocess, sys
for line in sys.stdin:
    words = line.split()
    if words[1] == "hello":
        print("< ok 2 sp 8001 senders=any words=any handles=target reset ahead=1 name=hanging", flush=True)
    elif words[1] == "call" and words[3] == "00ff0000":
        print("< ok 00ff0000 00000001 00000000 00000000 00000000", flush=True)
    elif words[1] == "call" and words[3] == "00ff0003":
        print("< ok 00ff0003 fffffffd 00000000 00000000 00000000", flush=True)
    elif words[1] == "call":
        subprocess.run(["sleep", "1000"])
    else:
        print("< ok", flush=True)
EOF

for signal in INT TERM; do
    mark=TSRPC_TEST_MARK=$$-$signal
    echo "of an earlier run" >interrupted.xml
    # A shell in the background would have SIGINT ignored; this one does not.
    env "$mark" python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$tsrpc" check sp --target "exec:exec python3 target.py" \
        --run version.answer --run management.unknown_opcode --timeout 600 --gtest_output=xml:interrupted.xml \
        >"$scratch/out" 2>"$scratch/err" &
    pid=$!
    marked() { grep -lsazxF "$mark" /proc/[0-9]*/environ; }
    # The runner, its SP, and what that started, in the second test.
    has_begun() { grep -q PASS "$scratch/out" && [[ $(marked | wc -l) == 3 ]]; }
    for _ in {1..600}; do
        has_begun && break
        sleep 0.1
    done
    has_begun || fail "SIG$signal: not the three processes expected"
    kill -s "$signal" "$pid"
    wait "$pid"
    status=$?
    ((status == 128 + $(kill -l "$signal"))) || fail "SIG$signal: exit status $status"
    for _ in {1..100}; do
        [[ -z $(marked) ]] && break
        sleep 0.1
    done
    [[ -z $(marked) ]] || fail "SIG$signal: processes are left"
    expect "SIG$signal: what was reported is whole" "$status" 'PASS        version.answer' ""
    [[ -z $(ls -A | grep -E 'interrupted|part') ]] || fail "SIG$signal: a report is left: $(ls -A)"
done

finish
