#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# sp_test.sh TSRPC SP.so: the SP conforms, SHOULDs included, and leaves no test without what it needs.
set -euo pipefail
"$1" check sp --strict --target "plugin:$2" | tee "$TEST_TMPDIR/out"
! grep '[0-9] SKIP' "$TEST_TMPDIR/out"
