#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# What tsrpc check shows of a run: colours, progress, the list as JSON, --repeat, --fail-fast, what the SP prints.
# TSRPC BAD_SP.so.
. conformance/cli/tests/lib.sh || exit 1
bad=$PWD/$2
terminal=$PWD/conformance/cli/tests/terminal.py
cd "$scratch" || exit 1
cp "$bad" here.so

few=(--run version.answer --run version.reserved_zero)

# --- seconds ---------------------------------------------------------------------------------------------------------

"$tsrpc" check sp "${few[@]}" >"$scratch/out"
status=$?
expect_lines "seconds" 0 '^reference conforms: 2 PASS in [0-9]+\.[0-9] s$'

# --- --repeat and --fail-fast ----------------------------------------------------------------------------------------

run check sp "${few[@]}" --repeat 3 --gtest_output=xml:report.xml
expect "--repeat" 0 $'version         6 PASS\nreference conforms: 6 PASS' ""
[[ $(grep -c '<testcase ' report.xml) == 6 ]] || fail "--repeat: the report has not all: $(cat report.xml)"
BAD_SP=reserved_set run check sp --target plugin:here.so --run version.answer --run memory.relinquish --repeat 2
expect_lines "--repeat of a failure" 1 '^bad does not conform: 2 PASS, 2 FAIL$'
BAD_SP=reserved_set run check sp --target plugin:here.so --run 'memory.re*' --fail-fast --repeat 2 \
    --gtest_output=xml:report.xml
expect_lines "--fail-fast" 1 '^not checked: [0-9]+ tests: the run ended before them$' \
    '^bad does not conform: 0 PASS, 1 FAIL, [0-9]+ NOT RUN$'
grep -q 'message="1 of [0-9]* tests ran: the run is not complete"' report.xml ||
    fail "--fail-fast: the report says nothing of what did not run"

# --- the list as JSON ------------------------------------------------------------------------------------------------

run check sp --list --format json
((checks += 1))
python3 - "$scratch/out" <<'EOF' || fail "--list --format json: $(head -n 2 "$scratch/out")"
import json, sys
tests = json.load(open(sys.argv[1], encoding="utf-8"))
assert len(tests) > 100
assert all(list(test) == ["id", "level", "section", "role", "text"] for test in tests)
assert all(isinstance(value, str) and value for test in tests for value in test.values())
assert tests[0]["id"] == "version.answer" and tests[0]["level"] == "MUST" and tests[0]["role"] == "endpoint"
assert tests[0]["section"].startswith("abi.md")
EOF
json_ids=$(sed -nE 's/^\[?\{"id":"([^"]+)".*/\1/p' "$scratch/out")
run check sp --list --format text
[[ $json_ids == "$(cut -d' ' -f1 "$scratch/out")" ]] || fail "the lists are not the same"
run check caller --list --format json --run order.one_call
expect_lines "a caller's list" 0 '^\[\{"id":"order\.one_call",.*"role":"caller",.*\}\]$'

# --- colours ---------------------------------------------------------------------------------------------------------

escape=$'\x1b'
run check sp "${few[@]}"
! grep -q "$escape" "$scratch/out" || fail "colours in a file"
run check sp "${few[@]}" -v --color always
expect_lines "--color always" 0 "^$escape\[32mPASS$escape\[0m  *version\.answer$" "^$escape\[32mreference conforms$escape"
NO_COLOR=1 run check sp "${few[@]}" --color always
grep -q "$escape" "$scratch/out" || fail "NO_COLOR is stronger than --color always"

# on_terminal ARGUMENTS: what a terminal gets.
on_terminal() { "$terminal" "$tsrpc" "$@" >"$scratch/screen"; }
on_terminal check sp "${few[@]}"
((checks += 1))
grep -q "$escape\[32mreference conforms" "$scratch/screen" || fail "no colours on a terminal: $(cat -v "$scratch/screen")"
NO_COLOR=1 on_terminal check sp "${few[@]}"
! grep -q "$escape\[3" "$scratch/screen" || fail "colours with NO_COLOR"
NO_COLOR='' on_terminal check sp "${few[@]}"
grep -q "$escape\[3" "$scratch/screen" || fail "no colours with an empty NO_COLOR"
TERM=dumb on_terminal check sp "${few[@]}"
! grep -q "$escape" "$scratch/screen" || fail "a dumb terminal gets escape sequences"
on_terminal check sp "${few[@]}" --color never
! grep -q "$escape\[3" "$scratch/screen" || fail "colours with --color never"

