#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# tsrpc check caller, end to end: what check_sp_test.sh does not see already. TSRPC EXAMPLE_CALLER.so BAD_SP.so.
. conformance/cli/tests/lib.sh || exit 1
example=$PWD/$2
bad_sp=$PWD/$3
cd "$scratch" || exit 1

run check caller --list
((status == 0)) || fail "--list: exit status $status"
cut -d' ' -f1 "$scratch/out" >ids
! grep -qE '^(memory|call|version)\.' ids || fail "--list has tests of SPs"

# Every test passes, in a process of its own and in the command's.
for more in "" --in-process; do
    run check caller -v $more
    expect_lines "the reference $more" 0 "^caller conforms: $(wc -l <ids) PASS$"
    [[ $(results) == "$(<ids)" ]] || fail "the reference $more: not all tests, in the order of the list"
done
run check caller --target "plugin:$example"
expect_lines "the example" 0 "^example conforms: $(wc -l <ids) PASS$"

# --- what is no caller -----------------------------------------------------------------------------------------------

run check caller --target "plugin:$bad_sp"
expect_error "an SP" 3 "it has tsrpc_get_sp_plugin, of the other role"
run check sp --target "plugin:$example"
expect_error "a caller as an SP" 3 "it has tsrpc_get_caller_plugin, of the other role"
run check caller --target plugin:missing.so
expect_error "a missing plugin" 3 "cannot read plugin 'missing.so': No such file or directory"
run check caller --run memory.retrieve
expect_error "a test of SPs" 2 "no test matches 'memory.retrieve'"
run check caller --target exec:false --run order.one_call
expect_error "a command that ends" 3 "did not answer hello: the process exited with status 1"

finish
