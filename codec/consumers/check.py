#!/usr/bin/python3
# SPDX-License-Identifier: BSD-3-Clause
"""Builds and runs the consumer projects as their owners would, each in a new directory: check.py [CONSUMER...]

A consumer is a folder beside this script, here joined by main.c and main.cc, which are the same for all, or by main.rs.
Those that take this project's source tree have it in third_party/tsrpc. Without operands all consumers are checked.
"""

import os
import pathlib
import re
import shutil
import sys
import tempfile

HERE = pathlib.Path(__file__).parent.absolute()
sys.path.insert(0, str(HERE))  # in a test, not where a symbolic link to this file leads
sys.dont_write_bytecode = True
from projects import ROOT, Failure, copy_tree, run  # noqa: E402

INCLUDE_DIRS = (ROOT / "abi/include", ROOT / "codec/include")
REQUEST = "00ff0001\n89abcdef\n01234567\n76543210\nfedcba98\n"  # what main.c, main.cc and main.rs print
# Older than the codec needs: its CMake target asks for newer ones.
OLD_STANDARDS = ("-DCMAKE_C_STANDARD=90", "-DCMAKE_C_EXTENSIONS=OFF",
                 "-DCMAKE_CXX_STANDARD=14", "-DCMAKE_CXX_EXTENSIONS=OFF")


def version():
    """Major, minor and patch number."""
    header = (ROOT / "abi/include/tsrpc/version.h").read_text()
    return [int(number) for number in re.findall(r"#define TSRPC_VERSION_(?:MAJOR|MINOR|PATCH) (\d+)", header)]


def run_programs(directory, *names):
    for name in names:
        if (printed := run(directory / name)) != REQUEST:
            raise Failure(f"{name} prints\n{printed}instead of\n{REQUEST}")


def copy_consumer(name, work, *programs):
    project = work / name
    shutil.copytree(HERE / name, project)
    for program in programs or ("main.c", "main.cc"):
        shutil.copy(HERE / program, project)
    return project


def check_headers(include):
    """Every header of the source tree is there, and nothing else."""
    expected = {file.relative_to(top) for top in INCLUDE_DIRS for file in top.rglob("*") if file.is_file()}
    found = {file.relative_to(include) for file in include.rglob("*") if file.is_file()}
    if found != expected:
        raise Failure(f"{include}: missing or in excess: {', '.join(sorted(map(str, found ^ expected)))}")


def set_version(tree, numbers):
    header = tree / "abi/include/tsrpc/version.h"
    text = header.read_text()
    for name, number in zip(("MAJOR", "MINOR", "PATCH"), numbers):
        text = re.sub(f"(#define TSRPC_VERSION_{name}) .*", rf"\1 {number}", text)
    header.chmod(0o644)
    header.write_text(text)


def install(work, numbers=None):
    """The prefix of an installation, as of that version, that is not where it was installed to."""
    tree = copy_tree(work / "tsrpc", "CMakeLists.txt", "abi", "codec")
    if numbers:
        set_version(tree, numbers)
    run("cmake", "-S", tree, "-B", work / "build", "-DCMAKE_INSTALL_PREFIX=/nowhere")
    run("cmake", "--install", work / "build", env={**os.environ, "DESTDIR": str(work / "a stage")})
    shutil.rmtree(tree)
    prefix = work / "a stage/nowhere"
    check_headers(prefix / "include")
    return prefix


def build_with_cmake(project, *options):
    run("cmake", "-S", project, "-B", project / "build", *OLD_STANDARDS, *options)
    run("cmake", "--build", project / "build")


def check_c_only(project, *options):
    """The same without its C++ program, and without a C++ compiler."""
    shutil.rmtree(project / "build")
    text = (project / "CMakeLists.txt").read_text().replace("LANGUAGES C CXX", "LANGUAGES C")
    (project / "CMakeLists.txt").write_text(re.sub(".*consumer_cc.*\n", "", text))
    build_with_cmake(project, "-DCMAKE_CXX_COMPILER=false", *options)
    run_programs(project / "build", "consumer_c")


def copied_file(work):
    project = copy_consumer("copied_file", work)
    shutil.copytree(ROOT / "codec/single_include", project / "third_party/tsrpc")
    run("make", cwd=project)
    run_programs(project, "consumer_c", "consumer_cc")


