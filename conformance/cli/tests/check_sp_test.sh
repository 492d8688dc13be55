#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# tsrpc check sp, end to end: what is selected, attached and said. TSRPC BAD_SP.so.
. conformance/cli/tests/lib.sh || exit 1
bad=$PWD/$2
cd "$scratch" || exit 1

few=(--run version.answer --run version.reserved_zero)
few_results=$'version         2 PASS\nreference conforms: 2 PASS'

# --- the list --------------------------------------------------------------------------------------------------------

run check sp --list
cp "$scratch/out" "$scratch/list"
ids=$(cut -d' ' -f1 "$scratch/list")
((status == 0)) || fail "--list: exit status $status"
((checks += 1))
! grep -vE '^[a-z_]+\.[a-z0-9_]+ +(MUST|SHOULD|AMBIGUOUS) +[A-Z].*\.$' "$scratch/list" || fail "--list: a line is odd"
[[ $(sort -u <<<"$ids" | wc -l) == $(wc -l <"$scratch/list") ]] || fail "--list: an id is there twice"
run check sp --list --run 'version.answer' --target plugin:missing.so
expect "--list takes patterns and needs no target" 0 "$(grep '^version.answer ' "$scratch/list")" ""

# --- patterns and wrong usage ----------------------------------------------------------------------------------------

run check sp "${few[@]}"
expect "--run" 0 "$few_results" ""
printf '# these\nversion.answer # first\nversion.r*\nversion.an?_*\n' >patterns
run check sp --run @patterns --skip '*_sender'
expect "--run @FILE and --skip" 0 "$few_results" ""
run check sp --run 'version.*' --run nothing
expect_error "a pattern for nothing" 2 "no test matches 'nothing'"
run check sp --run 'version.*' --skip '*'
expect_error "nothing left" 2 "--run and --skip leave no test to run"
run check sp --run @missing
expect_error "a missing pattern file" 2 "cannot read pattern file 'missing': No such file or directory"
for target in "" plugin plugin: references exec exec:; do
    run check sp --target "$target"
    expect_error "target '$target'" 2 "target '$target' is none of reference, plugin:PATH.so"
done
for words in "--frobnicate" "more" "--run" "--seed" "--target reference --target reference" "-- version.answer" \
    "--effort some" "--color maybe" "--format json" "--list --format xml" "--fail-fast --write-known-failing list" "--sequences 3 --minutes 1" "--gtest_frobnicate" "--gtest_repeat=often"; do
    # shellcheck disable=SC2086
    run check sp $words
    expect_error "$words" 2 "tsrpc check sp: "
done
run check
expect_error "nothing to check" 2 "tsrpc check: A subcommand is required"

# wrong OPTION EXPECTED VALUE...: each value is refused with a line that names it and says what was expected.
wrong() {
    local value
    for value in "${@:3}"; do
        run check sp "$1" "$value"
        expect_error "$1 $value" 2 "tsrpc check sp: $1: '$value' is $2"
    done
}
wrong --seed "not a whole number from 0 to 18446744073709551615" abc 18446744073709551616 -1 1.5 0x10 1e3 ' 1' '1 ' nan
wrong --timeout "not a decimal number from 0.001 to 86400" nan 1e300 inf 0x10 -1 0 0.0009 86401 soon . 1s ' 1'
wrong --sequences "not a whole number from 1 to 18446744073709551615" 0 many -1 1.5
wrong --repeat "not a whole number from 1 to 1000" 0 1001 many
wrong --minutes "not a decimal number from 0.01 to 100000" 0 nan 1e3 soon
wrong --known "no requirement; docs/requirements.md has their ids" memory version.answers 'memory.*'
wrong --service "not a UUID as in " PSA d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c d9df52d516a24bb29aa4d26d3b84e8c0
run check sp --known version.answer --known memory
expect_error "the second --known" 2 "--known: 'memory' is no requirement"
run check sp --seed 18446744073709551615 --timeout 86400 --sequences 1 --effort full --known version.answer \
    --service 5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042 "${few[@]}"
expect "values at their ends" 0 "$few_results" ""

# --- attaching -------------------------------------------------------------------------------------------------------

cp "$bad" here.so
mkdir -p "with space's"
cp "$bad" "with space's/sp.so"
for path in here.so ./here.so "$PWD/here.so" "with space's/sp.so"; do
    run check sp "${few[@]}" --target "plugin:$path"
    expect "plugin:$path" 0 "${few_results/reference/bad}" ""
