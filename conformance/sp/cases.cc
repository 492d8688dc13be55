// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/cases.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>

namespace tsrpc::conformance {
namespace {

std::vector<Case>& registered() {
    static std::vector<Case> cases;
    return cases;
}

/// Runs a body and leaves the SP as it was found, whatever the body found.
void run_on_sp(Test& test, void (*body)(Sp& sp)) {
    Sp sp(test);
    std::exception_ptr thrown;
    try {
        body(sp);
        sp.flush();
    } catch (const TargetLost&) {
        throw; // nobody is there to be left
    } catch (...) {
        thrown = std::current_exception();
    }
    sp.leave();
    if (thrown) {
        std::rethrow_exception(thrown);
    }
}

} // namespace

RegisterSpCase::RegisterSpCase(std::string_view id, void (*body)(Sp& sp), const char* file, int line) {
    const Requirement* requirement = find_requirement(id);
    if (requirement == nullptr) {
        fmt::print(stderr, "test '{}' has no requirement in the catalogue\n", id);
        std::abort();
    }
    registered().push_back({requirement, [body](Test& test) { run_on_sp(test, body); }, file, line});
    // The rows of the catalogue are one array: their addresses have its order.
    std::ranges::sort(registered(), std::ranges::less{}, &Case::requirement);
}

const std::vector<Case>& sp_cases() { return registered(); }

} // namespace tsrpc::conformance
