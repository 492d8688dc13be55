#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# tsrpc check --known-failing and --write-known-failing: TSRPC BAD_SP.so.
. conformance/cli/tests/lib.sh || exit 1
bad=$PWD/$2
cd "$scratch" || exit 1
cp "$bad" here.so

# Of these BAD_SP=reserved_set fails memory.relinquish.
few=(--target plugin:here.so --run version.answer --run memory.relinquish)
reserved() { BAD_SP=reserved_set run check sp "$@"; }

# --- what a listed test comes to -------------------------------------------------------------------------------------

printf '# of our SP\n\nmemory.relinquish ticket 12: W6 is dirty # soon\n' >list
reserved "${few[@]}" --known-failing list
expect "a known failure" 0 "KNOWN FAIL  memory.relinquish: ticket 12: W6 is dirty # soon
version         1 PASS
memory          0 PASS, 1 KNOWN FAIL
bad conforms except for what is known to fail: 1 PASS, 1 KNOWN FAIL" ""
reserved "${few[@]}" --known-failing list -v
expect_lines "a known failure with -v" 0 '^KNOWN FAIL  memory\.relinquish$' '^    known failing: ticket 12: ' \
    '^    broken: memory\.relinquish_reserved_zero \(MUST' '^    < ok 00ff0002 .* 00000010 ' \
    '^    repeat with: .* --seed 1 --known-failing list$'
reserved --target plugin:here.so --run memory.relinquish --known-failing list
expect_lines "a known failure alone" 0 '^bad conforms except for what is known to fail: 0 PASS, 1 KNOWN FAIL$'
run check sp "${few[@]}" --known-failing list
expect "an unexpected pass" 1 "FAIL        memory.relinquish
    unexpectedly passes: remove line 3 of list
version         1 PASS
memory          0 PASS, 1 FAIL
bad does not conform: 1 PASS, 1 FAIL" ""
for how in segv:CRASHED hangs:HUNG exit:CRASHED; do
    BAD_SP=${how%:*} run check sp "${few[@]}" --timeout 1 --known-failing list -v
    expect_lines "$how of a listed test" 0 '^KNOWN FAIL  memory\.relinquish$' '1 PASS, 1 KNOWN FAIL$'
done
printf 'call.success no service here\nservice_info.reserved_w5 it is a SHOULD\nversion.* all of them\n' >others
BAD_SP=no_test_service run check sp --target plugin:here.so --run call.success --run service_info.reserved_w5 \
    --run control.flags_zero --known-failing others
expect_lines "SKIP and WARN of listed tests" 0 '^call  *0 PASS, 1 SKIP$' '1 PASS, 1 WARN, 1 SKIP$'
BAD_SP=no_test_service run check sp --target plugin:here.so --run call.success --run service_info.reserved_w5 \
    --run control.flags_zero --known-failing others --strict --require '*'
expect_lines "with --strict and --require" 0 '^KNOWN FAIL  call\.success: ' '^KNOWN FAIL  service_info\.reserved_w5: ' \
    '1 PASS, 2 KNOWN FAIL$'
run check sp --target plugin:here.so --run version.answer --known-failing others
expect_lines "a pattern" 1 "^    unexpectedly passes: 'version\.\*' in line 3 of others must not match it$"
reserved "${few[@]}" --known-failing list --known memory.relinquish_reserved_zero
expect_lines "a pass by --known" 0 '^known: memory\.relinquish_reserved_zero ' '^bad conforms: 2 PASS$'
reserved "${few[@]}" --known-failing list --skip 'memory.*'
expect_lines "a listed test that is not selected" 0 '^bad conforms: 1 PASS$'
reserved "${few[@]}" --known-failing list --fail-fast --repeat 2
expect_lines "--fail-fast" 0 ': 2 PASS, 2 KNOWN FAIL$'
run check caller --run order.one_call --known-failing list
expect_error "the list of another role" 2 "list:3: no test matches 'memory.relinquish'"

# --- lists that cannot be meant --------------------------------------------------------------------------------------

# wrong NAME TEXT MESSAGE
wrong() {
    printf '%b' "$2" >wrong
    run check sp "${few[@]}" --known-failing wrong
    expect_error "$1" 2 "tsrpc check sp: $3"
}
wrong "no reason" '# first\nversion.answer\n' "wrong:2: 'version.answer' has no reason"
wrong "a reason of signs" 'version.answer #\n' "wrong:1: 'version.answer' has no reason"
wrong "a pattern for nothing" 'version.answers why' "wrong:1: no test matches 'version.answers'"
wrong "Windows' line ends" 'version.answer\r\n' "wrong:1: 'version.answer' has no reason"
wrong "bytes" '\x7fELF\x02\x00\x01' "wrong:1: the line is not text"
for file in missing . /; do
    run check sp "${few[@]}" --known-failing $file
    expect_error "list '$file'" 2 "cannot read $file: "
