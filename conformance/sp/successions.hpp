// SPDX-License-Identifier: BSD-3-Clause
//
// Each kind of request after each other kind.
#ifndef TSRPC_CONFORMANCE_SP_SUCCESSIONS_HPP
#define TSRPC_CONFORMANCE_SP_SUCCESSIONS_HPP

#include "conformance/sp/sp.hpp"

namespace tsrpc::conformance {

/// Makes each kind of request right after each other kind, of the same caller and of another, on an SP that has nothing
/// retrieved. The judge knows what each is answered.
void perform_successions(Sp& sp);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_SP_SUCCESSIONS_HPP
