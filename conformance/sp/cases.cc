// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace tsrpc::conformance {
namespace {

std::vector<Case>& registered() {
    static std::vector<Case> cases;
    return cases;
}

} // namespace

RegisterCase::RegisterCase(std::string_view id, void (*body)(Run& run)) {
    const Requirement* requirement = find_requirement(id);
    if (requirement == nullptr) {
        fmt::print(stderr, "test '{}' has no requirement in the catalogue\n", id);
        std::abort();
    }
    registered().push_back({requirement, body});
    // The rows of the catalogue are one array: their addresses have its order.
    std::ranges::sort(registered(), std::ranges::less{}, &Case::requirement);
}

const std::vector<Case>& sp_cases() { return registered(); }

} // namespace tsrpc::conformance
