// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/plugin_loader.hpp"

#include "conformance/protocol/link.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <dlfcn.h>
#include <unistd.h>

namespace tsrpc::conformance {
namespace {

constexpr const char* sp_symbol = "tsrpc_get_sp_plugin";
constexpr const char* caller_symbol = "tsrpc_get_caller_plugin";

/// What the function of that name returns.
template <class Plugin>
const Plugin* load(const std::string& path, const char* symbol_name, const char* other_symbol_name) {
    if (access(path.c_str(), R_OK) != 0) {
        throw TargetUnreachable(fmt::format("cannot read plugin '{}': {}", path, std::strerror(errno)));
    }
    // dlopen looks a name without a slash up elsewhere.
    const std::string file = path.find('/') == std::string::npos ? "./" + path : path;
    void* object = dlopen(file.c_str(), RTLD_NOW | RTLD_LOCAL);
    if (object == nullptr) {
        throw TargetUnreachable(
            fmt::format("cannot load plugin '{}': {} (a plugin is a shared object for this machine: cc -shared -fPIC)",
                        path, dlerror()));
    }
    void* symbol = dlsym(object, symbol_name);
    if (symbol == nullptr) {
        throw TargetUnreachable(fmt::format("plugin '{}' has no symbol {}: export it with C linkage (tsrpc/plugin.h){}",
                                            path, symbol_name,
                                            dlsym(object, other_symbol_name) != nullptr
                                                ? fmt::format("; it has {}, of the other role", other_symbol_name)
                                                : ""));
    }
    return reinterpret_cast<const Plugin* (*)()>(symbol)();
}

/// What both kinds of plugins have.
template <class Plugin>
void check(const Plugin* plugin, const std::string& origin, const char* symbol_name) {
    if (plugin == nullptr) {
        throw TargetUnreachable(fmt::format(
            "plugin '{}': {}() returned NULL: it must return its table (tsrpc/plugin.h)", origin, symbol_name));
    }
    if (plugin->abi_version != TSRPC_PLUGIN_ABI_VERSION) {
        throw TargetUnreachable(
            fmt::format("plugin '{}' has plugin ABI version {}, this runner has {}: build it with this tsrpc/plugin.h",
                        origin, plugin->abi_version, TSRPC_PLUGIN_ABI_VERSION));
    }
}

} // namespace

const tsrpc_sp_plugin& load_sp_plugin(const std::string& path) {
    return checked(load<tsrpc_sp_plugin>(path, sp_symbol, caller_symbol), path);
}

const tsrpc_caller_plugin& load_caller_plugin(const std::string& path) {
    return checked(load<tsrpc_caller_plugin>(path, caller_symbol, sp_symbol), path);
}

const tsrpc_sp_plugin& checked(const tsrpc_sp_plugin* plugin, const std::string& origin) {
    check(plugin, origin, sp_symbol);
    if (plugin->create == nullptr || plugin->destroy == nullptr || plugin->direct_request == nullptr) {
        throw TargetUnreachable(fmt::format(
            "plugin '{}': one of create, destroy and direct_request is NULL; all three are needed", origin));
    }
    return *plugin;
}

const tsrpc_caller_plugin& checked(const tsrpc_caller_plugin* plugin, const std::string& origin) {
    check(plugin, origin, caller_symbol);
    if (plugin->create == nullptr || plugin->destroy == nullptr || plugin->open_session == nullptr ||
        plugin->close_session == nullptr || plugin->alloc_memory == nullptr || plugin->free_memory == nullptr ||
        plugin->invoke == nullptr) {
        throw TargetUnreachable(
            fmt::format("plugin '{}': one of its seven functions is NULL; all are needed (tsrpc/plugin.h)", origin));
    }
    return *plugin;
}

} // namespace tsrpc::conformance
