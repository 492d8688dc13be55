#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# tsrpc decode, end to end: TSRPC LOGS.
. conformance/cli/tests/lib.sh || exit 1

version_request='> 00ff0000 00000000 00000000 00000000 00000000 valid
get_version request
  W3[15:0]  opcode                   0x0000           fixed 0x0000
  W3[23:16] interface_id             255 (management) fixed 0xff
  W3[29:24] flags                    0x00             fixed 0x00
  W3[30]    sap_rc                   0x0              fixed 0x0
  W3[31]    sap_err                  0x0              fixed 0x0
  W4        reserved                 0x00000000       MBZ
  W5        reserved                 0x00000000       MBZ
  W6        reserved                 0x00000000       MBZ
  W7        reserved                 0x00000000       MBZ'
info_response='< 00ff0003 fffffffd 00000100 00000000 00000000 valid
service_info response rpc_status=-3 (NOT_FOUND) interface_id=0
  W3[15:0]  opcode                   0x0003           echo
  W3[23:16] interface_id             255 (management) echo
  W3[29:24] flags                    0x00             fixed 0x00
  W3[30]    sap_rc                   0x0              fixed 0x0
  W3[31]    sap_err                  0x0              fixed 0x0
  W4        rpc_status               -3 (NOT_FOUND)   value
  W5[7:0]   interface_id             0                value
! W5[31:8]  reserved                 0x000001         RES: a careful sender sends 0 (SHOULD); bit 8 differs
  W6        reserved                 0x00000000       MBZ
  W7        reserved                 0x00000000       MBZ'
version_json='{"message":"get_version","direction":"response","version":1,'
version_json+='"registers":["00ff0000","00000001","00000000","00000000","00000000"],"valid":true,"violations":[]}'

run decode 00ff0000 0 0x0 0X0 00000000
expect "operands, a request by default" 0 "$version_request" ""
run decode --request 00FF0000 0 0 0 0
expect "--request" 0 "$version_request" ""
run decode --response 00ff0003 fffffffd 100 0 0
expect "a broken SHOULD is valid" 0 "$info_response" ""
run decode --strict --response 00ff0003 fffffffd 100 0 0
expect "--strict" 1 "${info_response/valid/not valid}" ""
run decode --format json --response 00ff0000 1 0 0 0
expect "JSON" 0 "$version_json" ""
run decode --format json --strict --response 00030102 0 0 0 1
expect "JSON and --strict" 1 '{"message":"service_call","direction":"response","interface_id":3,"opcode":258,'\
'"rpc_status":0,"service_status":0,"response_length":0,'\
'"registers":["00030102","00000000","00000000","00000000","00000001"],"valid":false,"violations":[{"rule":"RES",'\
'"detail":"W7 reserved is 0x00000001; a careful sender sends 0 (SHOULD); bit 0 differs"}]}' ""
run decode --format json 00ff0004 0 0 0 0
expect "an unknown message is not valid" 1 '{"message":"unknown","direction":"request",'\
'"registers":["00ff0004","00000000","00000000","00000000","00000000"],"valid":false,"violations":[{"rule":"fixed",'\
'"detail":"W3[15:0] opcode is 0x0004; no management call has it"}]}' ""

run decode < <(printf '# a comment\n\n \t\r\n00ff0000 0 0 0 0\r\n  <00ff0003\tfffffffd 100 0 0')
expect "standard input: comments, blank lines, line ends, a last line without one" 0 \
    "$version_request"$'\n\n'"$info_response" ""
run decode --response < <(printf '> 00ff0000 0 0 0 0\n00ff0003 fffffffd 100 0 0\n')
expect "markers override the option" 0 "$version_request"$'\n\n'"$info_response" ""
run decode --format json < <(printf '<00ff0000 1 0 0 0\n<00ff0000 1 0 0 0\n')
expect "one JSON object a line" 0 "$version_json"$'\n'"$version_json" ""
run decode < <(printf '> 00ff0000 0 0 0 1\n> 00ff0000 0 0 0 0\n')
((status == 1)) || fail "a frame that is not valid before one that is: exit status $status, expected 1"
run decode </dev/null
expect "no frames" 0 "" ""

# --- what is no frame --------------------------------------------------------------------------------------------------

run decode < <(printf '00ff0000 0 0 0 0\n\n00ff0000 0 0 0\n00ff0000 0 0 0 0\n')
expect "a malformed line" 1 "$version_request"$'\n\n'"$version_request" \
    'tsrpc decode: line 3: "00ff0000 0 0 0"; 4 words; expected five'
run decode --strict-input < <(printf '00ff0000 0 0 0 0\n\n00ff0000 0 0 0\n00ff0000 0 0 0 0\n')
expect "a malformed line ends --strict-input" 2 "$version_request" \
    'tsrpc decode: line 3: "00ff0000 0 0 0"; 4 words; expected five'
