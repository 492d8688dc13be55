// SPDX-License-Identifier: BSD-3-Clause
//
// How many memory regions an SP can have retrieved at a time.
#ifndef TSRPC_CONFORMANCE_SP_SLOTS_HPP
#define TSRPC_CONFORMANCE_SP_SLOTS_HPP

#include "conformance/sp/run.hpp"

#include <vector>

namespace tsrpc::conformance {

/// No SP is asked for more; one that has more counts as one without a limit.
inline constexpr size_t most_slots = 256;

/// Shares and retrieves one-page regions until the SP refuses one, or `most` are retrieved. The refused one,
/// whose response was the last, is reclaimed.
std::vector<Memory> fill_slots(Run& run, uint16_t owner, size_t most = most_slots);

/// How many regions that is, on a fresh SP.
size_t count_slots(Run& run);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_SLOTS_HPP
