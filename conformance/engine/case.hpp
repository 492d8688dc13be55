// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_ENGINE_CASE_HPP
#define TSRPC_CONFORMANCE_ENGINE_CASE_HPP

#include "conformance/requirements/catalogue.hpp"

#include <functional>

namespace tsrpc::conformance {

class Test;

/// One test of a suite: it checks one requirement, whose id is its own.
struct Case {
    const Requirement* requirement;
    std::function<void(Test& test)> body;
    const char* file; ///< where the test stands
    int line;
};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_CASE_HPP
