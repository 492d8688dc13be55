#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# tsrpc check sp, end to end: TSRPC BAD_SP.so.
. conformance/cli/tests/lib.sh || exit 1
[[ $tsrpc == /* ]] || tsrpc=$PWD/$tsrpc
bad=$PWD/$2
summary=$PWD/conformance/cli/tests/report_summary.py

cd "$scratch" || exit 1

few=(--run version.answer --run control.echo_opcode)
few_results=$'PASS        version.answer\nPASS        control.echo_opcode\nreference conforms: 2 PASS'

# results: the ids of the last run's results, a line each.
results() { sed -nE 's/^(PASS|FAIL|WARN|SKIP|UNREACHABLE|CRASHED|HUNG|ERROR) +([a-z_]+\.[a-z0-9_]+)$/\2/p' "$scratch/out"; }

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
printf '# these\nversion.answer # first\ncontrol.e*\n' >patterns
run check sp --run @patterns --skip '*interface_id'
expect "--run @FILE and --skip" 0 "$few_results" ""
run check sp --run 'version.*' --run nothing
expect_error "a pattern for nothing" 2 "no test matches 'nothing'"
run check sp --run 'version.*' --skip '*'
expect_error "nothing left" 2 "--run and --skip leave no test to run"
run check sp --run @missing
expect_error "a missing pattern file" 2 "cannot read pattern file 'missing': No such file or directory"
GTEST_FILTER=nothing.* run check sp
expect_error "GoogleTest's filter for nothing" 2 "GoogleTest's filter or flags leave no test to run"
for target in "" plugin plugin: references "exec" ; do
    run check sp --target "$target"
    expect_error "target '$target'" 2 "target '$target' is neither reference nor plugin:PATH.so"
done
for words in "--frobnicate" "more" "--timeout 0" "--timeout -1" "--timeout soon" "--seed x" "--seed -1" "--run" \
    "--target reference --target reference" "-- version.answer"; do
    # shellcheck disable=SC2086
    run check sp $words
    expect_error "$words" 2 "tsrpc check sp: "
done
run check
expect_error "nothing to check" 2 "tsrpc check: A subcommand is required"

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
BUILD_WORKING_DIRECTORY=$scratch run check sp --target plugin:here.so --run @patterns --skip '*interface_id' \
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
    run check sp --target plugin:here.so --run memory.relinquish --strict --in-process --timeout 3.5
((checks += 1))
grep -qxF "    repeat with: ./bazelw run //conformance/cli:tsrpc -- check sp --target plugin:here.so --run memory.relinquish\
 --seed 1 --strict --in-process --timeout 3.5" "$scratch/out" || fail "the repeat command under bazel run: $(cat "$scratch/out")"

# --- GoogleTest's selection ------------------------------------------------------------------------------------------

GTEST_FILTER=version.answer:control.echo_opcode run check sp
expect "GTEST_FILTER" 0 "$few_results" ""
run check sp --run 'version.*' --gtest_filter=version.answer
expect "--gtest_filter" 0 $'PASS        version.answer\nreference conforms: 1 PASS' ""
run check sp "${few[@]}" --gtest_repeat=2
((status == 0)) && [[ $(results | wc -l) == 4 ]] || fail "--gtest_repeat: $(cat "$scratch/out")"
run check sp "${few[@]}" --gtest_list_tests
((status == 0)) && grep -q "answer" "$scratch/out" && [[ -z $(results) ]] || fail "--gtest_list_tests"

shards=3
: >"$scratch/all"
for ((shard = 0; shard < shards; ++shard)); do
    GTEST_TOTAL_SHARDS=$shards GTEST_SHARD_INDEX=$shard GTEST_SHARD_STATUS_FILE=$scratch/sharded run check sp
    ((status == 0)) || fail "shard $shard: exit status $status"
    results >>"$scratch/all"
done
((checks += 1))
[[ $(sort "$scratch/all") == "$(sort <<<"$ids")" ]] || fail "the shards together are not all tests once"
[[ -e $scratch/sharded ]] || fail "no shard status file"
GTEST_TOTAL_SHARDS=3 GTEST_SHARD_INDEX=2 run check sp "${few[@]}"
expect "a shard without tests" 0 "this shard has no test" ""
GTEST_TOTAL_SHARDS=3 GTEST_SHARD_INDEX=3 run check sp "${few[@]}"
((status != 0)) || fail "a shard that there is not: exit status 0"

# --- reports ---------------------------------------------------------------------------------------------------------

run check sp "${few[@]}" --gtest_output=xml:new/folder/report.xml
expect "an XML report" 0 "$few_results" ""
expected=$'2 tests, 0 failed, 0 skipped\nversion.answer passed PASS\ncontrol.echo_opcode passed PASS'
[[ $("$summary" new/folder/report.xml) == "$expected" ]] || fail "the XML report: $("$summary" new/folder/report.xml)"
[[ $(ls new/folder) == report.xml ]] || fail "there is more beside the report: $(ls new/folder)"
for variable in GTEST_OUTPUT=xml:by_gtest.xml XML_OUTPUT_FILE=by_bazel.xml; do
    export "${variable?}"
    run check sp "${few[@]}"
    unset "${variable%%=*}"
    [[ $("$summary" "${variable##*[=:]}") == "$expected" ]] || fail "$variable: no such report"
done
mkdir reports
run check sp "${few[@]}" --gtest_output=xml:reports/
[[ $("$summary" reports/tsrpc.xml) == "$expected" ]] || fail "--gtest_output=xml:FOLDER/: $(ls reports)"
run check sp "${few[@]}" --gtest_output=json:report.json
python3 -m json.tool report.json >/dev/null || fail "--gtest_output=json: not JSON"

BAD_SP=reserved_set run check sp --target plugin:here.so --run version.answer --run memory.relinquish \
    --gtest_output=xml:report.xml
expected=$'2 tests, 1 failed, 0 skipped\nversion.answer passed PASS\nmemory.relinquish failed FAIL'
[[ $status == 1 && $("$summary" report.xml) == "$expected" ]] || fail "a failure in XML: $("$summary" report.xml)"
grep -q 'W6 reserved is 0x00000010; must be 0; bit 4 differs' report.xml || fail "the XML report does not say why"
# Neither a warning nor a skipped test is a pass there.
BAD_SP=no_test_service run check sp --target plugin:here.so --run call.request_payload --run service_info.reserved_w5 \
    --gtest_output=xml:report.xml
expected=$'2 tests, 0 failed, 2 skipped\nservice_info.reserved_w5 skipped WARN\ncall.request_payload skipped SKIP'
[[ $status == 0 && $("$summary" report.xml) == "$expected" ]] ||
    fail "WARN and SKIP in XML: $status $("$summary" report.xml)"
expect "an SP without the test service" 0 "$(cat "$scratch/out")" ""
BAD_SP=no_test_service run check sp --strict --target plugin:here.so --run service_info.reserved_w5
((status == 1)) && grep -q '^FAIL  *service_info.reserved_w5$' "$scratch/out" || fail "--strict: exit status $status"

for place in /proc/report.xml here.so/report.xml reports; do
    run check sp "${few[@]}" --gtest_output=xml:$place
    expect_error "a report at $place" 2 "cannot write report '$place': "
done
run check sp "${few[@]}" --gtest_output=html:report.html
expect_error "a report of another format" 2 "--gtest_output is 'html:report.html'; expected xml:FILE or json:FILE"
GTEST_FILTER=nothing.* run check sp --gtest_output=xml:none.xml
expect_error "no test, no report" 2 "leave no test to run"
[[ ! -e none.xml ]] || fail "a report of nothing is left"
# As on a full disk: no file can have more than 1 KiB. Not even ThreadSanitizer's own, without which it does not start.
if ! grep -q __tsan_init "$tsrpc"; then
    mkdir small
    echo "of an earlier run" >small/report.xml
    (
        trap '' XFSZ
        ulimit -f 1
        "$tsrpc" check sp --run 'version.*' --gtest_output=xml:small/report.xml 2>&1 >/dev/null
    ) | cat >"$scratch/err"
    status=${PIPESTATUS[0]}
    : >"$scratch/out"
    expect_error "a report on a full disk" 1 "cannot write report 'small/report.xml': it is not whole"
    [[ $(ls small) == report.xml && $(<small/report.xml) == "of an earlier run" ]] || fail "half a report is left"
fi

# --- output that cannot be written, closed streams, interrupts -------------------------------------------------------

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

for signal in INT TERM; do
    mark=TSRPC_TEST_MARK=$$-$signal
    # A shell in the background would have SIGINT ignored; this one does not.
    env "$mark" BAD_SP=forks_and_hangs python3 -c 'import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_DFL)
os.execv(sys.argv[1], sys.argv[1:])' "$tsrpc" check sp --target plugin:here.so --run version.answer \
        --run memory.relinquish --run call.doorbell --timeout 600 --gtest_output=xml:interrupted.xml \
        >"$scratch/out" 2>"$scratch/err" &
    pid=$!
    marked() { grep -lsazxF "$mark" /proc/[0-9]*/environ; }
    # The runner, its SP, and what that started.
    for _ in {1..600}; do
        [[ $(marked | wc -l) == 3 ]] && break
        sleep 0.1
    done
    [[ $(marked | wc -l) == 3 ]] || fail "SIG$signal: not the three processes expected"
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
    [[ -z $(ls interrupted.xml* 2>/dev/null) ]] || fail "SIG$signal: a report is left"
done

finish
