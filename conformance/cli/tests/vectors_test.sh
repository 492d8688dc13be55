#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# tsrpc vectors check, end to end: TSRPC VECTOR_FILE.
. conformance/cli/tests/lib.sh || exit 1
golden=$2

run vectors check "$golden"
count=$(grep -c '"id": *"' "$golden")
expect "the golden vectors agree" 0 "$count vectors: $count agree, 0 do not" ""

# file VECTORS: a file of the given JSON objects, one an argument.
file() {
    local IFS=,
    printf '{"schema": "tsrpc-vectors.schema.json", "abi_version": 1, "number_of_vectors": %d, "vectors": [%s]}\n' \
        $# "$*" >"$scratch/vectors.json"
}

# vector ID REST: the response to GET_VERSION with version 1; REST replaces or adds keys. Later keys win.
vector() {
    /usr/bin/python3 - "$@" <<'PYTHON'
import json, sys
vector = {"id": sys.argv[1], "comment": "A test.", "direction": "response", "message": "get_version",
          "registers": ["00ff0000", "00000001", "00000000", "00000000", "00000000"], "fields": {"version": 1},
          "valid": True, "violations": []}
vector.update(json.loads(sys.argv[2]))
print(json.dumps({key: value for key, value in vector.items() if value is not None}))
PYTHON
}

file "$(vector a '{}')"
run vectors check "$scratch/vectors.json"
expect "one vector" 0 "1 vectors: 1 agree, 0 do not" ""

# disagree NAME REST LINES: exactly these disagreements.
disagree() {
    file "$(vector good '{}')" "$(vector bad "$2")"
    run vectors check "$scratch/vectors.json"
    expect "$1" 1 "$3"$'\n'"2 vectors: 1 agree, 1 do not" ""
}
disagree "fields" '{"fields": {"version": 2}}' \
    'bad: fields should be {"version":2}; the codec says {"version":1}
bad: fields of unpack_lenient should be {"version":2}; the codec says {"version":1}
bad: the encoded fields should be "00ff0000 00000001 00000000 00000000 00000000"; the codec says "00ff0000 00000002 00000000 00000000 00000000"'
disagree "violations" '{"violations": [{"rule": "RES", "register": "W5", "bits": "00000001"}]}' \
    'bad: violations should be [{"bits":"00000001","register":"W5","rule":"RES"}]; the codec says []'
disagree "validity" '{"valid": false}' \
    'bad: valid should be false; the codec says true
bad: unpack should refuse it'
disagree "message" '{"message": "unknown", "fields": {}, "valid": false}' \
    'bad: message should be "unknown"; the codec says "get_version"
bad: fields should be {}; the codec says {"version":1}
bad: valid should be false; the codec says true
bad: unpack should refuse it
bad: fields of unpack_lenient should be {}; the codec says {"version":1}'
disagree "echo of a known request" \
    '{"request": ["00030102", "00000000", "00000000", "00000000", "00000000"], "message": "service_call",
      "fields": {"interface_id": 255, "opcode": 0, "rpc_status": 1, "service_status": 0, "response_length": 0},
      "valid": false, "violations": []}' \
    'bad: violations should be []; the codec says [{"bits":"00000102","register":"W3","rule":"echo"},{"bits":"00fc0000","register":"W3","rule":"echo"}]'

# malformed NAME REST PART: the vector is refused with one line that has PART.
malformed() {
    file "$(vector good '{}')" "$(vector bad "$2")"
    run vectors check "$scratch/vectors.json"
    expect_error "$1" 2 "vectors.json: $3"
}
malformed "a missing key" '{"fields": null}' 'bad: fields is missing'
malformed "an unknown key" '{"note": ""}' 'bad: "note" is not a known key'
malformed "a wrong type" '{"valid": 1}' 'bad: valid is 1; expected a JSON boolean'
malformed "no id" '{"id": null}' 'vector 2: id is missing'
malformed "a wrong direction" '{"direction": "up"}' 'bad: direction is "up"; expected "request" or "response"'
malformed "too few registers" '{"registers": ["00000000"]}' 'bad: registers is ["00000000"]; expected five strings'
malformed "registers with 0x" '{"registers": ["0x00ff0000", "00000001", "00000000", "00000000", "00000000"]}' \
    'bad: registers is '
malformed "registers as numbers" '{"registers": [1, 2, 3, 4, 5]}' 'bad: registers is [1,2,3,4,5]; expected five strings'
malformed "a request of a request" \
    '{"direction": "request", "request": ["00000000", "00000000", "00000000", "00000000", "00000000"]}' \
    'bad: request is there; expected it in responses alone'
malformed "a flag that is no text" '{"flags": [1]}' 'bad: 1 is a flag without a note'
malformed "flags that are no list" '{"flags": "F"}' 'bad: flags is "F"; expected a JSON array'
malformed "an id twice" '{"id": "good"}' 'good: the id is there twice'

# refused NAME PART: the file as it is.
refused() {
    run vectors check "$scratch/vectors.json"
    expect_error "$1" 2 "$2"
}
file
refused "zero vectors" 'number_of_vectors is 0 and there are 0; expected the same number, not 0'
file "$(vector a '{}')"
sed -i 's/"number_of_vectors": 1/"number_of_vectors": 2/' "$scratch/vectors.json"
refused "a wrong number" 'number_of_vectors is 2 and there are 1'
file "$(vector a '{}')"
sed -i 's/"abi_version": 1/"abi_version": 2/' "$scratch/vectors.json"
refused "another ABI version" 'abi_version is 2; expected 1'
file '"text"'
refused "a vector that is no object" 'vector 1: "text"; expected an object'
# noted NOTES: the vector b, whose flag is F, in a file with these notes.
noted() {
    file "$(vector b '{"flags": ["F"]}')"
    sed -i 's/"vectors"/"notes": '"$1"', "vectors"/' "$scratch/vectors.json"
}
note='{"bugType": "BASIC", "description": "A.", "effect": "B."}'
noted '{"F": '"$note"'}'
run vectors check "$scratch/vectors.json"
expect "a flag and its note" 0 "1 vectors: 1 agree, 0 do not" ""
noted '{}'
refused "a flag without a note" 'b: "F" is a flag without a note'
noted '{"F": '"$note"', "G": '"$note"'}'
refused "a note without a vector" '"G" has a note, and no vector has that flag'
noted '{"F": {"bugType": "BASIC", "description": "A."}}'
refused "a note without an effect" 'effect is missing'
noted '{"F": "A."}'
refused "a note that is no object" '"A."; expected an object'
noted '[]'
refused "notes that are no object" 'notes is []; expected a JSON object'
echo '[]' >"$scratch/vectors.json"
refused "a file that is no object" '[]; expected an object'
echo '{"schema": "' >"$scratch/vectors.json"
refused "a cut file" 'not JSON: parse error'
: >"$scratch/vectors.json"
refused "an empty file" 'not JSON: parse error'
rm "$scratch/vectors.json"
refused "no file" 'cannot read '"$scratch"'/vectors.json: No such file or directory'
run vectors check "$scratch"
expect_error "a directory" 2 "cannot read $scratch: Is a directory"
run vectors check
expect_error "no operand" 2 'FILE is required'

finish
