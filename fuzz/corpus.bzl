# SPDX-License-Identifier: BSD-3-Clause

"""Seed corpora, made at build time."""

def _seed_corpus_impl(ctx):
    corpus = ctx.actions.declare_directory(ctx.label.name)
    ctx.actions.run(
        executable = ctx.executable.script,
        arguments = [corpus.path] + [src.path for src in ctx.files.srcs],
        inputs = ctx.files.srcs,
        outputs = [corpus],
        mnemonic = "SeedCorpus",
    )

    # For libFuzzer's -seed_inputs=@FILE: unlike a corpus directory, it adds nothing to seeds.
    ctx.actions.run_shell(
        command = 'ls "$1" | sed "s,^,$2/," | paste -sd, >"$3"',
        arguments = [corpus.path, corpus.short_path, ctx.outputs.list.path],
        inputs = [corpus],
        outputs = [ctx.outputs.list],
        mnemonic = "SeedList",
    )
    return DefaultInfo(
        files = depset([corpus]),
        runfiles = ctx.runfiles([corpus]),
    )

seed_corpus = rule(
    doc = """A directory of inputs, NAME, that a script writes, and NAME.list, their paths with commas between them.

The script is run as `SCRIPT DIRECTORY SRCS...`.""",
    implementation = _seed_corpus_impl,
    attrs = {
        "script": attr.label(
            allow_files = [".py"],
            cfg = "exec",
            doc = "Python, executable.",
            executable = True,
            mandatory = True,
        ),
        "srcs": attr.label_list(allow_files = True),
    },
    outputs = {"list": "%{name}.list"},
)
