#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# The reports of tsrpc check sp: what is in them, and where they can be written. TSRPC BAD_SP.so.
. conformance/cli/tests/lib.sh || exit 1
bad=$PWD/$2
summary=$PWD/conformance/cli/tests/report_summary.py
check_json="$PWD/conformance/cli/tests/report_json.py"
cd "$scratch" || exit 1
cp "$bad" here.so

few=(--run version.answer --run version.reserved_zero)
few_results=$'version         2 PASS\nreference conforms: 2 PASS'
few_summary=$'2 tests, 0 failed, 0 skipped\nversion.answer passed PASS\nversion.reserved_zero passed PASS'

# expect_report FILE: the report of these few.
expect_report() {
    ((checks += 1))
    local text
    text=$("$summary" "$1" 2>&1)
    [[ $text == "$few_summary" ]] || fail "$1: the report has $text"
}

# --- what is in them -------------------------------------------------------------------------------------------------

run check sp "${few[@]}" --gtest_output=xml:new/folder/report.xml
expect "an XML report" 0 "$few_results" ""
expect_report new/folder/report.xml
[[ $(ls -A new/folder) == report.xml ]] || fail "there is more beside the report: $(ls -A new/folder)"
for variable in GTEST_OUTPUT=xml:by_gtest.xml XML_OUTPUT_FILE=by_bazel.xml; do
    export "${variable?}"
    run check sp "${few[@]}"
    unset "${variable%%=*}"
    expect_report "${variable##*[=:]}"
done
mkdir reports
run check sp "${few[@]}" --gtest_output=xml:reports/
expect_report reports/tsrpc.xml
run check sp "${few[@]}" --gtest_output=xml
expect_report test_detail.xml
run check sp "${few[@]}" --gtest_output=json:report.json
"$check_json" report.json || fail "--gtest_output=json: not what the schema says"

BAD_SP=reserved_set run check sp --target plugin:here.so --run version.answer --run memory.relinquish \
    --gtest_output=xml:report.xml
expected=$'2 tests, 1 failed, 0 skipped\nversion.answer passed PASS\nmemory.relinquish failed FAIL'
[[ $status == 1 && $("$summary" report.xml) == "$expected" ]] || fail "a failure in XML: $("$summary" report.xml)"
for part in 'W6 of the relinquish_mem response is 00000010' 'file="conformance/sp/memory' \
    'name="blamed" value="memory.relinquish_reserved_zero"' 'name="seed" value="1"' \
    'name="repeat" value="[^"]* check sp --target plugin:here.so --run memory.relinquish --seed 1"' \
    'name="section" value="abi.md' 'name="target" value="bad"' 'name="observation" value="W6 of the' \
    '<failure type="FAIL" message="FAIL: W6 of the relinquish_mem response is 00000010'; do
    ((checks += 1))
    grep -q "$part" report.xml || fail "the XML report does not have $part: $(cat report.xml)"
done
# Neither a warning nor a skipped test is a pass there.
BAD_SP=no_test_service run check sp --target plugin:here.so --run version.answer --run call.request_payload \
    --run service_info.reserved_w5 --gtest_output=xml:report.xml
expected=$'3 tests, 0 failed, 2 skipped\nversion.answer passed PASS
service_info.reserved_w5 skipped WARN\ncall.request_payload skipped SKIP'
[[ $status == 0 && $("$summary" report.xml) == "$expected" ]] ||
    fail "WARN and SKIP in XML: $status $("$summary" report.xml)"

# --- every format ----------------------------------------------------------------------------------------------------