done
run check sp "${few[@]}" --in-process --target plugin:here.so
expect "--in-process" 0 "${few_results/reference/bad}" ""
mkdir elsewhere && cd elsewhere || exit 1
BUILD_WORKING_DIRECTORY=$scratch run check sp "${few[@]}" --target plugin:here.so --skip @patterns --skip 'x*' --run '*.*'
expect_error "under bazel run, patterns and files are still read" 2 "no test matches 'x*'"
BUILD_WORKING_DIRECTORY=$scratch run check sp --target plugin:here.so --run @patterns --skip '*_sender' \
    --gtest_output=xml:of_the_user.xml
expect "under bazel run, paths are the user's" 0 "${few_results/reference/bad}" ""
cd "$scratch" || exit 1
[[ -e of_the_user.xml && ! -e elsewhere/of_the_user.xml ]] || fail "under bazel run: the report is not where the user is"
BUILD_WORKING_DIRECTORY=$scratch/gone run check sp "${few[@]}"
expect_error "a user who is nowhere" 2 "BUILD_WORKING_DIRECTORY is '$scratch/gone': No such file or directory"

# --- a failure, and the command that repeats it ----------------------------------------------------------------------

BAD_SP=reserved_set run check sp --target "plugin:with space's/sp.so" --run 'memory.relinquish*' --seed 7
((status == 1)) || fail "a failure: exit status $status"
command=$(sed -n 's/^    repeat with: //p' "$scratch/out" | head -n 1)
BAD_SP=reserved_set bash -c "$command" >"$scratch/again"
[[ $? == 1 && $(head -n 1 "$scratch/again") == "$(grep -m 1 '^FAIL' "$scratch/out")" ]] ||
    fail "the repeat command '$command' prints $(cat "$scratch/again")"
BUILD_WORKSPACE_DIRECTORY=$PWD BUILD_WORKING_DIRECTORY=$PWD BAD_SP=reserved_set \
    run check sp --target plugin:here.so --run memory.relinquish --strict --in-process --timeout 3.5 --effort full \
    --known version.answer --service 5F0A7C3E-2d64-4b1b-9c58-e1d3a6b9f042 --minutes 2.5 --require 'memory.*'
expect_lines "the repeat command under bazel run" 1 "^    repeat with: \./bazelw run //conformance/cli:tsrpc -- check sp\
 --target plugin:here\.so --in-process --timeout 3\.5 --run memory\.relinquish --seed 1 --strict --effort full\
 --minutes 2\.5 --known version\.answer --service 5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042 --require memory\.relinquish$"

# --- one defect that fails many tests: equal failures are one line, the summary says where to start ------------------

BAD_SP=reserved_set run check sp --target plugin:here.so --run 'memory.*'
expect_lines "equal failures" 1 '^FAIL  *memory\.[a-z_]*  as in memory\.[a-z_]*$' \
    '^start with memory\.relinquish_reserved_zero \(MUST\): seen in [0-9]+ tests$' \
    '^bad does not conform: [0-9]+ PASS, [0-9]+ FAIL$'
folded=$(grep -c '  as in ' "$scratch/out")
full=$(grep -c '^    repeat with: ' "$scratch/out")
((folded > 5 && full < folded)) || fail "equal failures: $full are printed in full, $folded are folded"
BAD_SP=reserved_set run check sp --target plugin:here.so --run 'memory.*' -v
! grep -q '  as in ' "$scratch/out" && [[ $(grep -c '^    repeat with: ' "$scratch/out") == $((full + folded)) ]] ||
    fail "-v: a failure is not printed in full"
BAD_SP=reserved_set run check sp --target plugin:here.so --run 'memory.*' --known memory.relinquish_reserved_zero -v
expect_lines "--known" 0 '^    known: memory\.relinquish_reserved_zero \(MUST\): W6 .*' \
    '^known: memory\.relinquish_reserved_zero \(MUST\): seen in [0-9]+ tests$' '^bad conforms: [0-9]+ PASS'

# --- what is not checked is said, and a run that checks nothing fails ------------------------------------------------

lacks="the SP does not host the test service 5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042"
BAD_SP=no_test_service run check sp --target plugin:here.so --run call.success
expect "nothing was checked" 1 "call            0 PASS, 1 SKIP
not checked: 1 test: $lacks
bad: nothing was checked: 0 PASS, 1 SKIP" ""
BAD_SP=no_test_service run check sp --target plugin:here.so --run version.answer --run call.success --run call.request_payload
expect "an SP without the test service" 0 "version         1 PASS
call            0 PASS, 2 SKIP
not checked: 2 tests: $lacks
bad conforms: 1 PASS, 2 SKIP" ""
BAD_SP=no_test_service run check sp --target plugin:here.so --run version.answer --run call.success --require 'call.*'
expect_lines "--require" 1 '^version  *1 PASS$' '^FAIL  *call\.success$' \
    "^    SKIP of a test that --require names: $lacks$" '^bad does not conform: 1 PASS, 1 FAIL$'
