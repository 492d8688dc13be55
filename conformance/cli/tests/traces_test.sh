#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# tsrpc check --traces, tsrpc replay, and tsrpc decode of a trace: TSRPC BAD_SP.so.
. conformance/cli/tests/lib.sh || exit 1
bad=$PWD/$2
cd "$scratch" || exit 1
cp "$bad" here.so

# --- what is saved ---------------------------------------------------------------------------------------------------

BAD_SP=reserved_set run check sp --target plugin:here.so --run version.answer --run memory.relinquish --traces new/traces
((status == 1)) || fail "--traces: exit status $status"
[[ $(ls -A new/traces) == memory.relinquish.trace ]] || fail "--traces: there is $(ls -A new/traces)"
trace=new/traces/memory.relinquish.trace
for line in '# tsrpc [0-9.]+, TS-RPC ABI version 1' '# test: memory\.relinquish' '# target: plugin:here\.so' '# seed: 1' \
    '# effort: normal' '# verdict: FAIL' '# finding: memory\.relinquish_reserved_zero \(MUST\): W6 of the .*' '> hello 2' \
    '< ok 2 sp [0-9a-f]{4} .*name=bad' '> share 0001 1000 0000000000000000 [0-9a-f]{16}' '< ok [0-9a-f]{16}' \
    '! retrieve 0001 [0-9a-f]{16} 0000000000000000 0' '> call 0001 00ff0002 [0-9a-f]{8} [0-9a-f]{8} 00000000 00000000' \
    '! relinquish [0-9a-f]{16} 0' '< ok 00ff0002 00000000 00000000 00000010 00000000' \
    '# here: memory\.relinquish_reserved_zero'; do
    ((checks += 1))
    grep -qxE -- "$line" $trace || fail "$trace has no line $line:"$'\n'"$(cat $trace)"
done
run check sp --target plugin:here.so --run version.answer --run memory.relinquish --traces new/traces
expect "--traces of what passes" 0 $'version         1 PASS\nmemory          1 PASS\nbad conforms: 2 PASS' ""
[[ -z $(ls -A new/traces) ]] || fail "the trace of an earlier run is left"
BAD_SP=reserved_set run check sp --target plugin:here.so --run memory.relinquish --traces new/traces --gtest_repeat=2
[[ -e $trace ]] || fail "--traces with --gtest_repeat: there is no trace"
BAD_SP=segv run check sp --target plugin:here.so --run memory.relinquish --traces lost
[[ $(tail -n 2 lost/memory.relinquish.trace) == "> call 0001 00ff0002 "*$'\n# no reply: the target was lost here' ]] ||
    fail "the trace of a lost target: $(cat lost/memory.relinquish.trace)"
for folder in /proc/traces here.so here.so/traces; do
    run check sp --run version.answer --traces $folder
    expect_error "--traces $folder" 2 "tsrpc check sp: cannot write traces in '$folder': "
done
mkdir -p taken/memory.relinquish.trace
BAD_SP=reserved_set run check sp --target plugin:here.so --run memory.relinquish --run version.answer --traces taken
expect_lines "a trace that cannot be written" 1 '^bad does not conform: 1 PASS, 1 FAIL$'
[[ $(cat "$scratch/err") == "tsrpc check sp: cannot write trace 'taken/memory.relinquish.trace': Is a directory" ]] ||
    fail "a trace that cannot be written: $(cat "$scratch/err")"

# --- replay ----------------------------------------------------------------------------------------------------------

count=$(grep -c '^> ' $trace)
BAD_SP=reserved_set run replay $trace --target plugin:here.so
expect "the same" 0 "the same happened: $count exchanges" ""
BAD_SP=reserved_set run replay $trace --target plugin:here.so --in-process
expect "the same in process" 0 "the same happened: $count exchanges" ""
run replay $trace --target plugin:here.so
expect_lines "another reply" 1 "^exchange [0-9]+ of $count is different$" '^expected:$' '^seen:$'
[[ $(grep -c '^  < ok 00ff0002 00000000 00000000 000000.0 00000000  # relinquish_mem response' "$scratch/out") == 2 ]] ||
    fail "another reply is not shown as expected and seen: $(cat "$scratch/out")"
run replay $trace
expect_lines "on the reference" 1 "^exchange [0-9]+ of $count is different$"
lost=lost/memory.relinquish.trace
BAD_SP=segv run replay $lost --target plugin:here.so
expect_lines "lost again" 0 '^the same happened: [0-9]+ exchanges, and the target was lost at the end: the process .*'
run replay $lost --target plugin:here.so
expect_lines "not lost" 1 '^  # no reply: the target was lost here$' '^  < ok 00ff0002 00000000 '
BAD_SP=hangs run replay $trace --target plugin:here.so --timeout 0.5
expect_lines "lost now" 1 '^  # no reply: the target was lost here$' '^  # no answer within 0\.5 s'
# As the console prints a trace: indented, with what each frame is.
BAD_SP=reserved_set run check sp --target plugin:here.so --run memory.relinquish
grep '^    [>!<#] ' "$scratch/out" >console.trace
BAD_SP=reserved_set run replay console.trace --target plugin:here.so
expect_lines "the console's lines" 0 '^the same happened: [0-9]+ exchanges$'
sed -i 's/$/\r/' console.trace
BAD_SP=reserved_set run replay console.trace --target plugin:here.so
expect_lines "with carriage returns" 0 '^the same happened: '