expected='expected five hexadecimal words, W3 W4 W5 W6 W7, after > or < if any'
for line in '1 2 3 4 5 6' '1 2 3 4 g' '1 2 3 4 123456789' '1 2 3 4 5 # why' 'W3 W4 W5 W6 W7'; do
    run decode <<<"$line"
    expect "the line $line" 0 "" "tsrpc decode: 1 of 1 line holds no frame"
    run decode --strict-input <<<"$line"
    expect_error "the line $line, --strict-input" 2 "tsrpc decode: line 1: \"$line\"; $expected"
done
run decode < <(printf 'x3=0000000000ff0000 x4=0 x5=0 x6=0 x7=0\nx3=0000000000ff0000 x4=0 x5=0 x6=0 x7=0000000100000000\n')
expect "an upper half" 1 "$version_request" 'tsrpc decode: line 2: "x3=0000000000ff0000 x4=0 x5=0 x6=0 x7=0000000100000000"; '\
'the upper half of W7 is not 0'
run decode < <(for ((i = 0; i < 25; ++i)); do echo '> 1 2 3'; done)
((checks += 1))
((status == 1)) && [[ $(wc -l <"$scratch/err") == 11 && $(tail -n 1 "$scratch/err") == \
    'tsrpc decode: 15 more lines are malformed' ]] || fail "many malformed lines: $status $(cat "$scratch/err")"
run decode < <(printf 'a\nb\n# c\n\n> hello 2\n00ff0000 0 0 0 0\n')
expect "other lines are counted" 0 "$version_request" "tsrpc decode: 2 of 6 lines hold no frame"
run decode --strict-input < <(printf '# c\n\n> hello 2\n< ok 2 sp 8003 name=it\n! ready\n00ff0000 0 0 0 0\n')
expect "what --strict-input takes" 0 "$version_request" ""
run decode < <(printf '1 2 3 4 \001\377\n')
expect "a line that is not text" 0 "" "tsrpc decode: 1 of 1 line holds no frame"
run decode --strict-input < <(printf '1 2 3 4 \001\377\n')
expect_error "a line that is not text, --strict-input" 2 '"1 2 3 4 \u0001\ufffd"'
# blanks COUNT: that many spaces.
blanks() {
    head -c "$1" /dev/zero | tr '\0' ' '
}
run decode < <(blanks $((1048576 - 16)); printf '00ff0000 0 0 0 0\n'; blanks $((1048576 - 16)); printf '00ff0000 0 0 0 0')
expect "the longest lines" 0 "$version_request"$'\n\n'"$version_request" ""
shown=$(printf '%59s' '')
for length in 1048577 1100000 3000000; do
    for end in '\n' ''; do
        run decode < <(printf '00ff0000 0 0 0 0\n'; blanks $((length - 16)); printf "00ff0000 0 0 0 0$end")
        expect "a line of $length bytes" 1 "$version_request" \
            "tsrpc decode: line 2: \"$shown...; more than 1048576 bytes"
    done
    run decode < <(blanks $((length - 16)); printf '00ff0000 0 0 0 0\n# c\n00ff0000 0 0 0 0\n')
    expect "what follows a line of $length bytes" 1 "$version_request" \
        "tsrpc decode: line 1: \"$shown...; more than 1048576 bytes"
done
run decode --strict-input < <(head -c 3000000 /dev/zero)
expect_error "an endless line, --strict-input" 2 '...; more than 1048576 bytes'
# Its memory stays bounded: 100 MB are many times what it takes.
head -c 300000000 /dev/zero | python3 -c 'import resource, subprocess, sys
status = subprocess.run(sys.argv[1:]).returncode
sys.exit(status if resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss < 100000 else 77)' "$tsrpc" decode \
    >"$scratch/out" 2>"$scratch/err"
status=$?
expect_error "a line of 300 MB" 1 '...; more than 1048576 bytes'
run decode < <(head -c 300000 /dev/urandom)
((checks += 1))
((status == 0 || status == 1)) && grep -q ' lines hold no frame$' "$scratch/err" || fail "noise: $status"

# --- files -------------------------------------------------------------------------------------------------------------

logs=$PWD/$2
run decode --format json "$logs"
expect_lines "logs of each kind" 0 '"message":"service_info"'
((checks += 1))
[[ $(wc -l <"$scratch/out") == $(grep -c '# frame$' "$logs") ]] || fail "logs of each kind: $(wc -l <"$scratch/out") frames"
[[ $(cat "$scratch/err") == "tsrpc decode: $(grep -c '# none$' "$logs") of $(wc -l <"$logs") lines hold no frame" ]] ||
    fail "logs of each kind: $(cat "$scratch/err")"
