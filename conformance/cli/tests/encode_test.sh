#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# tsrpc encode, end to end.
. conformance/cli/tests/lib.sh || exit 1

run encode <<'JSON'
{"message": "get_version", "direction": "request"}

{"message": "service_info", "direction": "request", "service_uuid": "d9df52d5-16a2-4bb2-9aa4-d26d3b84e8c0"}
{"opcode": 258, "interface_id": 3, "direction": "response", "message": "service_call", "rpc_status": -2, "service_status": 4294967164, "response_length": 8}
JSON
expect "text" 0 "00ff0000 00000000 00000000 00000000 00000000
00ff0003 d552dfd9 b24ba216 6dd2a49a c0e8843b
00030102 fffffffe ffffff7c 00000008 00000000" ""

run encode <<'JSON'
{"message": "retrieve_mem", "direction": "request", "memory_handle": "0x12", "memory_tag": 7}
{"message": "service_call", "direction": "response", "interface_id": "0x3", "opcode": "258", "rpc_status": 4294967293, "service_status": -132, "response_length": "0x8"}
{"message": "service_info", "direction": "request", "service_uuid": "{D9DF52D5-16A2-4BB2-9AA4-D26D3B84E8C0}"}
JSON
expect "numbers in other forms" 0 "00ff0001 00000012 00000000 00000007 00000000
00030102 fffffffd ffffff7c 00000008 00000000
00ff0003 d552dfd9 b24ba216 6dd2a49a c0e8843b" ""

run encode --format json <<<'{"message": "get_version", "direction": "response", "version": 2}'
expect "JSON" 0 '{"message":"get_version","direction":"response","version":2,'\
'"registers":["00ff0000","00000002","00000000","00000000","00000000"],"valid":true,"violations":[]}' ""

run encode </dev/null
expect "no objects" 0 "" ""

run encode < <(printf '%s\n' '{"message": "get_version", "direction": "request"}' '' \
    '{"message": "get_version", "direction": "response", "version": 0}')
expect "a malformed line ends it" 2 "00ff0000 00000000 00000000 00000000 00000000" \
    "tsrpc encode: line 3: version is 0; expected an integer from 1 to 4294967295"
run encode <<<'{"message": "get_version", "direction": "response"}'
expect_error "a missing key" 2 'line 1: version is missing; expected an integer from 1 to 4294967295'
run encode <<<'{"message": "get_version", "direction": "request", "tag": 0}'
expect_error "an unknown key" 2 'line 1: "tag" is not a key of a get_version request, which has message, direction'
run encode <<<'{"message": "get_version"'
expect_error "not JSON" 2 'line 1: not JSON: parse error'
run encode <<<'00ff0000 0 0 0 0'
expect_error "a frame" 2 'line 1: not JSON: parse error'
run encode < <(printf '{"message": "get_version", "direction": "request"%1048526s}\n' '')
expect "the longest line" 0 "00ff0000 00000000 00000000 00000000 00000000" ""
run encode < <(printf '{"message": "get_version", "direction": "request"%1048527s}\n' '')
expect_error "a line that is too long" 2 'line 1 has more than 1048576 bytes'
run encode --format xml
expect_error "an unknown format" 2 'xml not in {text,json}'
run encode operand
expect_error "an operand" 2 'operand'

echo '{"message": "get_version", "direction": "request"}' | "$tsrpc" encode >/dev/full 2>"$scratch/err"
status=${PIPESTATUS[1]}
: >"$scratch/out"
expect_error "a full disk" 1 'cannot write to standard output: No space left on device'

finish
