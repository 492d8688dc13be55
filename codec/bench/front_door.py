# SPDX-License-Identifier: BSD-3-Clause
"""Counts the instructions of a whole endpoint, and of a whole exchange of a caller, by the codec and by hand."""
import instructions

CXX = ["-std=c++17", "-fno-rtti", instructions.ROOT / "codec/bench/front_door.cc"]
C = ["-std=c11", instructions.ROOT / "codec/bench/front_door.c"]
COLUMNS = {"endpoint": "endpoint_by_codec", "endpoint in C": "endpoint_by_c", "caller": "caller_by_codec"}
# How many more than by hand they may take, where compilers share the ends of the paths less, or copy more.
MORE = {
    "gcc 12 x86-64 -O2": {"caller": 3},
    "gcc 12 x86-64 -Os": {"caller": 1},
    "clang 14 x86-64 -O2": {"endpoint in C": 10},
    "clang 14 x86-64 -Os": {"endpoint in C": 10},
    "clang 19 x86-64 -O2": {"endpoint": 1, "endpoint in C": 8},
    "clang 19 x86-64 -Os": {"endpoint": 2, "endpoint in C": 9},
    "gcc 12 aarch64 -O2": {"caller": 2},
    "gcc 12 aarch64 strict -O2": {"caller": 2},
    "clang 19 aarch64 strict -O2": {"endpoint": 1},
    "clang 19 aarch64 strict -Os": {"endpoint": 1},
    "gcc 12 Arm -O2": {"endpoint": 4, "caller": 6},
    "gcc 12 Arm -Os": {"caller": 6},
}


def by_hand(column):
    return column.split()[0] + "_by_hand"


def measure_all():
    """{configuration: {function: instructions}}, and all problems."""
    measured, problems = {}, []
    for name, configuration in instructions.CONFIGURATIONS.items():
        found = {**instructions.functions(CXX, *configuration), **instructions.functions(C, *configuration)}
        counts = measured[name] = {function: instructions.count(text) for function, text in found.items()}
        for column, function in COLUMNS.items():
            more, allowed = counts[function] - counts[by_hand(column)], MORE.get(name, {}).get(column, 0)
            if more > allowed or more < allowed != 0:
                problems.append(f"{name}: {function}: {more} instructions more than by hand, not {allowed}")
    return measured, problems


def rows(measured):
    """A table's rows: by the codec / by hand."""
    yield ["", *COLUMNS]
    for name, counts in measured.items():
        yield [name, *(f"{counts[function]} / {counts[by_hand(column)]}" for column, function in COLUMNS.items())]
