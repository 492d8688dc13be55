#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# ./bazelw run //docs:update: copies each NAME.generated.md or .html over docs/NAME.md or .html.
set -euo pipefail

for generated in "$@"; do
    page=docs/$(basename "${generated/.generated/}")
    cmp -s "$generated" "$BUILD_WORKSPACE_DIRECTORY/$page" && continue
    cat "$generated" >"$BUILD_WORKSPACE_DIRECTORY/$page"
    echo "$page is new"
done
