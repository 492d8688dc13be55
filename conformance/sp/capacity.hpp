// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_SP_CAPACITY_HPP
#define TSRPC_CONFORMANCE_SP_CAPACITY_HPP

#include "conformance/engine/test.hpp"
#include "conformance/sp/state.hpp"

#include <optional>

namespace tsrpc::conformance {

/// No SP is asked for more regions of one caller, which are more than a byte counts: one that takes as many counts as
/// one without a limit.
inline constexpr size_t most_slots = 300;

/// How much the SP can have retrieved at a time, measured on the test's target as it is after hello, which it is again
/// afterwards. Nothing: the target has no memory, or was lost.
std::optional<Capacity> measure_capacity(Test& test);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_CAPACITY_HPP
