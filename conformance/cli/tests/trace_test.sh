#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# tsrpc trace, end to end: TSRPC BAD_SP.so LOGS.
. conformance/cli/tests/lib.sh || exit 1
bad=$PWD/$2
logs=$PWD/$3
cd "$scratch" || exit 1
cp "$bad" here.so

# bare FILE: the frames of a trace as a driver's log has them.
bare() {
    sed -nE 's/^(> call [0-9a-f]+|\? send [0-9a-f]+) (.*)$/[   12.345678] tstee arm-ffa-8: > \2/p
        s/^[<=] ok (([0-9a-f]{8} ){4}[0-9a-f]{8})$/[   12.345701] tstee arm-ffa-8: < \1/p' "$1"
}

# --- what is printed ---------------------------------------------------------------------------------------------------

printf '%s\n' 'NOTICE:  BL31: v2.12.0' '> 00ff0000 0 0 0 0' '< 00ff0000 1 0 10 0' '> 00ff0001 12 0 0 0' \
    '< 00ff0001 0 0 0 0' '> 00ff0002 12 0 0 0' '< 00ff0002 0 0 0 0' '> 00030102 12 0 10 0' '< 00030102 fffffffd 0 0 1' \
    '> 00030102 12 0 10 0' >sp.log
frames='> 00ff0000 00000000 00000000 00000000 00000000  # get_version request
< 00ff0000 00000001 00000000 00000010 00000000  # get_version response version=1
# ! W6        reserved                 0x00000010       MBZ: must be 0; bit 4 differs
# sp.log:3: version.reserved_zero (MUST): W6 of the get_version response is 00000010, reserved: bits 00000010 must be 00000000
> 00ff0001 00000012 00000000 00000000 00000000  # retrieve_mem request memory_handle=0x0000000000000012 memory_tag=0x0000000000000000
< 00ff0001 00000000 00000000 00000000 00000000  # retrieve_mem response rpc_status=0 (SUCCESS)
> 00ff0002 00000012 00000000 00000000 00000000  # relinquish_mem request memory_handle=0x0000000000000012
< 00ff0002 00000000 00000000 00000000 00000000  # relinquish_mem response rpc_status=0 (SUCCESS)
> 00030102 00000012 00000000 00000010 00000000  # service_call request interface_id=3 opcode=0x0102 memory_handle=0x0000000000000012 request_length=16 client_id=0
# sp.log:8: order.share_then_retrieve (MUST): handle 0x0000000000000012 is used, and was relinquished
< 00030102 fffffffd 00000000 00000000 00000001  # service_call response interface_id=3 opcode=0x0102 rpc_status=-3 (NOT_FOUND) service_status=0x00000000 response_length=0
# ! W7        reserved                 0x00000001       RES: a careful sender sends 0 (SHOULD); bit 0 differs
# sp.log:9: call.reserved_w7 (SHOULD): W7 of the service_call response is 00000001, reserved: bits 00000001 must be 00000000
> 00030102 00000012 00000000 00000010 00000000  # service_call request interface_id=3 opcode=0x0102 memory_handle=0x0000000000000012 request_length=16 client_id=0
# sp.log:10: order.share_then_retrieve (MUST): handle 0x0000000000000012 is used, and was relinquished'
summary="broken: version.reserved_zero (MUST, abi.md §3): W5..W7 of the GET_VERSION response are zero.
    sp.log:3: W6 of the get_version response is 00000010, reserved: bits 00000010 must be 00000000
broken: order.share_then_retrieve (MUST, abi.md §3): A call names memory that was shared, and that the endpoint has retrieved.
    sp.log:8: handle 0x0000000000000012 is used, and was relinquished
    2 times, the last at sp.log:10
broken: call.reserved_w7 (SHOULD, abi.md §3, §4): W7 of a service call's response is zero.
    sp.log:9: W7 of the service_call response is 00000001, reserved: bits 00000001 must be 00000000
