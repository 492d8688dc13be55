// SPDX-License-Identifier: BSD-3-Clause
//
// Prints one of the files that are made from the layout tables: generate FILE.
#include "c/files.hpp"
#include "rust/files.hpp"

#include <cstdio>
#include <map>
#include <string_view>

namespace {

using namespace tsrpc::generator;

const std::map<std::string_view, std::string (*)()> files = {
    {"abi.rs", rust::abi_file},
    {"messages.rs", rust::messages_file},
    {"enums.h", c::enums_file},
    {"messages.h", c::messages_file},
    {"pack.h", c::pack_file},
    {"unpack.h", c::unpack_file},
    {"tables.h", c::tables_file},
    {"dispatch.h", c::dispatch_file},
    {"rpc_status.h", c::rpc_status_file},
    {"names.h", c::names_file},
};

} // namespace

int main(int argc, char** argv) {
    const auto file = files.find(argc == 2 ? argv[1] : "");
    if (file == files.end()) {
        std::fputs("generate: expected one file, such as abi.rs or pack.h\n", stderr);
        return 2;
    }
    const std::string text = file->second();
    const bool written = std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
    return written ? 0 : 1;
}
