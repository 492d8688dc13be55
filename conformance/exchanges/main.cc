// SPDX-License-Identifier: BSD-3-Clause
//
// Writes the scripts of exchanges to standard output: generate FILE, which is one of those named below.
#include "conformance/exchanges/caller_script.hpp"
#include "conformance/exchanges/endpoint_script.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <exception>
#include <string_view>

int main(int argc, char** argv) {
    using namespace tsrpc::conformance;
    const std::string_view file = argc == 2 ? argv[1] : "";
    try {
        if (file == "endpoint-exchanges-v1.json") {
            fmt::print("{}", to_json_text(endpoint_scripts()));
        } else if (file == "endpoint-exchanges-v1.txt") {
            fmt::print("{}", endpoint_text(endpoint_scripts()));
        } else if (file == "caller-exchanges-v1.json") {
            fmt::print("{}", to_json_text(caller_scripts()));
        } else if (file == "caller-exchanges-v1.txt") {
            fmt::print("{}", caller_text(caller_scripts()));
        } else {
            fmt::print(stderr, "usage: generate FILE\n");
            return 2;
        }
    } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", error.what());
        return 1;
    }
    return 0;
}