run check sp "${few[@]}" --report all.xml --report all.json --report all.html --report all.tap --report all.md
expect "a report in every format" 0 "$few_results" ""
expect_report all.xml
"$check_json" all.json || fail "all.json"
expect_part() {
    ((checks += 1))
    grep -qF -- "$2" "$1" || fail "$1 does not have $2: $(head -c 2000 "$1")"
}
expect_part all.html '"selected":2,"complete":true,"conforms":true'
expect_part all.tap "ok 2 - version.reserved_zero"
[[ $(head -n 2 all.tap) == $'TAP version 14\n1..2' ]] || fail "all.tap: $(cat all.tap)"
expect_part all.md "reference conforms"
run check sp "${few[@]}" --report tap:/dev/stdout
expect "a format by its name" 0 "$few_results"$'\n'"$(cat all.tap)" ""

for kind in reserved_set crash hang no_test_service; do
    BAD_SP=$kind run check sp --target plugin:here.so --report $kind.json --run 'version.*' --run 'control.*' \
        --run 'memory.re*' --run 'service_info.*' --timeout 0.3
    "$check_json" $kind.json || fail "$kind.json"
done
run check caller --run 'sharing.*' --report caller.json
"$check_json" caller.json || fail "caller.json"

for place in report.pdf report json: tap.; do
    run check sp "${few[@]}" --report $place
    expect_error "--report $place" 2 "report '$place' has no known format; expected a file that ends in .xml (JUnit)"
done
run check sp "${few[@]}" --report same.xml --gtest_output=xml:same.xml
expect_error "one file for two reports" 2 "'same.xml' is to be a report and a report; expected a file for each"
ln -s same.xml also.xml
run check sp "${few[@]}" --report same.xml --report json:./also.xml
expect_error "one file by two paths" 2 "'./also.xml' is to be a report and a report; expected a file for each"
run check sp "${few[@]}" --write-known-failing same.json --report same.json
expect_error "a list in a report's place" 2 "'same.json' is to be the list of what fails and a report"
run check sp "${few[@]}" --profile same.json --report same.json
expect_error "a profile in a report's place" 2 "'same.json' is to be the profile and a report"
for option in --profile --known-failing --write-known-failing --traces; do
    run check sp "${few[@]}" $option ""
    expect_error "$option without a path" 2 "$option: is empty; expected a path"
done
run check caller --service d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0
expect_error "a caller's service" 2 "--service: an SP hosts services"
run list
expect_error "no subcommand" 2 "unknown: list"

# A report of an earlier run outlives no later error.
echo "of an earlier run" >earlier.json
run check sp --run no.test --report earlier.json
expect_error "no test" 2 "no.test"
[[ ! -e earlier.json ]] || fail "a report of an earlier run is there"

# --- a run that does not come to its end -----------------------------------------------------------------------------

BAD_SP=reserved_set run check sp --target plugin:here.so --run 'memory.re*' --fail-fast --report ended.xml \
    --report ended.json --report ended.tap --report ended.md
expect_part ended.xml 'testcase name="complete" classname="run"'
expect_part ended.json '"complete":false,"conforms":false'
expect_part ended.tap "Bail out! 1 of "
expect_part ended.md "the run is not complete"
"$check_json" ended.json || fail "ended.json"
# What a run that is killed leaves says that it is not complete.
cat >hangs.py <<'EOF'
import sys
for line in sys.stdin:
    words = line.split()
    if words[1] == "hello":
        print("< ok 2 sp 8001 senders=any words=any handles=target reset ahead=1 name=hangs", flush=True)
    elif words[1] == "call" and words[3] == "00ff0000":
        print("< ok 00ff0000 00000001 00000000 00000000 00000000", flush=True)
    elif words[1] == "call" and words[3] == "00ff0003":
        print("< ok 00ff0003 fffffffd 00000000 00000000 00000000", flush=True)
    elif words[1] == "call":
        open("hanging", "w").close()
    else:
        print("< ok", flush=True)
EOF
"$tsrpc" check sp --target "exec:exec python3 hangs.py" --run version.answer --run management.unknown_opcode \
    --timeout 600 --report killed.json >/dev/null 2>&1 &
for _ in {1..600}; do
    [[ -e hanging ]] && break
    sleep 0.1
