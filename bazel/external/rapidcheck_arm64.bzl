# SPDX-License-Identifier: BSD-3-Clause

"""RapidCheck for --config=aarch64: Debian's arm64 package, unpacked beside the system, not installed.

apt-get uses the machine's own sources and keys, with lists of its own; the system's architectures stay as they are.
Fetched only when a target built for aarch64 needs it.
"""

_SCRIPT = """
set -eu
mkdir -p state/lists/partial cache/archives/partial
apt="apt-get -qq -o Dir::State=$PWD/state -o Dir::State::status=/dev/null -o Dir::Cache=$PWD/cache
    -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root"
$apt update
$apt download librapidcheck-dev
dpkg-deb --extract librapidcheck-dev_*_arm64.deb .
rm -r state cache librapidcheck-dev_*_arm64.deb
"""

def _rapidcheck_arm64(ctx):
    result = ctx.execute(["/bin/sh", "-c", _SCRIPT], timeout = 300)
    if result.return_code:
        fail("apt-get cannot fetch librapidcheck-dev for arm64, needed by --config=aarch64: " + result.stderr)
    ctx.symlink(Label("//bazel/external:rapidcheck_arm64.BUILD"), "BUILD.bazel")

rapidcheck_arm64 = repository_rule(implementation = _rapidcheck_arm64)
