// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_ENGINE_REGISTERED_CASES_HPP
#define TSRPC_CONFORMANCE_ENGINE_REGISTERED_CASES_HPP

#include "conformance/engine/case.hpp"

#include <functional>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// The tests of a role's suite, which register themselves before main().
class RegisteredCases {
  public:
    explicit RegisteredCases(Role role) : role_(role) {}

    /// Ends the program for an id that is no requirement of that role.
    void add(std::string_view id, std::function<void(Test& test)> body, const char* file, int line);

    /// All tests, in the catalogue's order.
    const std::vector<Case>& all() const { return cases_; }

  private:
    Role role_;
    std::vector<Case> cases_;
};

/// Runs a test's body, then `leave` whatever the body found or threw, but for a target that was lost: nobody is there
/// to be left.
void run_and_leave(const std::function<void()>& body, const std::function<void()>& leave);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_REGISTERED_CASES_HPP
