// SPDX-License-Identifier: BSD-3-Clause
#include "conformance/cli/colour.hpp"

#include <cstdlib>
#include <string>
#include <string_view>
#include <unistd.h>

namespace tsrpc::cli {
namespace {

std::string_view variable(const char* name) {
    const char* const value = std::getenv(name);
    return value == nullptr ? "" : value;
}

} // namespace

void add_colour(CLI::App& command, Colour& colour) {
    const auto set = [&colour](const std::string& when) {
        colour = when == "always" ? Colour::always : when == "never" ? Colour::never : Colour::automatic;
    };
    command
        .add_option_function<std::string>(
            "--color", set,
            "Colour verdicts: auto (the default: on a terminal, without NO_COLOR), always "
            "or never")
        ->option_text("auto|always|never")
        ->check(CLI::IsMember({"auto", "always", "never"}));
}

bool is_terminal(int fd) { return isatty(fd) == 1 && variable("TERM") != "dumb" && !variable("TERM").empty(); }

bool is_coloured(Colour colour) {
    return colour == Colour::always ||
           (colour == Colour::automatic && is_terminal(STDOUT_FILENO) && variable("NO_COLOR").empty());
}

} // namespace tsrpc::cli