run check sp "${few[@]}" --require '*'
expect "--require of what passes" 0 "$few_results" ""
run check sp "${few[@]}" --require 'call.*'
expect_error "--require of what does not run" 2 "--require 'call.*': --run and --skip leave out each test"
run check sp --run service_info.hosted --service d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0
expect_lines "--service" 1 '^FAIL  *service_info\.hosted$' '--service d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0$'
BAD_SP=no_test_service run check sp --target plugin:here.so --run service_info.reserved_w5
expect_lines "a warning is no pass" 1 '^WARN  *service_info\.reserved_w5$' '^bad: nothing passed: 0 PASS, 1 WARN$' \
    '^    # ! W5\[31:8\]  reserved  *0x000001  *RES: a careful sender sends 0 \(SHOULD\); bit 8 differs$'
BAD_SP=no_test_service run check sp --strict --target plugin:here.so --run service_info.reserved_w5
expect_lines "--strict" 1 '^FAIL  *service_info\.reserved_w5$'

# --- GoogleTest's selection ------------------------------------------------------------------------------------------

GTEST_FILTER=version.answer:version.reserved_zero run check sp
expect "GTEST_FILTER" 0 "$few_results" ""
GTEST_FILTER=nothing.* run check sp
expect_error "GoogleTest's filter for nothing" 2 "GoogleTest's filter or flags leave no test to run"
run check sp --run 'version.*' --gtest_filter=version.answer
expect "--gtest_filter" 0 $'version         1 PASS\nreference conforms: 1 PASS' ""
run check sp "${few[@]}" -v --gtest_repeat=2
((status == 0)) && [[ $(results | wc -l) == 4 ]] || fail "--gtest_repeat: $(cat "$scratch/out")"
run check sp "${few[@]}" --gtest_list_tests
((status == 0)) && grep -q "answer" "$scratch/out" && [[ -z $(results) ]] || fail "--gtest_list_tests"
BAD_SP=reserved_set run check sp --target plugin:here.so --run memory.relinquish --run call.doorbell --gtest_fail_fast
expect_lines "--gtest_fail_fast" 1 '^not checked: 1 test: the run ended before them$' \
    '^bad does not conform: 0 PASS, 1 FAIL, 1 NOT RUN$'

shards=3
: >"$scratch/all"
for ((shard = 0; shard < shards; ++shard)); do
    GTEST_TOTAL_SHARDS=$shards GTEST_SHARD_INDEX=$shard GTEST_SHARD_STATUS_FILE=$scratch/sharded run check sp -v
    ((status == 0)) || fail "shard $shard: exit status $status"
    results >>"$scratch/all"
done
((checks += 1))
[[ $(sort "$scratch/all") == "$(sort <<<"$ids")" ]] || fail "the shards together are not all tests once"
[[ -e $scratch/sharded ]] || fail "no shard status file"
GTEST_TOTAL_SHARDS=3 GTEST_SHARD_INDEX=2 run check sp "${few[@]}"
expect "a shard without tests" 0 "this shard has no test" ""
for prefix in GTEST TEST; do
    export ${prefix}_TOTAL_SHARDS=3
    for index in 3 -1 x ""; do
        export ${prefix}_SHARD_INDEX=$index
        run check sp "${few[@]}"
        expect_error "shard '$index' of 3" 2 "tsrpc check sp: ${prefix}_SHARD_INDEX is "
    done
    unset ${prefix}_SHARD_INDEX
    run check sp "${few[@]}"
    expect_error "no shard of 3" 2 "${prefix}_SHARD_INDEX is not; expected both or neither"
    unset ${prefix}_TOTAL_SHARDS
done

# --- four runs at once -----------------------------------------------------------------------------------------------

for i in 1 2 3 4; do
    "$tsrpc" check sp -v >"$scratch/raw$i" 2>&1 &
done
for i in 1 2 3 4; do
    wait -n || fail "four runs at once: one has exit status $?"
done
((checks += 1))
# How much is tried, which notes say, depends on how busy the machine is.
for i in 1 2 3 4; do
    without_seconds <"$scratch/raw$i" | sed '/^    note: /d' >"$scratch/run$i"
    ((i == 1)) || cmp -s "$scratch/run1" "$scratch/run$i" || fail "four runs at once: $(diff "$scratch/run1" "$scratch/run$i")"
done

finish
