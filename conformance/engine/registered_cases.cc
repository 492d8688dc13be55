// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/engine/registered_cases.hpp"

#include "conformance/protocol/link.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <utility>

namespace tsrpc::conformance {

void RegisteredCases::add(std::string_view id, std::function<void(Test& test)> body, const char* file, int line) {
    const Requirement* requirement = find_requirement(id);
    if (requirement == nullptr || requirement->role != role_) {
        fmt::print(stderr, "test '{}' has no requirement of {}s in the catalogue\n", id, name(role_));
        std::abort();
    }
    cases_.push_back({requirement, std::move(body), file, line});
    // The rows of the catalogue are one array: their addresses have its order.
    std::ranges::sort(cases_, std::ranges::less{}, &Case::requirement);
}

void run_and_leave(const std::function<void()>& body, const std::function<void()>& leave) {
    std::exception_ptr thrown;
    try {
        body();
    } catch (const TargetLost&) {
        throw;
    } catch (...) {
        thrown = std::current_exception();
    }
    leave();
    if (thrown) {
        std::rethrow_exception(thrown);
    }
}

} // namespace tsrpc::conformance
