#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# tsrpc check sp --profile: TSRPC ITS_SP.so ITS.json.
. conformance/cli/tests/lib.sh || exit 1
root=$PWD
its=$PWD/$3
cp "$2" "$scratch/its.so"
cd "$scratch" || exit 1
mkdir src && cp "$root"/conformance/examples/{c_sp/sp.c,its_sp/its.h,its_sp/make_sp.sed} src
cp "$its" its.json
sp=(--target plugin:./its.so)

# follows_schema FILE...: silent if they do.
follows_schema() {
    "$root/vectors/schema.py" "$root/conformance/cli/profile.schema.json" "$@"
}

# verdicts WORD: the ids of the last run's tests with that verdict; -v prints all.
verdicts() {
    sed -nE "s/^$1 +([a-z_]+\.[a-z0-9_]+).*/\1/p" "$scratch/out" | sort
}

# --- what runs with a profile and is skipped without ------------------------------------------------------------------

run check sp "${sp[@]}" -v
expect_lines "without a profile" 0 '^not checked: 33 tests: the SP does not host the test service ' \
    ': [0-9]+ PASS, 33 SKIP$'
verdicts SKIP >skipped
run check sp "${sp[@]}" -v --profile its.json
expect_lines "with a profile" 0 '^its conforms: [0-9]+ PASS, [0-9]+ SKIP$'
verdicts SKIP >skipped_still
verdicts PASS >passed
expected="call.doorbell
call.doorbell_has_no_memory
call.client_id
call.interface_id
call.large_memory
call.opcode
call.refusal_status
call.request_length
call.sender
call.unknown_opcode
call.unparsable_request
memory.not_of_a_service"
((checks += 1))
[[ $(cat skipped_still) == "$(sort <<<"$expected")" ]] || fail "skipped with a profile: $(cat skipped_still)"
((checks += 1))
[[ -z $(comm -23 <(comm -23 skipped skipped_still) passed) ]] || fail "neither passed nor skipped"
follows_schema its.json || fail "its.json does not follow the schema"

# --- defects of an SP that hosts one service: each by its test, which is skipped without the profile ------------------

# defect NAME TEST VERDICT SED [OPTION...]: the SP's source is changed by SED.
defect() {
    sed -f src/make_sp.sed src/sp.c | sed "$4" >src/changed.c
    cc -std=c11 -fPIC -shared -I"$root"/{abi,conformance}/include -o "$1.so" src/changed.c || fail "$1: not built"
    run check sp --target "plugin:./$1.so" --run "$2"
    expect_lines "$1 without a profile" 1 "^not checked: 1 test: "
    run check sp --target "plugin:./$1.so" --run "$2" --profile its.json "${@:5}"
    expect_lines "$1" 1 "^$3 +$2$"
}
own='const struct slot\* const slot = find_slot(sp, sender_id, handle);'
first='sp->slots[0].handle == handle'
defect any_sender isolation.foreign_call FAIL \
    "s/$own/const struct slot* const slot = find_slot(sp, $first ? sp->slots[0].sender_id : sender_id, handle);/"
defect relinquished call.relinquished_handle CRASHED \
    "s/$own/const struct slot* const slot = $first ? sp->slots : find_slot(sp, sender_id, handle);/"
defect any_length call.length_over_memory FAIL \
    's/if (call.request_length > call.buffer_size) {/if (call.buffer_size == 0) {/'
defect old_size call.length_over_memory FAIL \
    's/\.size = size}/.size = slot->size > size ? slot->size : size}/'
defect low_half call.both_handle_halves FAIL 's/slot->handle == handle)/(uint32_t)slot->handle == (uint32_t)handle)/'
worn='if (++calls > 5000) return (struct result){.rpc_status = TSRPC_RPC_INTERNAL};'
defect worn_out endurance.calls FAIL "s/^static struct result service_call/static unsigned calls;\n&/
    s/^    return services\[call.interface_id\]/$worn\n&/" --effort full # on a busy machine others stop before 5000
defect shifted call.request_payload FAIL 's/call.buffer = slot->base;/call.buffer = slot->base + 4;/'
# Of these a call shows it at the start of the run.
defect cut_status call.success FAIL 's/= result.service_status;/= result.service_status \& 0xff;/'
defect words call.success FAIL 's/= result.response_length;/= result.response_length \/ 4;/'

# --- profiles that an SP does not keep to -----------------------------------------------------------------------------

