#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# defects_test.sh REPLAY CORPUS: sp_fuzzer's seeds pass on conforming variants, and end the run on SPs with planted
# defects, with the requirement that each breaks.
set -uo pipefail

replay=$1
corpus=$2
output=$TEST_TMPDIR/output
failures=0

fail() {
    echo "FAILED: $1" >&2
    tail -n 20 "$output" >&2
    ((failures += 1))
}

# A core dump would only take time.
ulimit -c 0

"$replay" "$corpus" >"$output" 2>&1 || fail "the reference: exit status $?"

variants=(
    "interface ids from 0, dense"
    "interface ids at the end"
    "one service"
    "no service that the suite knows"
    "200 services that the suite does not know, and that take any opcode"
    "interface ids of each boot anew"
    "one slot"
    "two slots for each caller"
    "more slots than the suite asks for"
    "refusal of reserved bits, flags and SAP bits"
)
for variant in "${variants[@]}"; do
    TSRPC_VARIANT=$variant "$replay" "$corpus" >"$output" 2>&1 || fail "'$variant', which conforms: exit status $?"
done

# expect DEFECT PATTERN
expect() {
    if TSRPC_DEFECT=$1 TSRPC_FUZZ_PRINT=1 "$replay" "$corpus" >"$output" 2>&1; then
        fail "$1: nothing found"
    elif ! grep -qE "$2" "$output"; then
        fail "$1: no line is like '$2'"
    fi
}

# expect_requirement DEFECT REQUIREMENT [LEVEL]
expect_requirement() { expect "$1" "^broken requirement: ${2//./\\.} \\(${3:-MUST}, abi\\.md §"; }

expect_requirement "answers version 2" version.answer
expect_requirement "echoes 8 bits of the opcode" control.echo_opcode
expect_requirement "takes high management opcodes for its own" management.unknown_opcode
expect_requirement "compares UUIDs up to the first zero register" service_info.single_bit
expect_requirement "calls an unknown UUID an invalid value" service_info.unknown_uuid_status SHOULD
expect_requirement "retrieves with the halves of the handle swapped" memory.retrieve_handle
expect_requirement "retrieves with tag 0, as the driver sends it" memory.retrieve_tag
expect_requirement "clears memory that it retrieves" memory.contents_kept SHOULD
expect_requirement "hides that the SPMC refuses to relinquish" memory.refused_relinquish
expect_requirement "relinquishes after each call" memory.held_until_relinquished
expect_requirement "serves every caller with any memory" isolation.foreign_call
expect_requirement "lets every caller relinquish any memory" isolation.foreign_relinquish
expect_requirement "cuts requests to the memory's size" call.length_over_memory
expect_requirement "answers with 16 bits of the service status" call.service_status
expect_requirement "clears memory before it refuses an opcode" call.unknown_opcode
expect_requirement "retrieves memory before it finds no slot" exhaustion.refused_cleanly

# What is printed is a trace: what was sent and answered, the broken exchange last.
expect "answers version 2" '^> call 0001 00ff0000 00000000 00000000 00000000 00000000  # get_version request'
[[ $(grep '^[<>]' "$output" | tail -n 1) == "< ok 00ff0000 00000002 "* ]] || fail "the trace does not end as it should"

# A crash says nothing of itself: the step before it does.
expect "crashes at one management opcode" ''
last_step=$(grep -E '^[a-z_]+ sender=' "$output" | tail -n 1)
[[ $last_step == "unknown_opcode "*" number=0x1234" ]] || fail "a crash: the last step is '$last_step'"

# What no SP is called is not taken for the reference.
expect "no such name" "no defect or variant is called 'no such name'"

exit $((failures != 0))