done
printf 'memory.relinquish why\r\n' >crlf
reserved "${few[@]}" --known-failing crlf
expect_lines "Windows' line ends in a list" 0 '^KNOWN FAIL  memory\.relinquish: why$'
run check sp "${few[@]}" --known-failing /dev/null
expect_lines "an empty list" 0 '^bad conforms: 2 PASS$'

# --- shards, four runs at once ---------------------------------------------------------------------------------------

all=(--target plugin:here.so --run 'memory.*' -v)
BAD_SP=reserved_set run check sp "${all[@]}" --write-known-failing of_all
whole=$(results | sort)
reserved "${all[@]}" --known-failing of_all
verdicts() { grep -E '^(PASS|KNOWN FAIL|[A-Z]+) +[a-z_]+\.[a-z_0-9]+$' "$scratch/out"; }
held=$(verdicts | sort)
: >sharded
for shard in 0 1 2; do
    TEST_TOTAL_SHARDS=3 TEST_SHARD_INDEX=$shard reserved "${all[@]}" --known-failing of_all
    ((checks += 1, status == 0)) || fail "shard $shard: exit status $status"
    verdicts >>sharded
done
[[ $(sort sharded) == "$held" && $(grep -c KNOWN sharded) -gt 5 ]] || fail "the shards are not the run: $(cat sharded)"
for i in 1 2 3 4; do
    BAD_SP=reserved_set "$tsrpc" check sp "${all[@]}" --known-failing of_all --write-known-failing of_all \
        >"$scratch/run$i" 2>&1 &
done
for i in 1 2 3 4; do
    wait -n || fail "four runs at once: exit status $?"
done
reserved "${all[@]}" --known-failing of_all
[[ $status == 0 && $(results | sort) == "$whole" ]] || fail "four runs at once: $(cat "$scratch/out" of_all)"

# --- reports and traces ----------------------------------------------------------------------------------------------

reserved "${few[@]}" --known-failing list --gtest_output=xml:report.xml --traces traces
for part in 'skipped message="KNOWN FAIL: ticket 12: ' \
    'name="verdict" value="KNOWN FAIL"' 'name="known_failing" value="ticket 12: ' 'failures="0"'; do
    ((checks += 1))
    grep -q "$part" report.xml || fail "the report has no $part: $(cat report.xml)"
done
[[ -e traces/memory.relinquish.trace ]] || fail "no trace of a known failure"

# --- what is written -------------------------------------------------------------------------------------------------

reserved "${few[@]}" --write-known-failing new/written
((status == 1)) || fail "--write-known-failing: exit status $status"
expected="# Tests of 'tsrpc check sp' that fail, each with the reason: for --known-failing.
memory.relinquish memory.relinquish_reserved_zero (MUST): W6 of the relinquish_mem response is 00000010, reserved: bits \
00000010 must be 00000000"
((checks += 1))
[[ $(<new/written) == "$expected" && $(ls -A new) == written ]] || fail "--write-known-failing: $(ls -A new) $(<new/written)"
# A run that is held to what it wrote is well, whatever was wrong with the SP.
for how in reserved_set segv hangs garbage late_touch destroy_crashes no_test_service; do
    BAD_SP=$how run check sp --target plugin:here.so --timeout 1 --run 'memory.*' --run 'version.*' --strict \
        --write-known-failing written
    BAD_SP=$how run check sp --target plugin:here.so --timeout 1 --run 'memory.*' --run 'version.*' --strict \
        --known-failing written --write-known-failing again
    ((checks += 1))
    ((status == 0)) && cmp -s written again || fail "$how: $status $(cat "$scratch/out" "$scratch/err"; diff written again)"
done
# Reasons stay, and what passes leaves the list.
printf 'version.answer old\nmemory.relinquish ticket 12\n' >list
reserved "${few[@]}" --known-failing list --write-known-failing list
((checks += 1))
[[ $status == 1 && $(tail -n +2 list) == "memory.relinquish ticket 12" ]] || fail "a list that is mended: $status $(<list)"
reserved "${few[@]}" --write-known-failing /dev/full
[[ $(tail -n 1 "$scratch/out") == "bad does not conform: 1 PASS, 1 FAIL" ]] || fail "/dev/full: $(cat "$scratch/out")"
: >"$scratch/out"
expect_error "a list on a full disk" 1 "cannot write list '/dev/full': No space left on device"
reserved "${few[@]}" --write-known-failing /dev/stdout
expect_lines "a list on standard output" 1 '^memory\.relinquish memory\.relinquish_reserved_zero '
[[ -L /dev/stdout && -c /dev/full ]] || fail "a device is replaced"
for place in . here.so/list /proc/list; do
    run check sp "${few[@]}" --write-known-failing $place
    expect_error "a list at $place" 2 "cannot write list '$place': "
done
echo "memory.relinquish ticket 12" >list
run check sp --target plugin:missing.so --write-known-failing list
expect_error "no target" 3 "cannot read plugin"
[[ $(<list) == "memory.relinquish ticket 12" ]] || fail "without a target the list is gone"
run check sp "${few[@]}" --write-known-failing list --fail-fast
expect_error "--fail-fast" 2 "would list the first failure alone"

finish