done
kill -s KILL $!
wait $! 2>/dev/null
expect_part killed.json '"selected":2,"complete":false,"conforms":false,"verdicts":{"PASS":1}'
! grep -q '"seconds":0.0,"selected"' killed.json || fail "killed.json: no seconds"
"$check_json" killed.json || fail "killed.json"
# In the first test too.
rm hanging
"$tsrpc" check sp --target "exec:exec python3 hangs.py" --run management.unknown_opcode --timeout 600 \
    --report killed1.json >/dev/null 2>&1 &
for _ in {1..600}; do
    [[ -e hanging ]] && break
    sleep 0.1
done
kill -s KILL $!
wait $! 2>/dev/null
expect_part killed1.json '"selected":1,"complete":false,"conforms":false,"verdicts":{"PASS":0}'
# A pipe that nobody reads does not keep a run from its end.
mkfifo unread.fifo
"$tsrpc" check sp "${few[@]}" --report json:unread.fifo >printed.txt 2>&1 &
for _ in {1..600}; do
    grep -q "conforms" printed.txt && break
    sleep 0.1
done
kill -s TERM $!
wait $!
status=$?
((status == 1)) && grep -q "cannot write report 'unread.fifo'" printed.txt || fail "an unread pipe: $status $(cat printed.txt)"
"$tsrpc" check sp "${few[@]}" --report json:unread.fifo >printed.txt 2>&1 &
"$check_json" unread.fifo || fail "a pipe that is read"
wait $!
# What cannot be written is named each.
run check sp "${few[@]}" --report json:/dev/full --report xml:/proc/self/root/dev/full
((status == 1)) && [[ $(cat "$scratch/err") == *"'/dev/full': "*"; cannot write report '/proc/self/root/dev/full': "* ]] ||
    fail "two reports on a full disk: $status $(cat "$scratch/err")"

# --- report merge, diff, html ----------------------------------------------------------------------------------------

run check sp --run 'version.*' --run 'control.*' --report whole.json
for index in 0 1 2; do
    GTEST_TOTAL_SHARDS=3 GTEST_SHARD_INDEX=$index run check sp --run 'version.*' --run 'control.*' --report $index.json
done
verdicts_of() {
    python3 -c '
import json, sys
for result in json.load(open(sys.argv[1]))["results"]:
    print(result["requirement"]["id"], result["verdict"])' "$1"
}
run report merge 2.json 0.json 1.json --report merged.json
expect "three shards as one" 0 "" ""
[[ $(verdicts_of merged.json) == "$(verdicts_of whole.json)" ]] || fail "merged.json: $(verdicts_of merged.json)"
"$check_json" merged.json || fail "merged.json"
run report merge 0.json 2.json
expect_lines "a shard that is missing" 1 '"complete":false'
[[ $(cat "$scratch/err") == "tsrpc report merge: shard 2 of 3 is missing" ]] || fail "a missing shard: $(cat "$scratch/err")"
GTEST_TOTAL_SHARDS=9 GTEST_SHARD_INDEX=8 run check sp "${few[@]}" --report empty.json --report empty.md
expect "a shard without a test" 0 "this shard has no test" ""
expect_part empty.json '"conforms":true'
expect_part empty.md "reference conforms"
run report html empty.json --report empty.html
[[ $status == 0 && $(cat "$scratch/err") == "tsrpc report html: 8 of 9 shards are missing, the first is 1" ]] ||
    fail "a page of one shard: $status $(cat "$scratch/err")"
