# SPDX-License-Identifier: BSD-3-Clause

"""Tests that an SP or a caller conforms: docs/ci.md shows how a project uses them."""

def _with_cxx20_impl(settings, _attr):
    options = settings["//command_line_option:cxxopt"]
    standards = [option for option in options if option.startswith("-std=")]
    # An unchanged list is an unchanged configuration, where nothing is built twice.
    is_cxx20 = standards and standards[-1] == "-std=c++20"
    return {"//command_line_option:cxxopt": options if is_cxx20 else options + ["-std=c++20"]}

# The command is C++20, whatever the project that uses it is.
_with_cxx20 = transition(
    implementation = _with_cxx20_impl,
    inputs = ["//command_line_option:cxxopt"],
    outputs = ["//command_line_option:cxxopt"],
)

def _is_shared_object(file):
    return file.extension == "so" or ".so." in file.basename

def _linked_libraries(target):
    """The shared objects that a cc_library or cc_import itself is, dependencies left out."""
    if CcInfo not in target:
        return []
    return [
        library.resolved_symlink_dynamic_library or library.dynamic_library
        for input in target[CcInfo].linking_context.linker_inputs.to_list()
        for library in input.libraries
        if input.owner == target.label and library.dynamic_library
    ]

def _shared_object(target):
    """The one shared object of a plugin's target."""
    files = [file for file in target.files.to_list() if _is_shared_object(file)] or _linked_libraries(target)
    if len(files) != 1:
        fail("plugin %s gives %d shared objects, expected one: name a cc_binary with linkshared = True, or a file" %
             (target.label, len(files)))
    return files[0]

def _quoted(word):
    return "'" + word.replace("'", "'\\''") + "'"

# A test starts where its runfiles are. Traces of failures are kept with the test's outputs.
_LAUNCHER = """#!/bin/bash
unset BUILD_WORKING_DIRECTORY
{traces}
exec {words} "${{traces[@]}}" "$@"
"""
_TRACES = "traces=(${TEST_UNDECLARED_OUTPUTS_DIR:+--traces \"$TEST_UNDECLARED_OUTPUTS_DIR/traces\"})"

def _conformance_test_impl(ctx, role):
    plugin = _shared_object(ctx.attr.plugin)
    command = ctx.executable.tsrpc
    words = [command.short_path, "check", role, "--target", "plugin:" + plugin.short_path]
    files = [plugin]
    for option, file in {"--known-failing": ctx.file.known_failing, "--profile": ctx.file.profile}.items():
        if file:
            words += [option, file.short_path]
            files.append(file)
    launcher = ctx.actions.declare_file(ctx.label.name + ".sh")
    ctx.actions.write(
        launcher,
        _LAUNCHER.format(
            traces = "traces=()" if "--traces" in ctx.attr.args else _TRACES,
            words = " ".join([_quoted(word) for word in words]),
        ),
        is_executable = True,
    )
    runfiles = ctx.runfiles(files + [command] + ctx.files.data)
    for target in [ctx.attr.plugin, ctx.attr.tsrpc[0]] + ctx.attr.data:
        runfiles = runfiles.merge(target[DefaultInfo].default_runfiles)
    return [DefaultInfo(executable = launcher, runfiles = runfiles)]

def _sp_impl(ctx):
    return _conformance_test_impl(ctx, "sp")

def _caller_impl(ctx):
    return _conformance_test_impl(ctx, "caller")

_ATTRS = {
    "data": attr.label_list(
        allow_files = True,
        doc = "Files that `args` name, with $(rootpath ...), or that the plugin reads.",
    ),
    "known_failing": attr.label(
        allow_single_file = True,
        doc = "A list for --known-failing: these tests fail, and only that one passes is an error.",
    ),
    "plugin": attr.label(
        allow_files = True,
        doc = "A shared object that tsrpc/plugin.h describes: a file, or a target that makes one.",
        mandatory = True,
    ),
    "profile": attr.label(
        allow_single_file = True,
        doc = "A file for --profile.",
    ),
    "tsrpc": attr.label(
        allow_single_file = True,
        cfg = _with_cxx20,
        default = Label("//conformance/cli:tsrpc"),
        doc = "The command, if it is not to be built: a file of a release, for example.",
        executable = True,
    ),
    "_allowlist_function_transition": attr.label(
        default = "@bazel_tools//tools/allowlists/function_transition_allowlist",
    ),
}

_DOC = """Runs `tsrpc check %s` on a plugin: the test passes if the plugin conforms.

`args` are further options of the command, and what all tests have works: shard_count, size, tags. The JUnit report is
the test's test.xml, and the traces of failures are in its outputs."""

tsrpc_sp_conformance_test = rule(
    implementation = _sp_impl,
    attrs = _ATTRS,
    doc = _DOC % "sp",
    test = True,
)

tsrpc_caller_conformance_test = rule(
    implementation = _caller_impl,
    attrs = _ATTRS,
    doc = _DOC % "caller",
    test = True,
)
