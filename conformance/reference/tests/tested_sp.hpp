// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_TESTS_TESTED_SP_HPP
#define TSRPC_CONFORMANCE_REFERENCE_TESTS_TESTED_SP_HPP

#include "tsrpc/plugin.h"

namespace tsrpc {

/// The SP that sp_behaviour.cc is linked with. It hosts the test service and its twin and has at least two slots.
const tsrpc_sp_plugin& tested_sp();

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_TESTS_TESTED_SP_HPP
