#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# ./bazelw run //conformance/exchanges:update: copies each NAME.generated over vectors/NAME.
set -euo pipefail

for generated in "$@"; do
    file=vectors/$(basename "$generated" .generated)
    cmp -s "$generated" "$BUILD_WORKSPACE_DIRECTORY/$file" && continue
    cat "$generated" >"$BUILD_WORKSPACE_DIRECTORY/$file"
    echo "$file is new"
done
