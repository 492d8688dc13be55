#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# The reports of tsrpc check sp: what is in them, and where they can be written. TSRPC BAD_SP.so.
. conformance/cli/tests/lib.sh || exit 1
bad=$PWD/$2
summary=$PWD/conformance/cli/tests/report_summary.py
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
python3 -m json.tool report.json >/dev/null || fail "--gtest_output=json: not JSON"

BAD_SP=reserved_set run check sp --target plugin:here.so --run version.answer --run memory.relinquish \
    --gtest_output=xml:report.xml
expected=$'2 tests, 1 failed, 0 skipped\nversion.answer passed PASS\nmemory.relinquish failed FAIL'
[[ $status == 1 && $("$summary" report.xml) == "$expected" ]] || fail "a failure in XML: $("$summary" report.xml)"
for part in 'W6 of the relinquish_mem response is 00000010' 'file="conformance/sp/memory' \
    'name="blamed" value="memory.relinquish_reserved_zero"' 'name="seed" value="1"' \
    'name="repeat" value="[^"]* check sp --target plugin:here.so --run memory.relinquish --seed 1"' \
    'message="conformance/sp/memory[a-z_]*.cc:[0-9]*'; do
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
    [[ -z $(ls -A small) ]] || fail "on a full disk there is left: $(head small/*)"
fi

finish
