# SPDX-License-Identifier: BSD-3-Clause

"""The repositories that the tsrpc command is built from, for WORKSPACE files."""

def _system_sources(name, path):
    """Sources that a Debian package installs, unless the workspace has a repository of that name already."""
    if not native.existing_rule(name):
        native.new_local_repository(
            name = name,
            build_file = str(Label("//bazel/external:%s.BUILD" % name)),
            path = path,
        )

def tsrpc_dependencies():
    """Makes @googletest and @system, which has the libraries whose headers are in /usr/include."""
    _system_sources("googletest", "/usr/src/googletest")
    _system_sources("system", "/usr/include")
