// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/caller/cases.hpp"

#include "conformance/engine/registered_cases.hpp"

namespace tsrpc::conformance {
namespace {

RegisteredCases& registered() {
    static RegisteredCases cases(Role::caller);
    return cases;
}

/// Runs a body on a caller in the usual world, and ends that caller whatever the body found.
void run_on_caller(Test& test, void (*body)(User& user)) {
    User user(test);
    run_and_leave(
        [&] {
            if (!user.create() && test.requirement().id != "session.opens") {
                throw Skipped("the caller cannot be created (session.opens)");
            }
            body(user);
        },
        [&] { user.leave(); });
}

} // namespace

RegisterCallerCase::RegisterCallerCase(std::string_view id, void (*body)(User& user), const char* file, int line) {
    registered().add(
        id, [body](Test& test) { run_on_caller(test, body); }, file, line);
}

const std::vector<Case>& caller_cases() { return registered().all(); }

} // namespace tsrpc::conformance
