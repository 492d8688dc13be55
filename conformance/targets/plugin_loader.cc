// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/targets/plugin_loader.hpp"

#include "conformance/targets/connection.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <dlfcn.h>
#include <unistd.h>

namespace tsrpc::conformance {

const tsrpc_sp_plugin& load_sp_plugin(const std::string& path) {
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
    void* symbol = dlsym(object, "tsrpc_get_sp_plugin");
    if (symbol == nullptr) {
        throw TargetUnreachable(fmt::format(
            "plugin '{}' has no symbol tsrpc_get_sp_plugin: export it with C linkage (tsrpc/plugin.h)", path));
    }
    const auto get_plugin = reinterpret_cast<const tsrpc_sp_plugin* (*)()>(symbol);
    return checked(get_plugin(), path);
}

const tsrpc_sp_plugin& checked(const tsrpc_sp_plugin* plugin, const std::string& origin) {
    if (plugin == nullptr) {
        throw TargetUnreachable(fmt::format(
            "plugin '{}': tsrpc_get_sp_plugin() returned NULL: it must return its table (tsrpc/plugin.h)", origin));
    }
    if (plugin->abi_version != TSRPC_PLUGIN_ABI_VERSION) {
        throw TargetUnreachable(
            fmt::format("plugin '{}' has plugin ABI version {}, this harness has {}: build it with this tsrpc/plugin.h",
                        origin, plugin->abi_version, TSRPC_PLUGIN_ABI_VERSION));
    }
    if (plugin->create == nullptr || plugin->destroy == nullptr || plugin->direct_request == nullptr) {
        throw TargetUnreachable(fmt::format(
            "plugin '{}': one of create, destroy and direct_request is NULL; all three are needed", origin));
    }
    return *plugin;
}

} // namespace tsrpc::conformance
