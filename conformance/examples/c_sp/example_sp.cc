// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/reference/tests/tested_sp.hpp"

#include <dlfcn.h>

#include <stdexcept>

const tsrpc_sp_plugin& tsrpc::tested_sp() {
    static const tsrpc_sp_plugin& plugin = []() -> const tsrpc_sp_plugin& {
        void* const library = dlopen("conformance/examples/c_sp/example_sp.so", RTLD_NOW | RTLD_LOCAL);
        void* const symbol = library == nullptr ? nullptr : dlsym(library, "tsrpc_get_sp_plugin");
        if (symbol == nullptr) {
            throw std::runtime_error(dlerror());
        }
        return *reinterpret_cast<decltype(&tsrpc_get_sp_plugin)>(symbol)();
    }();
    return plugin;
}
