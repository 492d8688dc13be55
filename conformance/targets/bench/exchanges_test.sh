#!/bin/bash
# SPDX-License-Identifier: BSD-3-Clause
#
# Runs each benchmark for an instant: exchanges_test.sh BENCHMARK
set -euo pipefail

output=$("$1" --benchmark_min_time=0.001)
for name in in_process in_process_batch child child_batch socket_pair; do
    grep -q "^$name/\?.* items_per_second=" <<<"$output" || {
        echo "no figure of $name in:"
        echo "$output"
        exit 1
    }
done