note: 1 request without a response
not judged: memory, and calls of the SPMC, and what was before the log, and whether endpoints keep their services (--complete)
log does not conform: 9 frames, 4 exchanges, 2 MUSTs broken, 1 SHOULD broken"
skipped='tsrpc trace: 1 of 10 lines holds no frame'
run trace sp.log
expect "a log" 1 "$frames"$'\n'"$summary" "$skipped"
cp "$scratch/out" printed.log
run trace -q sp.log
expect "--quiet" 1 "$(grep -v '00ff000[12]' <<<"$frames")"$'\n'"$summary" "$skipped"
run trace <sp.log
expect_lines "standard input" 1 '^# line 3: version.reserved_zero ' '^    line 8: handle '
run trace --quiet printed.log
expect_lines "what it prints" 1 '^log does not conform: 9 frames, 4 exchanges, 2 MUSTs broken, 1 SHOULD broken$'
run trace --role endpoint sp.log
expect_lines "--role endpoint" 1 '^log does not conform: 9 frames, 4 exchanges, 1 MUST broken, 1 SHOULD broken$'
run trace --role caller sp.log
expect_lines "--role caller" 1 '^log does not conform: 9 frames, 4 exchanges, 1 MUST broken$'

printf '> 00030102 12 0 10 0\n< 00030102 0 0 8 1\n' >should.log
run trace should.log
expect_lines "a SHOULD" 0 '^log conforms: 2 frames, 1 exchange, 1 SHOULD broken$'
run trace --strict should.log
expect_lines "a SHOULD, --strict" 1 '^log does not conform: 2 frames, 1 exchange, 1 SHOULD broken$'
run trace --complete should.log
expect_lines "--complete" 1 'order.version_first' 'order.share_then_retrieve' 'call.unknown_handle' \
    '^not judged: memory, and calls of the SPMC$'
printf '\033[32m> 00ff0000 0 0 0 0\033[0m\n\033[1;31m< 00ff0000 2 0 0 0\033[0m\n' >coloured.log
run trace coloured.log
expect_lines "colours" 1 'version\.answer' '^log does not conform: 2 frames, 1 exchange, 1 MUST broken$'
run trace --complete <<<'> 00ff0004 0 0 0 0'
expect_lines "an unknown message" 1 ': W3 of an unknown request is 00ff0004' ': an unknown request to an endpoint that has not'
run trace should.log sp.log
expect_lines "two logs" 1 '^log does not conform: 11 frames, 5 exchanges, 2 MUSTs broken, 1 SHOULD broken$' \
    '^    2 times, the last at sp\.log:9$'
run trace "$logs"
expect_lines "logs of each kind" 0 '8003 to 0001: get_version response version=1$'

# --- traces of ours ----------------------------------------------------------------------------------------------------

# same NAME FILE ID: the trace, its frames, and what the console shows of it break that requirement.
same() {
    run trace -q "$2"
    expect_lines "$1: the trace" 1 "^broken: $3 \(MUST"
    grep -q "^not judged" "$scratch/out" && fail "$1: all of a trace is judged"
    bare "$2" >bare.log
    run trace -q --role endpoint bare.log
    expect_lines "$1: its frames" 1 "^broken: $3 \(MUST" '^not judged: '
}
BAD_SP=reserved_set run check sp --target plugin:here.so --run 'memory.*' --run 'version.*' --run call.success --traces traces
cp "$scratch/out" console.log
((status == 1)) || fail "the SP that sets reserved bits: exit status $status"
for trace in traces/*.trace; do
    same "$trace" "$trace" memory.relinquish_reserved_zero
done
(($(find traces -name '*.trace' | wc -l) >= 1)) || fail "no traces"
run trace console.log
expect_lines "the console" 1 '^broken: memory.relinquish_reserved_zero '
run trace traces/*.trace traces/*.trace
expect_lines "several traces" 1 "^log does not conform: $(($(cat traces/*.trace | grep -cE '^> call') * 4)) frames, "
cat traces/*.trace traces/*.trace | "$tsrpc" trace -q >"$scratch/out"
status=${PIPESTATUS[1]}
expect_lines "several traces in one" 1 '^broken: memory.relinquish_reserved_zero '
[[ $(grep -c '^broken' "$scratch/out") == 1 ]] || fail "several traces in one: $(cat "$scratch/out")"
BAD_SP=segv run check sp --target plugin:here.so --run memory.relinquish --traces lost
run trace lost/memory.relinquish.trace
expect_lines "a target that was lost" 0 '^note: 1 request without a response$' '^log conforms: '
sed 's/^> share .*/> share 1/' lost/memory.relinquish.trace >odd.trace
run trace odd.trace
((checks += 1))
((status == 1)) && grep -q '^tsrpc trace: odd\.trace:[0-9]*: "> share 1"; the line ends too soon$' "$scratch/err" ||
    fail "a malformed line of a trace: $status $(cat "$scratch/err")"

