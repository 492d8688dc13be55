#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# ./bazelw run //docs:update: copies each NAME.generated.md over docs/NAME.md.
set -euo pipefail

for generated in "$@"; do
    page=docs/$(basename "$generated" .generated.md).md
    cmp -s "$generated" "$BUILD_WORKSPACE_DIRECTORY/$page" && continue
    cat "$generated" >"$BUILD_WORKSPACE_DIRECTORY/$page"
    echo "$page is new"
done