# --- progress --------------------------------------------------------------------------------------------------------

on_terminal check sp "${few[@]}" --run robustness.random_sequences --repeat 2 --color never
((checks += 1))
tr '\r' '\n' <"$scratch/screen" >shown
for text in '\[1/6\] version\.answer' '\[6/6\] robustness\.random_sequences' \
    '\[6/6\] robustness\.random_sequences: [0-9]+ sequences'; do
    grep -qE "^$escape\[K$text$" shown || fail "no progress '$text': $(cat -v shown)"
done
grep -qE "^$escape\[Kversion  *4 PASS$" shown || fail "the progress is not cleared"
run check sp "${few[@]}"
[[ ! -s $scratch/err ]] || fail "progress without a terminal"
"$terminal" bash -c '"$@" | cat' sh "$tsrpc" check sp "${few[@]}" >"$scratch/screen"
! grep -q "$escape" "$scratch/screen" || fail "progress beside a pipe: $(cat -v "$scratch/screen")"

# --- what the SP prints ----------------------------------------------------------------------------------------------

BAD_SP=prints run check sp --target plugin:here.so --run memory.relinquish -v
expect "a test that passes" 0 $'PASS        memory.relinquish\nmemory          1 PASS\nbad conforms: 1 PASS' ""
cat >target.py <<'EOF'
import sys
for line in sys.stdin:
    words = line.split()
    print("\x1b[2Jheard", words[1], file=sys.stderr, flush=True)
    if words[1] == "hello":
        print("< ok 2 sp 8001 senders=any words=any handles=target reset ahead=1 name=loud", flush=True)
    elif words[1] == "call":
        print("< ok", words[3], "00000002 00000000 00000000 00000000", flush=True)
    else:
        print("< ok", flush=True)
EOF
run check sp --target "exec:exec python3 target.py" --run version.answer --gtest_output=xml:report.xml
expect_lines "a test that fails" 1 '^FAIL  *version\.answer$' '^    printed' '^    \| \?\[2Jheard call$'
[[ ! -s $scratch/err ]] || fail "what a failing SP prints is on standard error too"
grep -q "heard call" report.xml || fail "what a failing SP prints is not in the report"
run check sp --target "exec:echo no such board >&2; exit 1" --run version.answer
((checks += 1))
[[ $status == 3 && $(head -n 1 "$scratch/err") == "no such board" ]] || fail "a target that says why: $(cat "$scratch/err")"
cat >endless.py <<'EOF'
import sys
for line in sys.stdin:
    words = line.split()
    if words[1] == "hello":
        print("< ok 2 sp 8001 senders=any words=any handles=target reset ahead=1 name=endless", flush=True)
    while words[1] == "call":
        try:
            sys.stderr.write("x" * 99 + "\n")
        except OSError:
            pass
EOF
run check sp --target "exec:exec python3 endless.py" --run version.answer --timeout 1
expect_lines "an SP that prints without end" 1 '^HUNG  *version\.answer$' '^    printed, [0-9]+ lines left out:$' \
    'what came after it is not kept'
(($(wc -c <"$scratch/out") < 10000)) || fail "an SP that prints without end: $(wc -c <"$scratch/out") bytes"

# --- a pipe that is closed -------------------------------------------------------------------------------------------

"$tsrpc" check sp -v 2>"$scratch/err" | head -n 1 >"$scratch/out"
((checks += 1))
[[ $(<"$scratch/out") == "PASS        version.answer" && ! -s $scratch/err ]] || fail "a closed pipe: $(cat "$scratch/err")"

finish
