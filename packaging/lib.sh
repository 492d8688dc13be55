# SPDX-License-Identifier: BSD-3-Clause
#
# What the scripts of this folder share. They source it, and work from the root of the source tree.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

fail() {
    echo "${0##*/}: $1" >&2
    exit 1
}

. bazel/packages.sh

# need PACKAGE...: installs those of Debian's packages that are missing.
need() {
    local missing
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]})) || return 0
    find_installer "${missing[@]}"
    echo "${0##*/}: installing ${missing[*]}" >&2
    install_packages "${missing[@]}"
}

# What the command is built from.
build_packages=(build-essential cmake googletest libcli11-dev libfmt-dev nlohmann-json3-dev python3)

version() {
    sed -n 's/^#define TSRPC_VERSION_\(MAJOR\|MINOR\|PATCH\) //p' abi/include/tsrpc/version.h | paste -sd.
}

# The last commit's, or the environment's, so that two builds are the same.
if [[ ! ${SOURCE_DATE_EPOCH-} ]]; then
    need git
    SOURCE_DATE_EPOCH=$(git log -1 --format=%ct)
fi
export SOURCE_DATE_EPOCH

# copy_sources FOLDER: what git knows, as it is in the working tree.
copy_sources() {
    mkdir -p "$1"
    git ls-files -z --cached --others --exclude-standard --deduplicate |
        while IFS= read -r -d '' file; do [[ ! -e $file ]] || printf '%s\0' "$file"; done |
        tar --create --null --files-from=- | tar --extract --directory="$1"
}
