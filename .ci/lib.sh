# SPDX-License-Identifier: BSD-3-Clause
#
# What .ci/run and .ci/full share. They source it, say their steps, and end with `conclude`. A step that fails does not
# end the script. The last line is "N passed, N failed": the test cases that ran, and as failed also each step without
# cases of its own. Exit status 0: all steps ran, and nothing failed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
mkdir -p out

failed_steps=0
events=()
concluded=0

# However the script ends: what did not get to its end, killed or interrupted, has not passed.
finish() {
    local counts passed failed
    rm -f out/ci.bazelrc
    ((concluded)) || fail "the steps did not all run"
    counts=$(.ci/count_tests.py "${events[@]}") || counts="0 1"
    read -r passed failed <<<"$counts"
    ((failed += failed_steps)) || true
    echo "$passed passed, $failed failed"
    exit $((failed != 0))
}
trap finish EXIT
# Without it, bash goes on where what it waits for has not met the signal.
trap 'exit 130' INT
conclude() { concluded=1; }

fail() {
    echo "${0##*/}: failed: $1" >&2
    ((failed_steps += 1))
}

# check NAME COMMAND...: a step that passes or fails as a whole.
check() {
    echo "== $1"
    echo "build --noshow_progress" >out/ci.bazelrc
    "${@:2}" || fail "$1"
}

# tests NAME COMMAND...: a Bazel test command, its cases counted from what Bazel reports of this very run.
tests() {
    local file=$PWD/out/ci-${#events[@]}.json status=0
    echo "== $1"
    rm -f "$file"
    events+=("$file")
    printf '%s\n' "build --noshow_progress" "test --build_event_json_file=$file" >out/ci.bazelrc
    "${@:2}" || status=$?
    # 3: tests failed, which are counted one by one.
    ((status == 0 || status == 3)) || fail "$1, with status $status"
}

# documented PAGE COMMAND [MORE]: the command as the page has it, with MORE after it.
documented() {
    grep -qF -- "$2" "$1" || {
        echo "${0##*/}: $1 does not say: $2" >&2
        return 1
    }
    bash -c "$2 ${3-}"
}