# --- bad input ---------------------------------------------------------------------------------------------------------

printf '> 00ff0000 0 0 0 0\n> 00ff0000 0 0 0\n< 00ff0000 1 0 0 0\n' >short.log
run trace short.log
((checks += 1))
((status == 1)) && [[ $(cat "$scratch/err") == 'tsrpc trace: short.log:2: "> 00ff0000 0 0 0"; 4 words; expected five' ]] &&
    grep -q '^log does not conform: 2 frames, 1 exchange$' "$scratch/out" || fail "a malformed line: $status"
run trace --strict-input short.log
((checks += 1))
((status == 2)) && [[ $(cat "$scratch/err") == 'tsrpc trace: short.log:2: "> 00ff0000 0 0 0"; 4 words; expected five' ]] ||
    fail "a malformed line, --strict-input: $status $(cat "$scratch/err")"
run trace --strict-input sp.log
expect_error "a line without a frame, --strict-input" 2 'tsrpc trace: sp.log:1: "NOTICE:  BL31: v2.12.0"; expected five'
for input in /dev/null "$BASH"; do # a program, but not ours: with debug lines it has frames
    head -c 500000 "$input" >noise
    run trace noise
    ((checks += 1))
    ((status == 2)) && [[ ! -s $scratch/out && $(tail -n 1 "$scratch/err") == "tsrpc trace: there is no frame to judge" ]] ||
        fail "nothing to judge in $input: $status $(cat "$scratch/out" "$scratch/err")"
done
run trace missing.log
expect_error "no such file" 2 'tsrpc trace: cannot read missing.log: No such file or directory'
run trace .
expect_error "a folder" 2 'tsrpc trace: cannot read .: Is a directory'
{
    head -c 3000000 /dev/zero
    printf '\n> 00ff0000 0 0 0 0\n< 00ff0000 1 0 0 0\n'
} >huge
run trace huge
((checks += 1))
((status == 1)) && grep -q '^tsrpc trace: huge:1: ".*\.\.\.; more than 1048576 bytes$' "$scratch/err" &&
    grep -q '^log does not conform: 2 frames, 1 exchange$' "$scratch/out" ||
    fail "a line that is too long: $status $(cat "$scratch/err")"
run trace --role nobody sp.log
expect_error "no such role" 2 'nobody not in {endpoint,caller,both}'
"$tsrpc" trace sp.log >/dev/full 2>"$scratch/err"
status=$?
((checks += 1))
((status == 1)) && grep -q 'cannot write to standard output: No space left on device' "$scratch/err" ||
    fail "a full disk: $status $(cat "$scratch/err")"

# SIGINT ends the input, not what was to be said of it.
mkfifo input
env --default-signal=INT "$tsrpc" trace <input >"$scratch/out" 2>"$scratch/err" &
trace=$!
exec {writer}>input
cat sp.log >&$writer
until grep -q '^> 00030102' "$scratch/out"; do
    sleep 0.05
    kill -0 $trace || break
done
kill -INT $trace
wait $trace
status=$?
exec {writer}>&-
expect_lines "ctrl-C" 130 '^log does not conform: 9 frames, 4 exchanges, 2 MUSTs broken, 1 SHOULD broken$'

finish
