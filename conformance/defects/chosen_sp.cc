// SPDX-License-Identifier: BSD-3-Clause
//
// To link with, for tests: the SP that the environment names. TSRPC_DEFECT is the name of a planted defect,
// TSRPC_VARIANT that of a conforming variant; without either it is the reference SP.
#include "conformance/defects/defect.hpp"
#include "conformance/defects/variant.hpp"
#include "conformance/reference/sp_plugin.hpp"
#include "tsrpc/plugin.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

using namespace tsrpc;
using namespace tsrpc::conformance;

/// The one with that name, which must be one.
template <class Named>
static const Named* find(const std::vector<Named>& all, std::string_view name) {
    const auto found = std::ranges::find(all, name, &Named::name);
    if (found == all.end()) {
        fmt::print(stderr, "no defect or variant is called '{}'\n", name);
        return nullptr;
    }
    return &*found;
}

const tsrpc_sp_plugin* tsrpc_get_sp_plugin() {
    static const std::vector<Defect> defects = all_defects();
    static const std::vector<Variant> variants = all_variants();
    if (const char* const name = std::getenv("TSRPC_DEFECT")) {
        const Defect* const defect = find(defects, name);
        return defect == nullptr ? nullptr : &defective_sp_plugin(*defect);
    }
    if (const char* const name = std::getenv("TSRPC_VARIANT")) {
        const Variant* const variant = find(variants, name);
        return variant == nullptr ? nullptr : &variant_sp_plugin(*variant);
    }
    return &reference_sp_plugin();
}
