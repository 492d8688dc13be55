// SPDX-License-Identifier: BSD-3-Clause
//
// How many planted defects random sequences find alone. Each defect has a process of its own, in which it may crash or
// hang, and as many run as there are CPUs.
#ifndef TSRPC_CONFORMANCE_DEFECTS_EXPLORATIONS_HPP
#define TSRPC_CONFORMANCE_DEFECTS_EXPLORATIONS_HPP

#include "conformance/engine/verdict.hpp"

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace tsrpc::conformance {

/// One defect, and what random sequences say of an implementation that has it.
struct Exploration {
    std::string_view name; ///< of the defect
    std::string_view test; ///< that it is planted for
    std::function<Outcome()> explore;
};

/// Explores all, prints how each was found, and returns how many were: a run would fail or warn, and not of our own
/// trouble.
size_t count_found(const std::vector<Exploration>& explorations);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_DEFECTS_EXPLORATIONS_HPP
