# SPDX-License-Identifier: BSD-3-Clause
#
# Debian's packages, for ./bazelw and the scripts of packaging/, which source it and have `fail MESSAGE`.

# missing_packages PACKAGE...: those that are not installed, a line each.
missing_packages() {
    local installed package
    # dpkg-query exits 1 for an unknown package and prints the others.
    installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "$@" 2>/dev/null || true)
    for package; do
        [[ $'\n'$installed$'\n' == *$'\n'"installed $package"$'\n'* ]] || echo "$package"
    done
}

# find_installer PACKAGE...: fails if they cannot be installed here.
find_installer() {
    command -v apt-get >/dev/null || fail "there is no apt-get to install $*"
    as_root=()
    if ((EUID)); then
        command -v sudo >/dev/null || fail "only root can install $*, and there is no sudo"
        as_root=(sudo)
    fi
}

# install_packages PACKAGE...: after `find_installer`.
install_packages() {
    # A new machine may still be installing its updates: wait for that.
    local apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=300)
    "${apt[@]}" update >&2 && "${apt[@]}" install -y --no-install-recommends "$@" >&2 ||
        fail "apt-get could not install $*"
}