# The first call is wrong, the others are right.
sed '0,/status": -140/s//status": -134/' its.json >other.json
run check sp "${sp[@]}" --run call.success --run call.any_handle --profile other.json
expect_lines "another service status" 1 '^FAIL +call\.success$' \
    "^    the service status of the profile's call 'get_info_missing' is ffffff74, expected ffffff7a$" \
    '^    repeat with: .* --run call\.success --seed 1 --profile other\.json$' '^its does not conform: 1 PASS, 1 FAIL$'
# All calls are wrong.
sed 's/-140/-134/; s/"4000000000000000 /"4100000000000000 /' its.json >none.json
run check sp "${sp[@]}" --run call.success --run call.any_handle --profile none.json
expect_lines "no call as the profile says" 1 '^FAIL +call\.success$' \
    "^not checked: 1 test: the profile's call 'get_info_missing' is not answered as the profile says: " \
    ': for caller 0x0001, the first time, the service status is 0xffffff74, not 0xffffff7a$'
sed 's/dc1eef48-b17a/11223344-5566/' its.json >elsewhere.json
run check sp "${sp[@]}" --run service_info.hosted --run call.any_handle --profile elsewhere.json
expect_lines "a service that is not hosted" 1 '^FAIL +service_info\.hosted$' \
    '^    RPC status is -3 \(NOT_FOUND\), expected SUCCESS: --service or --profile says that it is hosted$'
run check sp --run 'call.*' --profile its.json
expect_lines "the reference, which does not host it" 1 '^FAIL +call\.success$' \
    '^start with service_info\.hosted \(MUST\)'

# --- what the suite has anyway ----------------------------------------------------------------------------------------

# The reference hosts the test service and a checksum of the request.
cat >checksum.json <<'JSON'
{"services": [{"service_uuid": "90a7e6d1-4b38-4f05-8c1e-6f2d97b0c35a", "calls": [
  {"name": "digits", "opcode": 16, "request": "313233343536373839", "response": "2639f4cb"},
  {"name": "zeros", "opcode": "0x10", "request": "00 00 00 00 00 00 00 00 00", "response_length": 4}]}]}
JSON
follows_schema checksum.json || fail "checksum.json does not follow the schema"
run check sp --profile checksum.json
expect_lines "the test service and a profile" 0 '^reference conforms: [0-9]+ PASS$'

# --- profiles that cannot be meant ------------------------------------------------------------------------------------

service='"service_uuid": "dc1eef48-b17a-4ccf-ac8b-dfcff7711b14"'
call='"name": "one", "opcode": 1'

# wrong NAME JSON MESSAGE: and the schema refuses it too, unless the fourth operand says that it cannot.
wrong() {
    printf '%s' "$2" >wrong.json
    run check sp "${sp[@]}" --profile wrong.json
    expect_error "$1" 2 "tsrpc check sp: wrong.json: $3"
    [[ -n ${4-} ]] || ! follows_schema wrong.json >/dev/null || fail "$1: follows the schema"
}
# wrong_call NAME KEYS MESSAGE: of the only call.
wrong_call() { wrong "$1" "{\"services\": [{$service, \"calls\": [{$2}]}]}" "services[0].calls[0]$3" "${4-}"; }

wrong "nothing" '' "not JSON: " no
wrong "no JSON" '{"services": [}' "not JSON: parse error at line 1, column 15" no
wrong "an array" '[]' 'the file is []; expected an object'
wrong "no services" '{}' "services is missing; expected an array of at least one service"
wrong "empty services" '{"services": []}' "services is []; expected an array of at least one service"
wrong "a key twice" '{"services": [], "services": []}' '"services" is there twice; expected each key once' no
wrong "an unknown key" '{"service": []}' 'service is not a known key; expected one of $schema, description, services'
wrong "a service that is none" '{"services": [1]}' 'services[0] is 1; expected an object'
wrong "an unknown key of a service" "{\"services\": [{$service, \"call\": []}]}" \
    'services[0].call is not a known key'
wrong "no UUID" '{"services": [{"calls": []}]}' 'services[0].service_uuid is missing; expected a UUID'
wrong "a bad UUID" '{"services": [{"service_uuid": "dc1eef48", "calls": []}]}' \
    'services[0].service_uuid is "dc1eef48"; expected a UUID such as "dc1eef48-b17a-4ccf-ac8b-dfcff7711b14"'
