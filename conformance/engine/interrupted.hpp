// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_ENGINE_INTERRUPTED_HPP
#define TSRPC_CONFORMANCE_ENGINE_INTERRUPTED_HPP

namespace tsrpc::conformance {

/// The run is to end: thrown by what starts the target, and by its link. No test catches it.
struct Interrupted {};

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_ENGINE_INTERRUPTED_HPP
