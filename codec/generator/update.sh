#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# ./bazelw run //codec:update: copies each GENERATED over its FILE in the source tree, and makes the single files anew.
# update.sh FILE GENERATED...
set -euo pipefail

while (($#)); do
    cmp -s "$2" "$BUILD_WORKSPACE_DIRECTORY/$1" || {
        cat "$2" >"$BUILD_WORKSPACE_DIRECTORY/$1"
        echo "$1 is new"
    }
    shift 2
done
"$BUILD_WORKSPACE_DIRECTORY/codec/amalgamate.py"
