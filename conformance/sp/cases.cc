// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/sp/cases.hpp"

#include "conformance/engine/registered_cases.hpp"

namespace tsrpc::conformance {
namespace {

RegisteredCases& registered() {
    static RegisteredCases cases(Role::endpoint);
    return cases;
}

/// Runs a body and leaves the SP as it was found, whatever the body found.
void run_on_sp(Test& test, void (*body)(Sp& sp)) {
    Sp sp(test);
    run_and_leave(
        [&] {
            body(sp);
            sp.flush();
        },
        [&] { sp.leave(); });
}

} // namespace

RegisterSpCase::RegisterSpCase(std::string_view id, void (*body)(Sp& sp), const char* file, int line) {
    registered().add(
        id, [body](Test& test) { run_on_sp(test, body); }, file, line);
}

const std::vector<Case>& sp_cases() { return registered().all(); }

} // namespace tsrpc::conformance
