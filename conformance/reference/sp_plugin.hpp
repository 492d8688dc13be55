// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_SP_PLUGIN_HPP
#define TSRPC_CONFORMANCE_REFERENCE_SP_PLUGIN_HPP

#include "tsrpc/plugin.h"

namespace tsrpc {

/// The reference endpoint, hosting `reference_services()`, attached as any other SP is.
const tsrpc_sp_plugin& reference_sp_plugin();

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_SP_PLUGIN_HPP
