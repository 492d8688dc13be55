# SPDX-License-Identifier: BSD-3-Clause

"""Rules and settings of this repository."""

# Options of what must be fast in every configuration. Give it to all that a command links: of an inline function's
# copies, the linker keeps any one.
OPTIMISED = ["-O2"]

def tsrpc_fuzzer(name, srcs, corpus, max_len, deps = []):
    """A libFuzzer fuzzer.

    Makes NAME, the fuzzer itself, which only `--config=fuzz` can build and which starts from the corpus,
    NAME_replay, an ordinary test that feeds it the corpus, and NAME.options, for ClusterFuzz.

    Args:
      name: the fuzzer's name, ending in _fuzzer.
      srcs: sources that define LLVMFuzzerTestOneInput.
      corpus: label of the seeds, a `seed_corpus` of //fuzz:corpus.bzl.
      max_len: of the inputs that libFuzzer makes, in bytes; no seed is longer.
      deps: libraries that the sources need.
    """
    native.cc_library(
        name = name + "_library",
        srcs = srcs,
        alwayslink = True,
        linkstatic = True,
        deps = deps,
    )
    native.cc_test(
        name = name + "_replay",
        args = ["$(rootpath %s)" % corpus],
        data = [corpus],
        deps = [
            ":" + name + "_library",
            "//bazel/fuzz:replay_main",
        ],
    )
    native.cc_binary(
        name = name,
        args = [
            "-max_len=%d" % max_len,
            "-seed_inputs=@$(rootpath %s.list)" % corpus,
        ],
        data = [
            corpus,
            corpus + ".list",
        ],
        linkopts = ["-fsanitize=fuzzer"],
        linkstatic = True,
        tags = ["manual"],
        deps = [":" + name + "_library"],
    )
    native.genrule(
        name = name + "_options",
        outs = [name + ".options"],
        cmd = "printf '[libfuzzer]\\nmax_len = %d\\n' > $@" % max_len,
    )
