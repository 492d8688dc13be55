#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# drift_test.sh FILE GENERATED: the file in the source tree is what the generator prints.
diff -q "$1" "$2" || {
    diff "$1" "$2" | head -20 | cut -c1-200
    echo "$1 is not what the models say now; ./bazelw run //conformance/exchanges:update writes it" >&2
    exit 1
}
