# SPDX-License-Identifier: BSD-3-Clause

"""The rules that are built into Bazel 4, under the names that Bazel loads from rules_java."""

java_binary = native.java_binary
java_import = native.java_import
java_library = native.java_library
java_proto_library = native.java_proto_library
java_runtime = native.java_runtime
java_toolchain = native.java_toolchain
