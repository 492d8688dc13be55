#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# drift_test.sh FILE GENERATED...: each file in the source tree is what the generator prints.
status=0
while (($#)); do
    diff -u "$1" "$2" || {
        echo "$1 is not what the layout tables say now; ./bazelw run //codec:update writes it" >&2
        status=1
    }
    shift 2
done
exit $status