# changed EXPRESSION EXPECTED: merge refuses whole.json so changed.
changed() {
    python3 -c '
import json, sys
report = json.load(open("whole.json"))
results = report["results"]
exec(sys.argv[1])
json.dump(report, open("changed.json", "w"))' "$1"
    run report merge changed.json
    expect_error "$1" 2 "changed.json: $2"
}
changed 'del results[0]' "results has $(($(verdicts_of whole.json | wc -l) - 1)) items; expected $(verdicts_of whole.json | wc -l)"
changed 'report["selected"] = 1' "results has "
changed 'report["role"] = "x"' 'role is "x"; expected "endpoint" or "caller"'
changed 'report["shard"] = {"index": 2, "total": 2}' "shard.index is 2; expected less than shard.total, 2"
changed 'results[1]["requirement"]["level"] = "CAN"' 'results[1].requirement.level is "CAN"'
changed 'results[1]["requirement"]["id"] = "a\nb"' 'results[1].requirement.id is "a\nb"'
run report merge 0.json 0.json
expect_error "a shard twice" 2 "shard 1 is in 0.json and in 0.json; expected it once"
run report merge 0.json whole.json
expect_error "shards and no shard" 2 "0.json and whole.json are not of as many shards"
run report merge caller.json whole.json
expect_error "reports of two roles" 2 "whole.json: role is endpoint, and caller in caller.json"
run report merge missing.json
expect_error "a report that is not there" 2 "cannot read missing.json: No such file"
echo '{"format":1}' >odd.json
run report merge odd.json
expect_error "what is no report" 2 "odd.json: format is 1; expected a string; expected what --report FILE.json wrote"
run report merge whole.json --report whole.pdf
expect_error "no format" 2 "report 'whole.pdf' has no known format"
run report merge whole.json --report twice.xml --report ./twice.xml
expect_error "two reports in one file" 2 "'./twice.xml' is to be a report and a report; expected a file for each"
run report merge whole.json --report xml:/dev/full --report written.xml
expect_error "a full disk" 1 "/dev/full"
[[ -s written.xml ]] || fail "a full disk: the other report is not written"
run report merge
expect_error "no file" 2 "FILE"

run report html whole.json
((status == 0)) && [[ $(head -n 1 "$scratch/out") == "<!DOCTYPE html>" ]] || fail "report html: $status"
run report html whole.json --report page.html
expect "report html into a file" 0 "" ""
expect_part page.html '"selected"'

run report diff whole.json merged.json
expect_lines "no difference" 0 '^0 worse, 0 better, 0 changed, [0-9]+ the same$'
BAD_SP=reserved_set run check sp --target plugin:here.so --run 'version.*' --run 'control.*' --report bad.json
run report diff whole.json bad.json
expect_lines "a defect" 1 '^target: reference, then bad$' '^worse ' '^[1-9][0-9]* worse, 0 better'
run report diff bad.json whole.json
expect_lines "a repair" 0 '^better ' '^0 worse, [1-9]'
run report diff whole.json
expect_error "one report alone" 2 "At least 2 required"

# --- where they can be written ---------------------------------------------------------------------------------------

for place in /proc/report.xml here.so/report.xml reports; do
    run check sp "${few[@]}" --gtest_output=xml:$place
    expect_error "a report at $place" 2 "cannot write report '$place': "
done
run check sp "${few[@]}" --gtest_output=html:report.html
expect_error "a report of another format" 2 "--gtest_output is 'html:report.html'; expected xml:FILE or json:FILE"

mkdir links elsewhere
echo "of an earlier run" >elsewhere/report.xml
chmod 640 elsewhere/report.xml
ln -s ../elsewhere/report.xml links/report.xml
ln -s "$PWD/links/report.xml" links/again.xml
ln -s ../elsewhere/none_yet.xml links/dangling.xml
for link in report again dangling; do
    run check sp "${few[@]}" --gtest_output=xml:links/$link.xml
    expect "a report through the link $link.xml" 0 "$few_results" ""
    [[ -L links/$link.xml ]] || fail "links/$link.xml is no link any more"
    expect_report links/$link.xml
done
[[ ! -L elsewhere/report.xml && ! -L elsewhere/none_yet.xml ]] || fail "the reports behind the links are links"
expect_report elsewhere/none_yet.xml
[[ $(ls -A links elsewhere | wc -w) == 7 ]] || fail "something is left beside the reports: $(ls -A links elsewhere)"

