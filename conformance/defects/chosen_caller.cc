// SPDX-License-Identifier: BSD-3-Clause
//
// To link with, for tests: the caller that the environment names. TSRPC_DEFECT is the name of a planted defect,
// TSRPC_VARIANT that of a conforming variant; without either it is the reference caller.
#include "conformance/defects/caller_defect.hpp"
#include "conformance/reference/caller_plugin.hpp"
#include "tsrpc/plugin.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

using namespace tsrpc;
using namespace tsrpc::conformance;

static const tsrpc_caller_plugin* find(const std::vector<CallerDefect>& all, std::string_view name) {
    const auto found = std::ranges::find(all, name, &CallerDefect::name);
    if (found == all.end()) {
        fmt::print(stderr, "no defect or variant is called '{}'\n", name);
        return nullptr;
    }
    return &defective_caller_plugin(*found);
}

const tsrpc_caller_plugin* tsrpc_get_caller_plugin() {
    if (const char* const name = std::getenv("TSRPC_DEFECT")) {
        return find(all_caller_defects(), name);
    }
    if (const char* const name = std::getenv("TSRPC_VARIANT")) {
        return find(all_caller_variants(), name);
    }
    return &reference_caller_plugin();
}
