// SPDX-License-Identifier: BSD-3-Clause
//
// What the tests of one run share of an SP.
#ifndef TSRPC_CONFORMANCE_SP_FACTS_HPP
#define TSRPC_CONFORMANCE_SP_FACTS_HPP

#include "conformance/engine/test.hpp"
#include "conformance/sp/state.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace tsrpc::conformance {

/// A call of the profile that was tried.
struct TriedCall {
    size_t service;    ///< in the profile
    size_t call;       ///< of the service
    std::string wrong; ///< what the answer had that the profile does not say; empty: nothing
};

struct Facts {
    std::optional<Capacity> capacity; ///< nothing: the target has no memory, or was lost
    std::vector<TriedCall> calls;     ///< all of the profile, in its order
};

/// The facts, which are measured once in a run, on the test's target as it is after hello, which it is again
/// afterwards. The test's trace does not have it.
const Facts& measured_facts(Test& test);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_FACTS_HPP