for uuid in 5f0a7c3e-2d64-4b1b-9c58-e1d3a6b9f042 c2b81d94-70f3-4e0a-a6d5-3b9e5c1f8a27; do
    wrong "test service $uuid" "{\"services\": [{\"service_uuid\": \"$uuid\", \"calls\": [{$call}]}]}" \
        "services[0].service_uuid is \"$uuid\"; expected another service: the test service needs no profile" no
done
for uuid in 00000000-0000-0000-0000-000000000000 ffffffff-ffff-ffff-ffff-ffffffffffff \
    bdcd76d7-825e-4751-963b-86d4f84943ac; do
    wrong "UUID $uuid" "{\"services\": [{\"service_uuid\": \"$uuid\", \"calls\": [{$call}]}]}" \
        "services[0].service_uuid is \"$uuid\"; expected a UUID that an SP can host" no
done
wrong "a service twice" "{\"services\": [{$service, \"calls\": [{$call}]}, {$service, \"calls\": [{$call}]}]}" \
    'services[1].service_uuid is "dc1eef48-b17a-4ccf-ac8b-dfcff7711b14"; expected another UUID than that of ' no
wrong "no calls" "{\"services\": [{$service}]}" 'services[0].calls is missing; expected an array of at least one call'
wrong "empty calls" "{\"services\": [{$service, \"calls\": []}]}" \
    'services[0].calls is []; expected an array of at least one call'
wrong "a name twice" "{\"services\": [{$service, \"calls\": [{$call}, {\"name\": \"one\", \"opcode\": 2}]}]}" \
    'services[0].calls[1].name is "one"; expected another name than that of calls[0]' no
wrong "a call twice" "{\"services\": [{$service, \"calls\": [{$call}, {\"name\": \"two\", \"opcode\": 1}]}]}" \
    'services[0].calls[1] has the opcode and the request of calls[0]; expected each call once' no
wrong_call "an unknown key of a call" "$call, \"answer\": 1" '.answer is not a known key'
wrong_call "a description that is no text" "$call, \"description\": [1]" '.description is [1]; expected a string'
wrong "a schema that is no text" '{"$schema": 1, "services": []}' '$schema is 1; expected a string'
wrong_call "no name" '"opcode": 1' '.name is missing; expected a string'
wrong_call "an empty name" '"opcode": 1, "name": ""' '.name is ""; expected a string of one line'
wrong_call "no opcode" '"name": "one"' '.opcode is missing; expected a number from 0 to 65535'
for opcode in 65536 -1 1.5 1e300 '"258"' '"0x10000"' '"0x"' '"0x1g"' null true; do
    wrong_call "opcode $opcode" "\"name\": \"one\", \"opcode\": $opcode" \
        ".opcode is ${opcode/1e300/1e+300}; expected a number from 0 to 65535, or a string such as \"0xffff\""
done
for status in 4294967296 -2147483649 '"0x100000000"' '"-1"'; do
    wrong_call "status $status" "$call, \"service_status\": $status" \
        ".service_status is $status; expected a number from -2147483648 to 4294967295"
done
for request in '"abc"' '"0x01"' '"0g"' '"a-"' 12 '["00"]'; do
    wrong_call "request $request" "$call, \"request\": $request" \
        ".request is ${request//,/, }; expected a string of two hexadecimal digits a byte, at most 4096 bytes, or \"\""
done
wrong_call "a long request" "$call, \"request\": \"$(printf '%08194d' 0)\"" '.request is "000'
wrong_call "a long response" "$call, \"response_length\": 4097" \
    '.response_length is 4097; expected a number from 0 to 4096'
wrong_call "another length" "$call, \"response\": \"00\", \"response_length\": 2" \
    '.response_length is 2; expected 1, ' no
wrong_call "a doorbell that is no boolean" "$call, \"doorbell\": 1" '.doorbell is 1; expected true or false'
wrong_call "a doorbell with a request" "$call, \"doorbell\": true, \"request\": \"00\"" \
    '.doorbell is true; expected false: a doorbell has neither request nor response' no
for file in missing . /; do
    run check sp "${sp[@]}" --profile $file
    expect_error "profile '$file'" 2 "cannot read $file: "
done
run check caller --profile its.json
expect_error "of a caller" 2 \
    "--profile: an SP hosts services; a caller is checked with services of our own"

finish
