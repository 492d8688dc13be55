# SPDX-License-Identifier: BSD-3-Clause

"""One of Debian's arm64 packages, unpacked beside the system, not installed.

apt-get uses the machine's own sources and keys, with lists of its own; the system's architectures stay as they are.
Fetched only when a target needs it.
"""

_SCRIPT = """
set -eu
mkdir -p state/lists/partial cache/archives/partial
apt="apt-get -qq -o Dir::State=$PWD/state -o Dir::State::status=/dev/null -o Dir::Cache=$PWD/cache
    -o APT::Architecture=arm64 -o APT::Architectures=arm64 -o APT::Sandbox::User=root"
$apt update
$apt download "$1"
dpkg-deb --extract "$1"_*_arm64.deb .
rm -r state cache "$1"_*_arm64.deb
"""

def _debian_arm64(ctx):
    result = ctx.execute(["/bin/sh", "-c", _SCRIPT, "sh", ctx.attr.package], timeout = 300)
    if result.return_code:
        fail("apt-get cannot fetch %s for arm64: %s" % (ctx.attr.package, result.stderr))
    ctx.symlink(ctx.attr.build_file, "BUILD.bazel")

debian_arm64 = repository_rule(
    implementation = _debian_arm64,
    attrs = {
        "build_file": attr.label(mandatory = True),
        "package": attr.string(mandatory = True),
    },
)
