// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/caller/cases.hpp"

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

/// Runs a body on a caller in the usual world, and ends that caller whatever the body found.
void run_on_caller(Test& test, void (*body)(User& user)) {
    User user(test);
    std::exception_ptr thrown;
    try {
        if (!user.create() && test.requirement().id != "session.opens") {
            throw Skipped("the caller cannot be created (session.opens)");
        }
        body(user);
    } catch (const TargetLost&) {
        throw; // nobody is there to be left
    } catch (...) {
        thrown = std::current_exception();
    }
    user.leave();
    if (thrown) {
        std::rethrow_exception(thrown);
    }
}

} // namespace

RegisterCallerCase::RegisterCallerCase(std::string_view id, void (*body)(User& user), const char* file, int line) {
    const Requirement* requirement = find_requirement(id);
    if (requirement == nullptr || requirement->role != Role::caller) {
        fmt::print(stderr, "test '{}' has no requirement of callers in the catalogue\n", id);
        std::abort();
    }
    registered().push_back({requirement, [body](Test& test) { run_on_caller(test, body); }, file, line});
    // The rows of the catalogue are one array: their addresses have its order.
    std::ranges::sort(registered(), std::ranges::less{}, &Case::requirement);
}

const std::vector<Case>& caller_cases() { return registered(); }

} // namespace tsrpc::conformance
