#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# ./bazelw run //codec/rust:update: copies each NAME.generated.rs over codec/rust/src/NAME.rs.
set -euo pipefail

for generated in "$@"; do
    file=codec/rust/src/$(basename "$generated" .generated.rs).rs
    cmp -s "$generated" "$BUILD_WORKSPACE_DIRECTORY/$file" && continue
    cat "$generated" >"$BUILD_WORKSPACE_DIRECTORY/$file"
    echo "$file is new"
done
