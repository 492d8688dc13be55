// SPDX-License-Identifier: BSD-3-Clause
//
// Prints one file of codec/rust/src: generate FILE.
#include "files.hpp"

#include <cstdio>
#include <string_view>

int main(int argc, char** argv) {
    const std::string_view file = argc == 2 ? argv[1] : "";
    if (file != "abi.rs" && file != "messages.rs") {
        std::fputs("generate: expected one file: abi.rs or messages.rs\n", stderr);
        return 2;
    }
    const std::string text = (file == "abi.rs" ? tsrpc::rust::abi_file : tsrpc::rust::messages_file)();
    const bool written = std::fputs(text.c_str(), stdout) >= 0 && std::fflush(stdout) == 0;
    return written ? 0 : 1;
}