def bazel(work):
    project = copy_consumer("bazel", work)
    tree = copy_tree(project / "third_party/tsrpc", "WORKSPACE", "abi", "codec", "bazel/stubs")
    # Bazel's own rule sets, which it would download.
    stubs = [f"--override_repository={name}={tree}/bazel/stubs/{name}" for name in ("rules_cc", "rules_java")]
    run("bazel", "--batch", f"--output_base={work}/output", "build", "--nosandbox_debug", *stubs, "//...", cwd=project)
    run_programs(project / "bazel-bin", "consumer_c", "consumer_cc")


def cmake_subdirectory(work):
    project = copy_consumer("cmake_subdirectory", work)
    copy_tree(project / "third_party/tsrpc", "CMakeLists.txt", "abi", "codec")
    build_with_cmake(project)
    run_programs(project / "build", "consumer_c", "consumer_cc")

    installed = work / "installed"
    run("cmake", "--install", project / "build", "--prefix", installed)
    if installed.exists():
        raise Failure("tsrpc is installed with the project, which did not ask for it")
    build_with_cmake(project, "-DTSRPC_INSTALL=ON")
    run("cmake", "--install", project / "build", "--prefix", installed)
    check_headers(installed / "include")

    check_c_only(project)


def check_asked_versions(work, project, numbers, taken, refused):
    """Which versions find_package takes an installation of `numbers` for."""
    found = f"-DCMAKE_PREFIX_PATH={install(work, numbers)}"
    text = (project / "CMakeLists.txt").read_text()
    for asked in taken + refused:
        (project / "CMakeLists.txt").write_text(re.sub(r"\(tsrpc [0-9.]+", f"(tsrpc {asked}", text))
        try:
            run("cmake", "-S", project, "-B", work / asked, found)
        except Failure as failure:
            if asked in taken or "considered but not accepted" not in str(failure):
                raise
        else:
            if asked in refused:
                raise Failure(f"find_package takes version {numbers} for {asked}")


def cmake_package(work):
    project = copy_consumer("cmake_package", work)
    found = f"-DCMAKE_PREFIX_PATH={install(work)}"
    build_with_cmake(project, found, "-DCMAKE_BUILD_TYPE=Release")
    run_programs(project / "build", "consumer_c", "consumer_cc")
    check_c_only(project, found)

    # docs/vendoring.md promises names for a minor version, and from 1.0 on for a major one.
    check_asked_versions(work / "before 1.0", project, (0, 3, 1),
                         taken=("0.3", "0.3.1"), refused=("0.2", "0.3.2", "0.4", "1.0"))
    check_asked_versions(work / "from 1.0", project, (2, 3, 1),
                         taken=("2.0", "2.3.1"), refused=("1.9", "2.4", "3.0"))


def pkg_config(work):
    project = copy_consumer("pkg_config", work)
    env = {**os.environ, "PKG_CONFIG_PATH": f"{install(work)}/share/pkgconfig"}
    run("make", cwd=project, env=env)
    run_programs(project, "consumer_c", "consumer_cc")

    expected = ".".join(map(str, version()))
    if (found := run("pkg-config", "--modversion", "tsrpc", env=env).strip()) != expected:
        raise Failure(f"tsrpc.pc has version {found}, version.h {expected}")


def cargo(work):
    project = copy_consumer("cargo", work, "main.rs")
    shutil.copytree(ROOT / "codec/rust", project / "third_party/tsrpc")
    env = {**os.environ, "CARGO_HOME": str(work / "cargo_home")}
    run("cargo", "build", "--offline", cwd=project, env=env)
    run_programs(project / "target/debug", "consumer_rust")


CHECKS = (copied_file, bazel, cmake_subdirectory, cmake_package, pkg_config, cargo)
CONSUMERS = {check.__name__: check for check in CHECKS}


def main(names):
    unknown = [name for name in names if name not in CONSUMERS]
    if unknown:
        raise SystemExit(f"check.py: {unknown[0]}: expected one of {', '.join(CONSUMERS)}")
    failed = 0
    for name in names or CONSUMERS:
        with tempfile.TemporaryDirectory() as work:
            try:
                CONSUMERS[name](pathlib.Path(work))
                print(f"{name}: passed")
            except Failure as failure:
                failed += 1
                print(f"{name}: failed\n{failure}")
    return failed != 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
