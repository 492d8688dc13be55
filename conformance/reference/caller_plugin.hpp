// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_REFERENCE_CALLER_PLUGIN_HPP
#define TSRPC_CONFORMANCE_REFERENCE_CALLER_PLUGIN_HPP

#include "tsrpc/plugin.h"

namespace tsrpc {

/// The reference caller, attached as any other caller is.
const tsrpc_caller_plugin& reference_caller_plugin();

} // namespace tsrpc

#endif // TSRPC_CONFORMANCE_REFERENCE_CALLER_PLUGIN_HPP