# Standard output gets it behind what is printed, by whatever name; nothing is replaced.
for name in /dev/stdout /dev/fd/1 /proc/self/fd/1; do
    run check sp "${few[@]}" --gtest_output=xml:$name
    ((status == 0)) || fail "a report to $name: exit status $status"
    [[ $(head -n 2 "$scratch/out") == "$few_results" ]] || fail "a report to $name: $(cat "$scratch/out")"
    tail -n +3 "$scratch/out" >rest.xml
    expect_report rest.xml
    "$tsrpc" check sp "${few[@]}" --gtest_output=xml:$name | tail -n +3 >rest.xml
    expect_report rest.xml
done
[[ -L /dev/stdout ]] || fail "/dev/stdout is replaced"
echo "was there" >"$scratch/err"
"$tsrpc" check sp "${few[@]}" --gtest_output=xml:/dev/stderr >/dev/null 2>>"$scratch/err"
[[ $(head -n 1 "$scratch/err") == "was there" ]] || fail "a report to /dev/stderr: what was there before is gone"
tail -n +2 "$scratch/err" >rest.xml
expect_report rest.xml
mkfifo pipe
cat pipe >rest.xml &
run check sp "${few[@]}" --gtest_output=xml:pipe
wait
expect "a report into a pipe" 0 "$few_results" ""
[[ -p pipe ]] || fail "the pipe is replaced"
expect_report rest.xml
run check sp "${few[@]}" --gtest_output=xml:>(cat >substituted.xml)
for _ in {1..100}; do
    [[ -s substituted.xml ]] && break
    sleep 0.1
done
expect_report substituted.xml
run check sp "${few[@]}" --gtest_output=xml:/dev/null
expect "a report to /dev/null" 0 "$few_results" ""
[[ -c /dev/null ]] || fail "/dev/null is replaced"
run check sp "${few[@]}" --gtest_output=xml:/dev/full
[[ $(cat "$scratch/out") == "$few_results" ]] || fail "a report to /dev/full: $(cat "$scratch/out")"
: >"$scratch/out"
expect_error "a report to /dev/full" 1 "cannot write report '/dev/full': No space left on device"
[[ -c /dev/full ]] || fail "/dev/full is replaced"

# --- an old report is not taken for a new one ------------------------------------------------------------------------

old() { echo "<of an earlier run/>" >old.xml; }

old
GTEST_FILTER=nothing.* run check sp --gtest_output=xml:old.xml
expect_error "no test, no report" 2 "leave no test to run"
[[ ! -e old.xml ]] || fail "without tests the old report is left"
old
run check sp --target plugin:missing.so --gtest_output=xml:old.xml
expect_error "no target, no report" 3 "cannot read plugin 'missing.so'"
[[ ! -e old.xml ]] || fail "without a target the old report is left"
ln -s old.xml to_old.xml
old
run check sp --target plugin:missing.so --gtest_output=xml:to_old.xml
[[ -L to_old.xml && ! -e old.xml ]] || fail "behind a link the old report is left"

# As on a full disk: no file can have more than 1 KiB. Not even ThreadSanitizer's own, without which it does not start,
# nor those of a coverage run, which says so.
if ! grep -q -e __tsan_init -e 'libgcov profiling' "$tsrpc"; then
    mkdir small
    echo "of an earlier run" >small/report.xml
    (
        trap '' XFSZ
        ulimit -f 1
        "$tsrpc" check sp --run 'version.*' --gtest_output=xml:small/report.xml 2>&1 >/dev/null
    ) | cat >"$scratch/err"
    status=${PIPESTATUS[0]}
    : >"$scratch/out"
    expect_error "a report on a full disk" 1 "cannot write report 'small/report.xml': "
    [[ -z $(ls -A small) ]] || grep -q 'name="complete"' small/report.xml ||
        fail "on a full disk there is left: $(head small/*)"
fi

finish