while IFS= read -r line; do
    ((checks += 1))
    frames=$(echo "$line" | "$tsrpc" decode --format json 2>/dev/null | wc -l)
    [[ $frames == $([[ $line == *'# frame' ]] && echo 1 || echo 0) ]] || fail "$frames frames in: $line"
done < <(tail -n +2 "$logs")
cd "$scratch" || exit 1
printf '> 00ff0000 0 0 0 0\n' >one.log
printf 'a\n< 00ff0003 fffffffd 100 0 0\n> 1 2\n> 1 2 3\n' >two.log
cp one.log 1
run decode one.log two.log
expect "files" 1 "$version_request"$'\n\n'"$info_response" 'tsrpc decode: two.log:4: "> 1 2 3"; 3 words; expected five
tsrpc decode: 2 of 5 lines hold no frame'
run decode --strict-input one.log two.log
expect "files, --strict-input" 2 "$version_request" "tsrpc decode: two.log:1: \"a\"; $expected"
run decode one.log - <<<'00ff0000 0 0 0 0'
expect "a file and standard input" 0 "$version_request"$'\n\n'"$version_request" ""
run decode 1
expect "a file that is called 1" 0 "$version_request" ""
run decode missing.log
expect_error "no such file" 2 'tsrpc decode: cannot read missing.log: No such file or directory'
run decode one.log missing.log
expect "no such file behind one" 2 "$version_request" 'tsrpc decode: cannot read missing.log: No such file or directory'
run decode .
expect_error "a folder" 2 'tsrpc decode: cannot read .: Is a directory'
run decode /dev/null
expect "an empty file" 0 "" ""

run decode 0000000000ff0000 0 0x0000000000000000 0 0
expect "operands of 16 digits" 0 "$version_request" ""
run decode 00FF0000, 0, 0, 0, 0
expect "operands with commas" 0 "$version_request" ""
run decode --response 00ff0003,fffffffd,100,0,0
expect "one operand with commas" 0 "$info_response" ""
run decode 2 3 4 5 g
expect "a malformed operand" 2 "" 'tsrpc decode: "2 3 4 5 g"; 4 words; expected five'
run decode 2 3 4 5
expect_error "four operands" 2 '"2 3 4 5"; 4 words; expected five'
run decode 2 3 4 5 6 7
expect_error "six operands" 2 '"2 3 4 5 6 7"; 6 words; expected five'
run decode 8400006f 00018003 0 00ff0000 0 0 0 0
expect_error "eight operands" 2 'expected five hexadecimal words, W3 W4 W5 W6 W7, or files'
run decode 100000000 0 0 0 0
expect_error "an operand with an upper half" 2 '"100000000 0 0 0 0"; the upper half of W3 is not 0'
for operands in 2 '2 3' 10000000000000000; do
    run decode $operands
    expect_error "the operands $operands" 2 "\"$operands\"; expected five hexadecimal words, W3 W4 W5 W6 W7, or files"
done
run decode --request --response 1 2 3 4 5
expect_error "both directions" 2 '--request and --response exclude each other'
run decode --format xml 1 2 3 4 5
expect_error "an unknown format" 2 'xml not in {text,json}'
run decode --frobnicate
expect_error "an unknown option" 2 '--frobnicate'

run decode <"$scratch"
expect_error "standard input is a directory" 2 'cannot read standard input: Is a directory'
"$tsrpc" decode 00ff0000 0 0 0 0 >/dev/full 2>"$scratch/err"
status=$?
: >"$scratch/out"
expect_error "a full disk" 1 'cannot write to standard output: No space left on device'
(
    trap '' PIPE
    "$tsrpc" decode < <(yes '> 00ff0000 0 0 0 0' | head -n 10000) 2>"$scratch/err"
    echo $? >"$scratch/status"
) | head -n 1 >/dev/null
status=$(cat "$scratch/status")
expect_error "a closed pipe" 1 'cannot write to standard output: Broken pipe'
("$tsrpc" decode < <(yes '> 00ff0000 0 0 0 0' | head -n 10000) 2>"$scratch/err") | head -n 1 >/dev/null
((PIPESTATUS[0] == 141)) && [[ ! -s $scratch/err ]] || fail "a closed pipe should end it quietly, by SIGPIPE"

# Answers as soon as input pauses.
coproc "$tsrpc" decode --format json
echo '<00ff0000 1 0 0 0' >&"${COPROC[1]}"
read -r -t 60 answer <&"${COPROC[0]}"
[[ $answer == "$version_json" ]] || fail "a frame while input is open: got '$answer'"
exec {COPROC[1]}>&-
wait

finish
