#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Streams that cannot be written, closed streams, and interrupts of tsrpc check sp: TSRPC BAD_SP.so.
. conformance/cli/tests/lib.sh || exit 1
bad=$PWD/$2
cd "$scratch" || exit 1
cp "$bad" here.so

few=(--run version.answer --run version.reserved_zero)
few_results=$'version         2 PASS\nreference conforms: 2 PASS'

# --- standard output -------------------------------------------------------------------------------------------------

"$tsrpc" check sp "${few[@]}" >/dev/full 2>"$scratch/err"
status=$?
: >"$scratch/out"
expect_error "a full disk" 1 "cannot write to standard output: No space left on device"
"$tsrpc" check sp "${few[@]}" >&- 2>"$scratch/err"
status=$?
expect_error "a closed standard output" 1 "cannot write to standard output: Bad file descriptor"
"$tsrpc" check sp "${few[@]}" 2>"$scratch/err" <&- >"$scratch/raw"
status=$?
without_seconds <"$scratch/raw" >"$scratch/out"
expect "a closed standard input" 0 "$few_results" ""
# What the SP prints must not reach what took the streams' numbers.
BAD_SP=prints "$tsrpc" check sp --run memory.relinquish --target plugin:here.so >"$scratch/raw" <&- 2>&-
status=$?
without_seconds <"$scratch/raw" >"$scratch/out"
: >"$scratch/err"
expect "closed standard input and error" 0 $'memory          1 PASS\nbad conforms: 1 PASS' ""

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
    echo "of an earlier run" | tee interrupted.xml >list
    # A shell in the background would have SIGINT ignored; this one does not.
    env "$mark" python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$tsrpc" check sp --target "exec:exec python3 target.py" \
        --run version.answer --run management.unknown_opcode --timeout 600 --gtest_output=xml:interrupted.xml \
        --traces traces --write-known-failing list -v >"$scratch/raw" 2>"$scratch/err" &
    pid=$!
    marked() { grep -lsazxF "$mark" /proc/[0-9]*/environ; }
    # The runner, its SP, and what that started, in the second test.
    has_begun() { grep -q PASS "$scratch/raw" && [[ $(marked | wc -l) == 3 ]]; }
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
    without_seconds <"$scratch/raw" >"$scratch/out"
    expect "SIG$signal: the summary of what was done" "$status" "PASS        version.answer
version         1 PASS
not checked: 1 test: the run ended before them
hanging: interrupted: 1 PASS, 1 NOT RUN" ""
    grep -q 'message="1 of 2 tests ran: the run is not complete"' interrupted.xml ||
        fail "SIG$signal: the report does not say that it is not complete: $(cat interrupted.xml)"
    [[ -z $(ls -A | grep part) ]] || fail "SIG$signal: half a report is left: $(ls -A)"
    [[ $(<list) == "of an earlier run" && -z $(ls -A traces) ]] || fail "SIG$signal: a list or trace is written"
done

# Whenever the signal comes, the run ends with its status, a summary that counts all tests, and no process.
for delay in 0 0.01 0.05 0.1 0.3 1; do
    mark=TSRPC_TEST_MARK=$$-$delay
    env "$mark" python3 -c 'import signal, subprocess, sys, time
run = subprocess.Popen(sys.argv[2:], preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL))
time.sleep(float(sys.argv[1]))
run.send_signal(signal.SIGINT)
sys.exit(run.wait() % 256)' "$delay" "$tsrpc" check sp --effort full --sequences 1000000 >"$scratch/out" 2>"$scratch/err"
    status=$?
    # The signal itself ends a process that has not begun to handle it.
    ((checks += 1, status == 130 || (status == 254 && ${#delay} < 5))) || fail "SIGINT after $delay s: exit status $status"
    if ((status == 130)) && ! grep -qE '^(reference|SP): interrupted: [0-9]+ PASS, [0-9]+ NOT RUN in ' "$scratch/out"; then
        fail "SIGINT after $delay s: $(cat "$scratch/out")"
    fi
    [[ ! -s $scratch/err ]] || fail "SIGINT after $delay s: standard error is $(cat "$scratch/err")"
    for _ in {1..100}; do
        [[ -z $(grep -lsazxF "$mark" /proc/[0-9]*/environ) ]] && break
        sleep 0.1
    done
    [[ -z $(grep -lsazxF "$mark" /proc/[0-9]*/environ) ]] || fail "SIGINT after $delay s: processes are left"
done

finish
