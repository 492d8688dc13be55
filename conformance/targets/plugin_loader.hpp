// SPDX-License-Identifier: BSD-3-Clause
#ifndef TSRPC_CONFORMANCE_TARGETS_PLUGIN_LOADER_HPP
#define TSRPC_CONFORMANCE_TARGETS_PLUGIN_LOADER_HPP

#include "tsrpc/plugin.h"

#include <string>

namespace tsrpc::conformance {

/// The SP plugin of a shared object, loaded for good. Throws TargetUnreachable where the file, its symbol, its ABI
/// version or one of its functions is not as tsrpc/plugin.h wants it.
const tsrpc_sp_plugin& load_sp_plugin(const std::string& path);

/// The same for a caller.
const tsrpc_caller_plugin& load_caller_plugin(const std::string& path);

/// The checks after loading; `origin` names the plugin in messages.
const tsrpc_sp_plugin& checked(const tsrpc_sp_plugin* plugin, const std::string& origin);
const tsrpc_caller_plugin& checked(const tsrpc_caller_plugin* plugin, const std::string& origin);

} // namespace tsrpc::conformance

#endif // TSRPC_CONFORMANCE_TARGETS_PLUGIN_LOADER_HPP
