#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# drift_test.sh PAGE GENERATED: the page in the source tree is what the generator prints.
diff -u "$1" "$2" || {
    echo "$1 is not what its source says now; ./bazelw run //docs:update writes it" >&2
    exit 1
}