# refused NAME TEXT PART: a file of that text is no trace.
refused() {
    printf '%b' "$2" >garbage.trace
    run replay garbage.trace
    expect_error "$1" 2 "tsrpc replay: garbage.trace: $3"
}
refused "an empty file" "" "there is no exchange; expected a trace that begins with '> hello'"
refused "comments alone" "# a\n\n# b\n" "there is no exchange"
refused "no hello" "> reset\n< ok\n" "another command comes first; expected a trace that begins with '> hello'"
refused "garbage" "# a\n\nsome words\n" "line 3, 'some words': expected a command, event, ask or reply"
refused "a reply to nothing" "< ok\n" "line 1, '< ok': there is no command before it"
refused "half a frame" "> hello 2\n> call 0001 1 2 3\n" "line 2, '> call 0001 1 2 3': the line ends too soon"
refused "bytes that are none" "\001\377\n" "line 1, "
head -c 100000 /dev/urandom >garbage.trace
run replay garbage.trace
expect_error "noise" 2 "tsrpc replay: garbage.trace: "
run replay missing.trace
expect_error "no file" 2 "tsrpc replay: cannot read missing.trace: No such file or directory"
run replay .
expect_error "a folder" 2 "cannot read .: Is a directory"
run replay $trace --target plugin:missing.so
expect_error "no target" 3 "tsrpc replay: cannot read plugin 'missing.so'"
BAD_SP=create_crashes run replay $trace --target plugin:here.so
((status == 3)) && [[ ! -s $scratch/out ]] && grep -q "the target could not be started: " "$scratch/err" ||
    fail "a target that cannot be started: $status $(cat "$scratch/out" "$scratch/err")"
run replay $trace --target nothing
expect_error "no such target" 2 "target 'nothing' is none of"
run replay $trace --timeout nan
expect_error "a wrong timeout" 2 "--timeout: 'nan' is not a decimal number"
run replay
expect_error "no operand" 2 "FILE is required"

# --- decode ----------------------------------------------------------------------------------------------------------

run decode <$trace
expect_lines "a trace" 1 '^> 00ff0001 [0-9a-f]{8} [0-9a-f]{8} 00000000 00000000 valid$' \
    '^< 00ff0001 00000000 00000000 00000000 00000000 valid$' '^< 00ff0002 00000000 00000000 00000010 00000000 not valid$'
[[ $(grep -c '^[<>] ' "$scratch/out") == $(($(grep -c '^> call' $trace) * 2)) ]] || fail "a trace: not each frame once"
run decode <console.trace
expect_lines "the console's lines" 1 '^< 00ff0002 00000000 00000000 00000010 00000000 not valid$'
run decode --format json < <(printf '%s\n' '# a caller' '! ready' '! fault 11 create 0000000000000010 near null' \
    '> hello 2' '< ok 2 caller 0001 name=it' \
    '> invoke 1 0002 0 0' '? send 8001 00030102 ffffffff ffffffff 00000000 00000000' \
    '= ok 00030103 00000000 00000000 00000000 00000000' '? reclaim 0000000000000012' '= ok' '< failed 1' \
    '> read 0000000000000012 0 5' '< ok 0102030405' '> call 0001 00ff0000 0 0 0 0' '! relinquish 0000000000000012 -6' \
    '< ok 00ff0000 00000001 00000000 00000000 00000000  # get_version response version=1' '> bye' '< ok')
expect_lines "each kind of line" 1 '"message":"get_version","direction":"response","version":1,.*"valid":true' \
    '"direction":"response",.*"registers":\["00030103".*the request has 0x0102'
[[ $(wc -l <"$scratch/out") == 4 ]] || fail "each kind of line: $(cat "$scratch/out")"
run decode < <(printf '< ok 00ff0000 00000001 00000000 00000000 00000000\n')
expect_lines "an answer to nothing that is known" 0 '^< 00ff0000 00000001 00000000 00000000 00000000 valid$'
for lines in '> call 0001 1 2 3 4' '> call 0001 00ff0000 0 0 0 0\n< ok 1 2 3 4' '? send 1 2'; do
    run decode < <(printf '%b\n' "$lines")
    ((checks += 1))
    ((status == 1)) && grep -q ' words\?; expected ' "$scratch/err" || fail "$lines: $status $(cat "$scratch/err")"
done

finish
