// SPDX-License-Identifier: BSD-3-Clause
//
// Prints docs/boards.md.
#include "conformance/defects/boards.hpp"

#include <fmt/format.h>

int main() { fmt::print("{}", tsrpc::conformance::boards_page()); }
