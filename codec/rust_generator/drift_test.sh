#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# drift_test.sh FILE GENERATED: the file in the source tree is what the generator prints.
diff -u "$1" "$2" || {
    echo "$1 is not what the layout tables say now; ./bazelw run //codec/rust:update writes it" >&2
    exit 1
}
